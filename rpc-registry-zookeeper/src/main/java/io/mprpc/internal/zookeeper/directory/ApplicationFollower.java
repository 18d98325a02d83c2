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

package io.mprpc.internal.zookeeper.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.mprpc.internal.zookeeper.layout.ApplicationCodec;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.watch.TreeHandler;
import io.mprpc.internal.zookeeper.watch.WatchLoop;
import io.mprpc.internal.zookeeper.watch.WatchedTree;
import io.mprpc.registry.ApplicationInstance;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Follower of the instances of one application.
 */
final class ApplicationFollower implements TreeHandler {

	private final String application;

	private final String path;

	private final WatchLoop loop;

	private final SortedMap<String, ApplicationInstance> byNode = new TreeMap<>();

	private volatile List<ApplicationInstance> instances = List.of();

	private volatile boolean known;

	private @Nullable WatchedTree tree;

	private boolean flushDue;

	private boolean removals;

	ApplicationFollower(String application, String path, WatchLoop loop) {
		this.application = application;
		this.path = path;
		this.loop = loop;
	}

	/** Begins to follow. On the thread of the loop. */
	void start() {
		this.tree = this.loop.follow(this.path, AddWatchMode.PERSISTENT_RECURSIVE, this);
	}

	List<ApplicationInstance> instances() {
		return this.instances;
	}

	boolean isKnown() {
		return this.known;
	}

	@Override
	public CompletableFuture<?> load(SessionClient sessionClient) {
		return sessionClient.children(this.path).thenCompose((nodes) -> {
			List<String> present = (nodes != null) ? nodes : List.of();
			this.byNode.keySet().retainAll(present);
			List<CompletableFuture<?>> reads = new ArrayList<>();
			present.forEach((node) -> reads.add(read(sessionClient, node)));
			return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new));
		});
	}

	private CompletableFuture<Void> read(SessionClient sessionClient, String node) {
		String at = this.path + '/' + node;
		return sessionClient.text(at).thenAccept((content) -> {
			this.byNode.remove(node);
			if (content != null) {
				try {
					this.byNode.put(node, ApplicationCodec.read(this.application, content.readable()));
					this.loop.readable(at);
				}
				catch (IllegalArgumentException ex) {
					this.loop.unreadable(at, ex);
				}
			}
		});
	}

	@Override
	public void event(SessionClient sessionClient, EventType type, String at) {
		if (at.length() <= this.path.length()) {
			return;
		}
		if (type == EventType.NodeDeleted) {
			// A node that is there after a while is listed: an instance may take its own
			// place.
			this.removals = true;
			flushSoon();
		}
		else {
			read(sessionClient, at.substring(this.path.length() + 1)).whenComplete((ignored, ex) -> flushSoon());
		}
	}

	private void flushSoon() {
		if (!this.flushDue) {
			this.flushDue = true;
			this.loop.after(this.loop.debounce(), this::flush);
		}
	}

	private void flush() {
		this.flushDue = false;
		WatchedTree current = this.tree;
		if (current == null) {
			return;
		}
		if (this.removals) {
			this.removals = false;
			current.reload();
		}
		else if (current.isCurrent()) {
			current();
		}
	}

	@Override
	public void current() {
		List<ApplicationInstance> now = List.copyOf(this.byNode.values());
		if (!this.known || !now.equals(this.instances)) {
			this.instances = now;
			this.known = true;
			this.loop.changed();
		}
	}

	@Override
	public void stale() {
		// The last instances stand until there are others.
	}

}
