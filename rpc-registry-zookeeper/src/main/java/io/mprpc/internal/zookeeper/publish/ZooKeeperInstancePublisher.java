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

package io.mprpc.internal.zookeeper.publish;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.layout.ApplicationCodec;
import io.mprpc.internal.zookeeper.layout.ConsumerCodec;
import io.mprpc.internal.zookeeper.layout.InstanceCodec;
import io.mprpc.internal.zookeeper.layout.NodeGroup;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.session.Jitter;
import io.mprpc.internal.zookeeper.session.LoopTasks;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.session.SessionListener;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publisher of instances and references as ephemeral znodes: one transaction for each
 * service, its metadata last, taken over from an earlier incarnation of the same
 * instance, written again in each new session and when another process deletes or changes
 * them.
 *
 * @since 0.1
 */
public final class ZooKeeperInstancePublisher implements InstancePublisher, AutoCloseable {

	/** A session that owns many more can leave a server that does not restart. */
	static final int MANY_NODES = 5000;

	private static final Logger logger = LoggerFactory.getLogger(ZooKeeperInstancePublisher.class);

	private final ZooKeeperConnection connection;

	private final ZnodeLayout layout;

	private final GroupWriter writer;

	private final TimeSource time;

	private final Jitter jitter;

	private final LoopTasks loop;

	private final Set<EphemeralGroup> keepers = ConcurrentHashMap.newKeySet();

	private final Set<Publication> publications = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean warnedOfMany = new AtomicBoolean();

	private final Subscription session;

	private @Nullable SessionClient sessionClient;

	/**
	 * Creates a publisher.
	 * @param connection connection to publish through; stays open when the publisher is
	 * closed
	 */
	public ZooKeeperInstancePublisher(ZooKeeperConnection connection) {
		this.connection = connection;
		this.layout = connection.layout();
		this.loop = new LoopTasks(connection.threads().loop());
		this.writer = new GroupWriter(connection.settings().operationTimeout(), this.loop);
		this.time = connection.time();
		this.jitter = connection.jitter();
		this.session = connection.listen(new Session());
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalArgumentException if a name cannot stand in ZooKeeper or the
	 * metadata is too large for it
	 */
	@Override
	public Publication publish(ProviderInstance instance) {
		ZooKeeperPublication publication = new ZooKeeperPublication(this, instance);
		EphemeralGroup keeper = keep(group(instance), publication::outcome);
		publication.keptBy(keeper);
		this.publications.add(publication);
		start(keeper);
		return publication;
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalArgumentException if a name cannot stand in ZooKeeper
	 */
	@Override
	public Subscription registerConsumer(ConsumerReference reference) {
		NodeGroup group = new NodeGroup("the reference of " + reference + " to " + reference.service(),
				Map.of(this.layout.consumer(reference), ConsumerCodec.write(reference)), Set.of(),
				NodeGroup.Rivals.NONE, true);
		EphemeralGroup keeper = keep(group, (state, reason) -> {
			if (state == Publication.State.DENIED) {
				logger.warn("Could not announce " + group.label() + ": " + reason);
			}
		});
		start(keeper);
		return () -> remove(keeper);
	}

	/**
	 * Withdraws all that is published, waiting at most for the operation timeout, and
	 * stops.
	 */
	@Override
	public void close() {
		List<CompletableFuture<Void>> removals = this.keepers.stream().map(this::remove).toList();
		await(CompletableFuture.allOf(removals.toArray(CompletableFuture[]::new)));
		this.session.close();
		this.loop.close();
	}

	/** Publications that are not withdrawn. */
	public List<Publication> publications() {
		return List.copyOf(this.publications);
	}

	/** Withdraws a publication; completes when that is done or not possible now. */
	CompletableFuture<Void> withdraw(ZooKeeperPublication publication, EphemeralGroup keeper) {
		this.publications.remove(publication);
		return remove(keeper);
	}

	/** Deletes a group's nodes; completes when that is done or not possible now. */
	CompletableFuture<Void> remove(EphemeralGroup keeper) {
		CompletableFuture<Void> removed = new CompletableFuture<>();
		onLoop(() -> keeper.remove(this::isKept).whenComplete((result, ex) -> {
			forget(keeper);
			removed.complete(null);
		}), removed);
		return removed;
	}

	/** Writes a changed instance; completes with whether it is written. */
	CompletableFuture<Boolean> replace(EphemeralGroup keeper, ProviderInstance changed) {
		NodeGroup group = group(changed);
		CompletableFuture<Boolean> written = new CompletableFuture<>();
		onLoop(() -> keeper.replace(group).whenComplete((done, ex) -> written.complete(Boolean.TRUE.equals(done))),
				written);
		return written;
	}

	/** Waits at most for the operation timeout. */
	<T> @Nullable T await(CompletableFuture<T> future) {
		try {
			return future.get(this.connection.settings().operationTimeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("ZooKeeper did not answer", ex);
		}
		return null;
	}

	NodeGroup group(ProviderInstance instance) {
		Map<String, byte[]> nodes = new LinkedHashMap<>();
		byte[] address = instance.endpoint().toString().getBytes(StandardCharsets.UTF_8);
		for (RpcInstance service : instance.services()) {
			for (String method : new TreeSet<>(service.methods())) {
				nodes.put(this.layout.instance(service.service(), method, service.endpoint()), address);
			}
		}
		Map<String, InstanceMetadata> metadata = new LinkedHashMap<>();
		for (RpcInstance service : instance.services()) {
			String path = this.layout.metadata(service.service(), service.endpoint());
			metadata.put(path, service.metadata());
			// Last, so that consumers that see it find all methods.
			nodes.put(path, InstanceCodec.write(service.metadata()));
		}
		nodes.put(this.layout.application(instance.application(), instance.endpoint()),
				ApplicationCodec.write(instance));
		return new NodeGroup("instance " + instance.endpoint() + " of application '" + instance.application() + "'",
				nodes, metadata.keySet(), (path, data) -> rival(path, metadata.get(path), data), false);
	}

	private static @Nullable String rival(String path, @Nullable InstanceMetadata own, byte[] data) {
		if (own == null || own.uuid() == null || own.startTime() == null) {
			return null;
		}
		InstanceMetadata other;
		try {
			other = InstanceCodec.read(data);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
		String otherUuid = other.uuid();
		Instant otherStart = other.startTime();
		if (otherUuid == null || otherStart == null || otherUuid.equals(own.uuid())) {
			return null;
		}
		int order = otherStart.compareTo(own.startTime());
		if (order < 0 || (order == 0 && otherUuid.compareTo(own.uuid()) < 0)) {
			return null;
		}
		return "znode " + path + " belongs to instance " + otherUuid + " of application '" + other.application()
				+ "', started " + otherStart + "; this is instance " + own.uuid() + " of application '"
				+ own.application() + "', started " + own.startTime()
				+ ": two processes claim the same address, give one of them another advertised host or port";
	}

	private EphemeralGroup keep(NodeGroup group, BiConsumer<Publication.State, String> onOutcome) {
		return new EphemeralGroup(group, this.writer, this.loop, this.connection.meters(), this.time, this.jitter,
				onOutcome);
	}

	private void start(EphemeralGroup keeper) {
		this.keepers.add(keeper);
		warnOfMany();
		this.loop.execute(() -> {
			if (this.sessionClient != null) {
				keeper.connected(this.sessionClient);
			}
		});
	}

	private void warnOfMany() {
		int nodes = this.keepers.stream().mapToInt((keeper) -> keeper.group().nodes().size()).sum();
		if (nodes > MANY_NODES && this.warnedOfMany.compareAndSet(false, true)) {
			logger.warn("This process keeps " + nodes + " ephemeral nodes in ZooKeeper. With more than " + MANY_NODES
					+ " in one session a ZooKeeper server may fail to restart after the session has ended: split the "
					+ "application, or raise jute.maxbuffer on each server");
		}
	}

	// Two publications of one application at one address share the application's node.
	private boolean isKept(String path) {
		return this.keepers.stream().anyMatch((keeper) -> keeper.keeps(path));
	}

	private void forget(EphemeralGroup keeper) {
		if (keeper.isDone()) {
			this.keepers.remove(keeper);
		}
	}

	private void onLoop(Runnable task, CompletableFuture<?> waiting) {
		if (!this.loop.tryExecute(task)) {
			waiting.completeExceptionally(new IllegalStateException("The publisher or its connection is closed"));
		}
	}

	/** Hands events of the connection over to the loop. */
	private final class Session implements SessionListener {

		@Override
		public void connected(SessionClient current) {
			SessionClient onLoop = current.on(ZooKeeperInstancePublisher.this.loop);
			ZooKeeperInstancePublisher.this.loop.execute(() -> {
				ZooKeeperInstancePublisher.this.sessionClient = onLoop;
				ZooKeeperInstancePublisher.this.keepers
					.forEach((keeper) -> keeper.connected(onLoop).thenRun(() -> forget(keeper)));
			});
		}

		@Override
		public void disconnected(boolean sessionEnded) {
			ZooKeeperInstancePublisher.this.loop.execute(() -> {
				ZooKeeperInstancePublisher.this.sessionClient = null;
				ZooKeeperInstancePublisher.this.keepers.forEach((keeper) -> keeper.disconnected(sessionEnded));
			});
		}

	}

}
