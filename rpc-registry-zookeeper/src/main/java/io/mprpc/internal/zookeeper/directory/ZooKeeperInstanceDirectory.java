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
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.snapshot.ViewSnapshots;
import io.mprpc.internal.zookeeper.watch.ChildNames;
import io.mprpc.internal.zookeeper.watch.SyncedReads;
import io.mprpc.internal.zookeeper.watch.WatchLoop;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;

/**
 * Directory that follows the requested services in ZooKeeper. A view that was live
 * becomes stale when the connection is lost and is never emptied by that; before the
 * first answer it may come from a snapshot on disk. An empty view says that the registry
 * is empty, not that instances are dead.
 *
 * @since 0.1
 */
public final class ZooKeeperInstanceDirectory implements InstanceDirectory, AutoCloseable {

	private final ZnodeLayout layout;

	private final DirectorySettings settings;

	private final Duration operationTimeout;

	private final TimeSource time;

	private final WatchLoop loop;

	private final ViewSnapshots snapshots;

	private final ConcurrentMap<ServiceName, ServiceFollower> followers = new ConcurrentHashMap<>();

	private final SyncedReads reads = new SyncedReads();

	private final ChildNames<ServiceName> names;

	private final AtomicBoolean namesFollowed = new AtomicBoolean();

	/**
	 * Creates a directory.
	 * @param connection connection to read through; stays open when the directory is
	 * closed
	 * @param settings how to follow
	 */
	public ZooKeeperInstanceDirectory(ZooKeeperConnection connection, DirectorySettings settings) {
		this.layout = connection.layout();
		this.time = connection.time();
		this.settings = settings;
		this.operationTimeout = connection.settings().operationTimeout();
		this.snapshots = ViewSnapshots.in(settings.snapshotDirectory(), connection);
		this.loop = new WatchLoop(connection, settings.debounce());
		this.names = new ChildNames<>(this.layout.services(), ZnodeLayout::serviceName, this.loop);
	}

	@Override
	public ServiceView view(ServiceName service) {
		return follower(service).view();
	}

	@Override
	public Subscription subscribe(ServiceName service, Consumer<ServiceView> listener) {
		return follower(service).subscribe(listener);
	}

	@Override
	public CompletionStage<Boolean> isRegistered(RpcInstance instance) {
		CompletableFuture<Boolean> registered = new CompletableFuture<>();
		String method = instance.methods().stream().findFirst().orElse("");
		if (method.isEmpty()) {
			registered.complete(false);
			return registered;
		}
		String path = this.layout.instance(instance.service(), method, instance.endpoint());
		this.loop.execute(() -> this.reads.exists(this.loop.sessionClient(), path).whenComplete((exists, ex) -> {
			if (ex != null) {
				registered.completeExceptionally(ex);
			}
			else {
				registered.complete(exists);
			}
		}));
		return registered.orTimeout(this.operationTimeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public SortedSet<ServiceName> services() {
		if (this.namesFollowed.compareAndSet(false, true)) {
			this.loop.execute(this.names::start);
		}
		return this.names.names();
	}

	@Override
	public Subscription onChange(Runnable listener) {
		return this.loop.onChange(listener);
	}

	/**
	 * The views of all services that are followed.
	 * @return the views in no particular order
	 */
	public List<ServiceView> views() {
		return this.followers.values().stream().map(ServiceFollower::view).toList();
	}

	public ViewSnapshots snapshots() {
		return this.snapshots;
	}

	public Duration snapshotDelay() {
		return this.settings.snapshotDelay();
	}

	/**
	 * Stops following. Views stay as they are; listeners are not called any more.
	 */
	@Override
	public void close() {
		this.loop.close();
		// So that the snapshots tell until when they were true.
		Instant now = this.time.instant();
		views().stream()
			.filter((view) -> view.state() == ServiceView.State.LIVE)
			.forEach((view) -> this.snapshots
				.keep(new ServiceView(view.service(), view.instances(), view.state(), now)));
		this.snapshots.close();
	}

	private ServiceFollower follower(ServiceName service) {
		ServiceFollower known = this.followers.get(service);
		return (known != null) ? known : this.followers.computeIfAbsent(service, (name) -> {
			ServiceFollower follower = new ServiceFollower(name, this.layout.service(name), this.loop, this.snapshots);
			this.loop.execute(() -> follower.start(this.settings.snapshotDelay()));
			return follower;
		});
	}

}
