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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.layout.ZnodeName;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.watch.TreeHandler;
import io.mprpc.internal.zookeeper.watch.WatchLoop;
import io.mprpc.internal.zookeeper.watch.WatchedTree;
import io.mprpc.registry.ConsumerDirectory;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Directory that follows all references in ZooKeeper by one watch. While the connection
 * is lost the last view stands.
 *
 * @since 0.1
 */
public final class ZooKeeperConsumerDirectory implements ConsumerDirectory, AutoCloseable {

	private final String path;

	private final WatchLoop loop;

	private final SortedMap<ServiceName, SortedMap<String, ConsumerReference>> present = new TreeMap<>();

	private volatile SortedMap<ServiceName, List<ConsumerReference>> known = new TreeMap<>();

	private volatile List<ConsumerReference> all = List.of();

	private volatile boolean answered;

	private @Nullable WatchedTree tree;

	private boolean flushDue;

	/**
	 * Creates a directory and begins to follow.
	 * @param connection connection to read through; stays open when the directory is
	 * closed
	 * @param debounce time over which changes are gathered into one
	 */
	public ZooKeeperConsumerDirectory(ZooKeeperConnection connection, Duration debounce) {
		this.path = connection.layout().consumers();
		this.loop = new WatchLoop(connection, debounce);
		this.loop
			.execute(() -> this.tree = this.loop.follow(this.path, AddWatchMode.PERSISTENT_RECURSIVE, new Handler()));
	}

	@Override
	public List<ConsumerReference> references(ServiceName service) {
		return this.known.getOrDefault(service, List.of());
	}

	@Override
	public List<ConsumerReference> references() {
		return this.all;
	}

	@Override
	public boolean isKnown() {
		return this.answered;
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

	private void replace(String serviceNode, List<String> nodes) {
		try {
			this.present.remove(ZnodeLayout.serviceName(serviceNode));
			nodes.forEach((node) -> add(serviceNode, node));
		}
		catch (IllegalArgumentException ex) {
			this.loop.unreadable(this.path + '/' + serviceNode, ex);
		}
	}

	private void add(String serviceNode, String node) {
		String at = this.path + '/' + serviceNode + '/' + node;
		try {
			ServiceName service = ZnodeLayout.serviceName(serviceNode);
			ConsumerReference reference = ConsumerReference.parse(service, ZnodeName.decode(node));
			SortedMap<String, ConsumerReference> references = this.present.computeIfAbsent(service,
					(name) -> new TreeMap<>());
			if (references.size() >= RegistryLimits.CONSUMERS && !references.containsKey(node)) {
				throw new IllegalArgumentException("more than " + RegistryLimits.CONSUMERS + " processes reference it");
			}
			references.put(node, reference);
			this.loop.readable(at);
		}
		catch (IllegalArgumentException ex) {
			this.loop.unreadable(at, ex);
		}
	}

	private void remove(String serviceNode, String node) {
		try {
			ServiceName service = ZnodeLayout.serviceName(serviceNode);
			SortedMap<String, ConsumerReference> references = this.present.get(service);
			if (references != null) {
				references.remove(node);
			}
		}
		catch (IllegalArgumentException ex) {
			// Was never added.
		}
	}

	private void flush() {
		this.flushDue = false;
		if (this.tree != null && this.tree.isCurrent()) {
			publish();
		}
	}

	private void publish() {
		SortedMap<ServiceName, List<ConsumerReference>> next = new TreeMap<>();
		this.present.forEach((service, references) -> {
			if (!references.isEmpty()) {
				next.put(service, List.copyOf(references.values()));
			}
		});
		if (!this.answered || !next.equals(this.known)) {
			this.known = next;
			this.all = next.values().stream().flatMap(Collection::stream).toList();
			this.answered = true;
			this.loop.changed();
		}
	}

	private final class Handler implements TreeHandler {

		@Override
		public CompletableFuture<?> load(SessionClient sessionClient) {
			// Each listing is applied as it comes: later events tell what changed since.
			return sessionClient.children(ZooKeeperConsumerDirectory.this.path).thenCompose((answer) -> {
				Set<String> services = (answer != null) ? Set.copyOf(answer) : Set.of();
				ZooKeeperConsumerDirectory.this.present.keySet()
					.removeIf((service) -> !services.contains(ZnodeName.encode(service.value())));
				List<CompletableFuture<?>> lists = new ArrayList<>();
				for (String service : services) {
					lists.add(sessionClient.children(ZooKeeperConsumerDirectory.this.path + '/' + service)
						.thenAccept((nodes) -> replace(service, (nodes != null) ? nodes : List.of())));
				}
				return CompletableFuture.allOf(lists.toArray(CompletableFuture[]::new));
			});
		}

		@Override
		public void event(SessionClient sessionClient, EventType type, String at) {
			String[] parts = at.substring(Math.min(at.length(), ZooKeeperConsumerDirectory.this.path.length() + 1))
				.split("/");
			if (parts.length != 2) {
				return;
			}
			if (type == EventType.NodeCreated) {
				add(parts[0], parts[1]);
			}
			else if (type == EventType.NodeDeleted) {
				remove(parts[0], parts[1]);
			}
			if (!ZooKeeperConsumerDirectory.this.flushDue) {
				ZooKeeperConsumerDirectory.this.flushDue = true;
				ZooKeeperConsumerDirectory.this.loop.after(ZooKeeperConsumerDirectory.this.loop.debounce(),
						ZooKeeperConsumerDirectory.this::flush);
			}
		}

		@Override
		public void current() {
			publish();
		}

		@Override
		public void stale() {
			// The last view stands until there is another.
		}

	}

}
