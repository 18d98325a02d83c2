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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.internal.zookeeper.layout.AnnouncementCodec;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.watch.TreeHandler;
import io.mprpc.internal.zookeeper.watch.WatchLoop;
import io.mprpc.internal.zookeeper.watch.WatchedTree;
import io.mprpc.registry.Subscription;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Announced registry servers as znodes, which one watch follows. While the connection is
 * lost the last view stands. Begins to follow when it is created.
 *
 * @since 0.1
 */
public final class ZooKeeperAnnouncedServers implements AnnouncedServers, AutoCloseable {

	/** Servers that are read. */
	public static final int MAX_SERVERS = 64;

	private final String path;

	private final WatchLoop loop;

	private volatile List<AnnouncedServer> servers = List.of();

	private List<AnnouncedServer> listed = List.of();

	private @Nullable WatchedTree tree;

	private boolean reloadDue;

	/**
	 * Creates a view and begins to follow.
	 * @param connection connection to read through; stays open when the view is closed
	 * @param debounce time over which changes are gathered into one
	 */
	public ZooKeeperAnnouncedServers(ZooKeeperConnection connection, Duration debounce) {
		this.path = connection.layout().servers();
		this.loop = new WatchLoop(connection, debounce);
		this.loop
			.execute(() -> this.tree = this.loop.follow(this.path, AddWatchMode.PERSISTENT_RECURSIVE, new Handler()));
	}

	@Override
	public List<AnnouncedServer> servers() {
		return this.servers;
	}

	@Override
	public Subscription onChange(Runnable listener) {
		return this.loop.onChange(listener);
	}

	/**
	 * Stops following. Listeners are not called any more.
	 */
	@Override
	public void close() {
		this.loop.close();
	}

	private List<String> limited(List<String> nodes) {
		if (nodes.size() <= MAX_SERVERS) {
			this.loop.readable(this.path);
			return nodes;
		}
		this.loop.unreadable(this.path, "has children that are ignored",
				new IllegalArgumentException("it has " + nodes.size() + " of them, more than " + MAX_SERVERS));
		return nodes.stream().sorted().limit(MAX_SERVERS).toList();
	}

	private @Nullable AnnouncedServer server(String node, SessionClient.Text content) {
		String at = this.path + '/' + node;
		try {
			AnnouncedServer server = AnnouncementCodec.read(node, content.readable());
			this.loop.readable(at);
			return server;
		}
		catch (IllegalArgumentException ex) {
			this.loop.unreadable(at, ex);
			return null;
		}
	}

	private void reload() {
		this.reloadDue = false;
		if (this.tree != null) {
			this.tree.reload();
		}
	}

	private final class Handler implements TreeHandler {

		@Override
		public CompletableFuture<?> load(SessionClient sessionClient) {
			return sessionClient.children(ZooKeeperAnnouncedServers.this.path).thenCompose((answer) -> {
				SortedMap<String, AnnouncedServer> read = new TreeMap<>();
				List<CompletableFuture<?>> reads = new ArrayList<>();
				limited((answer != null) ? answer : List.of())
					.forEach((node) -> reads.add(read(sessionClient, node, read)));
				return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
					.thenRun(() -> ZooKeeperAnnouncedServers.this.listed = List.copyOf(read.values()));
			});
		}

		private CompletableFuture<?> read(SessionClient sessionClient, String node,
				SortedMap<String, AnnouncedServer> read) {
			return sessionClient.text(ZooKeeperAnnouncedServers.this.path + '/' + node).thenAccept((content) -> {
				AnnouncedServer server = (content != null) ? server(node, content) : null;
				if (server != null) {
					read.put(server.name(), server);
				}
			});
		}

		@Override
		public void event(SessionClient sessionClient, EventType type, String at) {
			// There are few: all are read again.
			if (!ZooKeeperAnnouncedServers.this.reloadDue) {
				ZooKeeperAnnouncedServers.this.reloadDue = true;
				ZooKeeperAnnouncedServers.this.loop.after(ZooKeeperAnnouncedServers.this.loop.debounce(),
						ZooKeeperAnnouncedServers.this::reload);
			}
		}

		@Override
		public void current() {
			List<AnnouncedServer> now = ZooKeeperAnnouncedServers.this.listed;
			if (!now.equals(ZooKeeperAnnouncedServers.this.servers)) {
				ZooKeeperAnnouncedServers.this.servers = now;
				ZooKeeperAnnouncedServers.this.loop.changed();
			}
		}

		@Override
		public void stale() {
			// The last view stands until there is another.
		}

	}

}
