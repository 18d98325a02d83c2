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

package io.mprpc.registry.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.mprpc.registry.ServiceDocument;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Follows the document of one service.
 */
final class DocumentFollower implements WatchedTree.Picture {

	private final String path;

	private final WatchLoop loop;

	// On the thread of the listeners only.
	private final List<Consumer<ServiceDocument>> listeners = new ArrayList<>();

	private volatile ServiceDocument document;

	private ServiceDocument read;

	private @Nullable WatchedTree tree;

	DocumentFollower(ServiceName service, String path, WatchLoop loop) {
		this.path = path;
		this.loop = loop;
		this.document = ServiceDocument.loading(service);
		this.read = this.document;
	}

	/** Begins to follow. On the thread of the loop. */
	void start() {
		this.tree = this.loop.follow(this.path, AddWatchMode.PERSISTENT, this);
	}

	ServiceDocument document() {
		return this.document;
	}

	Subscription subscribe(Consumer<ServiceDocument> listener) {
		// An identity of its own, so that the same listener may subscribe twice.
		Consumer<ServiceDocument> entry = listener::accept;
		this.loop.notify(() -> {
			this.listeners.add(entry);
			if (this.document.isKnown()) {
				Listeners.call(entry, this.document);
			}
		});
		return () -> this.loop.notify(() -> this.listeners.remove(entry));
	}

	@Override
	public CompletableFuture<?> load(Znodes znodes) {
		return znodes.read(this.path, null).thenAccept((content) -> {
			ServiceName service = this.document.service();
			this.read = (content != null)
					? new ServiceDocument(service, new String(content.data(), StandardCharsets.UTF_8),
							content.stat().getVersion(), ServiceDocument.State.LIVE)
					: new ServiceDocument(service, null, ServiceDocument.NO_VERSION, ServiceDocument.State.LIVE);
		});
	}

	@Override
	public void event(Znodes znodes, EventType type, String at) {
		WatchedTree current = this.tree;
		if (current != null) {
			current.reload();
		}
	}

	@Override
	public void current() {
		show(this.read);
	}

	@Override
	public void stale() {
		if (this.document.state() == ServiceDocument.State.LIVE) {
			show(in(ServiceDocument.State.STALE));
		}
	}

	@Override
	public void denied() {
		show(in(ServiceDocument.State.DENIED));
	}

	private ServiceDocument in(ServiceDocument.State state) {
		return new ServiceDocument(this.document.service(), this.document.content(), this.document.version(), state);
	}

	private void show(ServiceDocument next) {
		if (!next.equals(this.document)) {
			this.document = next;
			this.loop.notify(() -> List.copyOf(this.listeners).forEach((listener) -> Listeners.call(listener, next)));
			this.loop.changed();
		}
	}

}
