/*
 * Copyright 2026 the mprpc authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.mprpc.internal.zookeeper.document;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.mprpc.internal.zookeeper.session.LatestListener;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.snapshot.LastReadable;
import io.mprpc.internal.zookeeper.watch.TreeHandler;
import io.mprpc.internal.zookeeper.watch.WatchLoop;
import io.mprpc.internal.zookeeper.watch.WatchedTree;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.Subscription;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Follower of a document, which remembers the last text that its readers understood: in
 * memory, and on disk where it belongs to a service's view.
 */
final class DocumentFollower implements TreeHandler {

	private final String path;

	private final WatchLoop loop;

	private final LastReadable lastReadable;

	private final List<LatestListener<Document>> listeners = new CopyOnWriteArrayList<>();

	private volatile Document document;

	private Document read;

	private @Nullable WatchedTree tree;

	DocumentFollower(DocumentName name, String path, WatchLoop loop, LastReadable lastReadable) {
		this.path = path;
		this.loop = loop;
		this.lastReadable = lastReadable;
		this.document = Document.loading(name);
		this.read = this.document;
	}

	/** Begins to follow. On the thread of the loop. */
	void start(Duration snapshotDelay) {
		this.tree = this.loop.follow(this.path, AddWatchMode.PERSISTENT, this);
		this.loop.after(snapshotDelay, this::useSnapshot);
	}

	private void useSnapshot() {
		if (!this.document.isKnown()) {
			this.lastReadable.seek((text) -> this.loop.execute(() -> {
				this.lastReadable.found(text);
				if (text != null && !this.document.isKnown()) {
					show(new Document(this.document.name(), text.isEmpty() ? null : text, Document.NO_VERSION,
							Document.State.SNAPSHOT));
				}
			}));
		}
	}

	Document document() {
		return this.document;
	}

	Subscription subscribe(Consumer<Document> listener) {
		LatestListener<Document> entry = new LatestListener<>(listener,
				() -> this.document.isKnown() ? this.document : null, this.loop::notify);
		this.listeners.add(entry);
		entry.changed();
		return () -> {
			entry.close();
			this.listeners.remove(entry);
		};
	}

	@Override
	public CompletableFuture<?> load(SessionClient sessionClient) {
		return sessionClient.read(this.path, null).thenAccept((content) -> {
			DocumentName name = this.document.name();
			this.read = (content != null)
					? new Document(name, new String(content.data(), StandardCharsets.UTF_8),
							content.stat().getVersion(), Document.State.LIVE)
					: new Document(name, null, Document.NO_VERSION, Document.State.LIVE);
		});
	}

	@Override
	public void event(SessionClient sessionClient, EventType type, String at) {
		WatchedTree current = this.tree;
		if (current != null) {
			current.reload();
		}
	}

	@Override
	public void current() {
		String content = this.read.content();
		String text = (content != null) ? content : "";
		if (this.lastReadable.accept(text)) {
			show(this.read);
		}
		else {
			showUnreadable();
		}
	}

	/** Shows what cannot be understood beside what could be, which may be on disk. */
	private void showUnreadable() {
		if (this.lastReadable.isSought()) {
			show(this.read);
		}
		else {
			this.lastReadable.seek((text) -> this.loop.execute(() -> {
				this.lastReadable.found(text);
				show(this.read);
			}));
		}
	}

	@Override
	public void stale() {
		if (this.document.state() == Document.State.LIVE) {
			show(in(Document.State.STALE));
		}
	}

	@Override
	public void denied() {
		this.read = in(Document.State.DENIED);
		showUnreadable();
	}

	private Document in(Document.State state) {
		return new Document(this.document.name(), this.document.content(), this.document.version(), state);
	}

	private void show(Document found) {
		Document next = new Document(found.name(), found.content(), found.version(), found.state(),
				this.lastReadable.text());
		if (!next.equals(this.document)) {
			this.document = next;
			this.listeners.forEach(LatestListener::changed);
			this.loop.changed();
		}
	}

}
