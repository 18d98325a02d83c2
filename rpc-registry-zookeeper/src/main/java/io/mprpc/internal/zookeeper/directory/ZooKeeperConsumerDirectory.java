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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.zookeeper.layout.ConsumerCodec;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.watch.ConcurrencyLimiter;
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

	/** Reads of nodes at the same time: a small part of what a server queues. */
	private static final int READS = 64;

	private final String path;

	private final WatchLoop loop;

	private final ConsumerIndex present = new ConsumerIndex();

	private final ConcurrencyLimiter reads = new ConcurrencyLimiter(READS);

	// Reads that have not begun, by the node.
	private final Map<String, CompletableFuture<?>> waiting = new HashMap<>();

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

	/**
	 * Reads a reference, unless that is about to be done anyway. Answers and events come
	 * in the order of ZooKeeper: what is applied last is true.
	 */
	private CompletableFuture<?> read(SessionClient sessionClient, String serviceNode, String node) {
		String at = this.path + '/' + serviceNode + '/' + node;
		CompletableFuture<?> known = this.waiting.get(at);
		if (known != null) {
			return known;
		}
		if (!isReference(at, serviceNode, node)) {
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.waiting.put(at, done);
		this.reads.enter(() -> {
			this.waiting.remove(at, done);
			return sessionClient.text(at).whenComplete((content, ex) -> {
				if (ex == null) {
					apply(at, serviceNode, node, content);
					done.complete(null);
				}
				else {
					done.completeExceptionally(ex);
				}
			});
		});
		return done;
	}

	private boolean isReference(String at, String serviceNode, String node) {
		try {
			this.present.read(serviceNode, node);
			return true;
		}
		catch (IllegalArgumentException ex) {
			this.loop.unreadable(at, ex);
			return false;
		}
	}

	private void apply(String at, String serviceNode, String node, SessionClient.@Nullable Text content) {
		if (content == null) {
			this.present.remove(serviceNode, node);
		}
		else if (isReference(at, serviceNode, node)) {
			ConsumerReference reference = this.present.read(serviceNode, node);
			this.present.put(node, reference.withReportKey(reportKey(at, content)));
		}
	}

	private @Nullable String reportKey(String at, SessionClient.Text content) {
		try {
			String key = ConsumerCodec.reportKey(content.readable());
			this.loop.readable(at);
			return key;
		}
		catch (IllegalArgumentException ex) {
			this.loop.unreadable(at, "counts as one without a report key", ex);
			return null;
		}
	}

	private List<String> limited(String serviceNode, List<String> nodes) {
		if (nodes.size() <= RegistryLimits.CONSUMERS) {
			return nodes;
		}
		this.loop.unreadable(this.path + '/' + serviceNode, "has children that are ignored",
				new IllegalArgumentException(
						"it has " + nodes.size() + " of them, more than " + RegistryLimits.CONSUMERS));
		return nodes.stream().sorted().limit(RegistryLimits.CONSUMERS).toList();
	}

	private void flushSoon() {
		if (!this.flushDue) {
			this.flushDue = true;
			this.loop.after(this.loop.debounce(), this::flush);
		}
	}

	private void flush() {
		this.flushDue = false;
		if (this.tree != null && this.tree.isCurrent()) {
			publish();
		}
	}

	private void publish() {
		SortedMap<ServiceName, List<ConsumerReference>> next = this.present.copy();
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
				ZooKeeperConsumerDirectory.this.present.retainServices(services);
				return all(services.stream().map((service) -> load(sessionClient, service)).toList());
			});
		}

		private CompletableFuture<?> load(SessionClient sessionClient, String service) {
			return sessionClient.children(ZooKeeperConsumerDirectory.this.path + '/' + service)
				.thenCompose((answer) -> {
					List<String> nodes = limited(service, (answer != null) ? answer : List.of());
					ZooKeeperConsumerDirectory.this.present.retain(service, Set.copyOf(nodes));
					// A node that was known may be another's since.
					return all(nodes.stream().map((node) -> read(sessionClient, service, node)).toList());
				});
		}

		private static CompletableFuture<?> all(List<? extends CompletableFuture<?>> tasks) {
			return CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new));
		}

		@Override
		public void event(SessionClient sessionClient, EventType type, String at) {
			String[] parts = at.substring(Math.min(at.length(), ZooKeeperConsumerDirectory.this.path.length() + 1))
				.split("/");
			if (parts.length != 2) {
				return;
			}
			if (type == EventType.NodeDeleted) {
				ZooKeeperConsumerDirectory.this.present.remove(parts[0], parts[1]);
				flushSoon();
			}
			else if (type == EventType.NodeCreated || type == EventType.NodeDataChanged) {
				read(sessionClient, parts[0], parts[1]).thenRun(ZooKeeperConsumerDirectory.this::flushSoon);
			}
		}

		@Override
		public void current() {
			publish();
		}

		@Override
		public void stale() {
			// The last view stands until there is another, which asks for itself.
			ZooKeeperConsumerDirectory.this.waiting.clear();
		}

	}

}
