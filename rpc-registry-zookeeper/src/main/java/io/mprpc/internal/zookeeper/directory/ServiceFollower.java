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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.zookeeper.layout.InstanceCodec;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.session.LatestListener;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.snapshot.ViewSnapshots;
import io.mprpc.internal.zookeeper.watch.Debouncer;
import io.mprpc.internal.zookeeper.watch.TreeHandler;
import io.mprpc.internal.zookeeper.watch.WatchLoop;
import io.mprpc.internal.zookeeper.watch.WatchedTree;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Follower of one service: from its znodes to views for its listeners.
 */
final class ServiceFollower implements TreeHandler {

	// The metadata comes last in an instance's transaction; this is for instances whose
	// methods do not fit into one, and for those that never have any.
	private static final Duration METADATA_GRACE = Duration.ofMillis(100);

	private final ServiceName service;

	private final String path;

	private final WatchLoop loop;

	private final ViewSnapshots snapshots;

	private final ServiceIndex index;

	private final Debouncer debouncer;

	private final Set<Endpoint> sought = new HashSet<>();

	private final List<LatestListener<ServiceView>> listeners = new CopyOnWriteArrayList<>();

	// Times of transactions whose effect has not been reported yet.
	private final List<Long> untold = new ArrayList<>();

	private volatile ServiceView view;

	private @Nullable WatchedTree tree;

	ServiceFollower(ServiceName service, String path, WatchLoop loop, ViewSnapshots snapshots) {
		this.service = service;
		this.path = path;
		this.loop = loop;
		this.snapshots = snapshots;
		this.index = new ServiceIndex(service, loop.debounce().toNanos());
		this.view = ServiceView.loading(service);
		this.debouncer = new Debouncer(loop.debounce(), loop.time(), loop::after, this::flush);
	}

	/** Begins to follow. On the thread of the loop. */
	void start(Duration snapshotDelay) {
		this.tree = this.loop.follow(this.path, AddWatchMode.PERSISTENT_RECURSIVE, this);
		this.loop.after(snapshotDelay, this::useSnapshot);
	}

	ServiceView view() {
		return this.view;
	}

	Subscription subscribe(Consumer<ServiceView> listener) {
		LatestListener<ServiceView> entry = new LatestListener<>(listener, () -> this.view.isKnown() ? this.view : null,
				this.loop::notify);
		this.listeners.add(entry);
		entry.changed();
		return () -> {
			entry.close();
			this.listeners.remove(entry);
		};
	}

	@Override
	public CompletableFuture<?> load(SessionClient sessionClient) {
		return sessionClient.children(this.path).thenCompose((nodes) -> {
			// Each method has the same instances as the others, or nearly so.
			Map<String, Endpoint> known = new HashMap<>();
			Map<String, String> methods = readable(this.path, nodes, ZnodeLayout::name);
			methods.remove(ZnodeLayout.METADATA);
			admit(methods.values());
			this.index.listedMethods(methods.values());
			List<CompletableFuture<?>> lists = new ArrayList<>();
			methods.forEach((node, method) -> {
				String at = this.path + '/' + node;
				lists.add(sessionClient.children(at)
					.thenAccept((instances) -> this.index.listedInstances(method,
							readable(at, instances, (name) -> endpoint(name, known)).values())));
			});
			// Asked last and so answered last: each instance is found described or not.
			lists.add(loadDescriptions(sessionClient, known));
			return all(lists);
		});
	}

	/** Leaves out entries beyond a service's limits. */
	private void admit(Collection<String> methods) {
		if (methods.retainAll(this.index.admit(methods))) {
			tooManyMethods();
		}
		else {
			this.loop.readable(this.path);
		}
	}

	private void tooManyMethods() {
		this.loop.unreadable(this.path, "has methods that are ignored",
				new IllegalArgumentException("a service may have " + RegistryLimits.METHODS + " at most"));
	}

	private CompletableFuture<?> loadDescriptions(SessionClient sessionClient, Map<String, Endpoint> known) {
		String at = this.path + '/' + ZnodeLayout.METADATA;
		return sessionClient.children(at).thenCompose((nodes) -> {
			Map<String, Endpoint> endpoints = readable(at, nodes, (node) -> endpoint(node, known));
			this.index.listedDescriptions(endpoints.values());
			List<CompletableFuture<?>> reads = new ArrayList<>();
			endpoints.values().forEach((endpoint) -> reads.add(describe(sessionClient, endpoint)));
			return all(reads);
		});
	}

	private static Endpoint endpoint(String node, Map<String, Endpoint> known) {
		return known.computeIfAbsent(node, ZnodeLayout::endpoint);
	}

	/**
	 * Reads the metadata of an instance.
	 * @return completes with the node, {@code null} if there is none
	 */
	private CompletableFuture<SessionClient.@Nullable Text> describe(SessionClient sessionClient, Endpoint endpoint) {
		String at = this.path + '/' + ZnodeLayout.METADATA + '/' + ZnodeLayout.node(endpoint);
		return sessionClient.text(at).whenComplete((content, ex) -> {
			if (ex != null) {
				return;
			}
			if (content != null) {
				this.index.described(endpoint, metadata(at, content));
			}
			else {
				this.index.notDescribed(endpoint);
			}
		});
	}

	private InstanceMetadata metadata(String at, SessionClient.Text content) {
		try {
			InstanceMetadata metadata = InstanceCodec.read(content.readable());
			this.loop.readable(at);
			return metadata;
		}
		catch (IllegalArgumentException unreadable) {
			this.loop.unreadable(at, "keeps its instance out of service", unreadable);
			return InstanceMetadata.UNREADABLE;
		}
	}

	@Override
	public void event(SessionClient sessionClient, EventType type, String at) {
		String[] parts = (at.length() > this.path.length()) ? at.substring(this.path.length() + 1).split("/")
				: new String[0];
		if (parts.length != 2) {
			return;
		}
		try {
			Endpoint endpoint = ZnodeLayout.endpoint(parts[1]);
			if (parts[0].equals(ZnodeLayout.METADATA)) {
				descriptionEvent(sessionClient, type, endpoint);
			}
			else {
				methodEvent(type, ZnodeLayout.name(parts[0]), endpoint);
			}
		}
		catch (IllegalArgumentException ex) {
			this.loop.unreadable(at, ex);
		}
	}

	private void methodEvent(EventType type, String method, Endpoint endpoint) {
		if (!this.index.admits(method)) {
			tooManyMethods();
			return;
		}
		if (type == EventType.NodeCreated) {
			this.index.arrived(method, endpoint);
			if (this.index.isDescribed(endpoint)) {
				this.debouncer.change();
			}
			else {
				// Its metadata is about to come.
				this.debouncer.later();
			}
		}
		else if (type == EventType.NodeDeleted) {
			this.index.left(method, endpoint, this.loop.time().nanoTime());
			this.debouncer.later();
		}
	}

	private void descriptionEvent(SessionClient sessionClient, EventType type, Endpoint endpoint) {
		if (type == EventType.NodeDeleted) {
			this.index.descriptionLeft(endpoint, this.loop.time().nanoTime());
			this.debouncer.later();
		}
		else {
			describe(sessionClient, endpoint).whenComplete((content, ex) -> {
				if (content != null) {
					this.untold.add(content.committedAt());
				}
				this.debouncer.change();
			});
		}
	}

	// A failed read needs no retry: the connection is lost, and all is listed when it is
	// back.
	private void seek(SessionClient sessionClient, Endpoint endpoint) {
		describe(sessionClient, endpoint).whenComplete((content, ex) -> this.debouncer.change());
	}

	@Override
	public void current() {
		this.index.settle(this.loop.time().nanoTime());
		publish(ServiceView.State.LIVE);
		this.debouncer.later();
	}

	@Override
	public void stale() {
		this.untold.clear();
		if (this.view.state() == ServiceView.State.LIVE) {
			show(new ServiceView(this.service, this.view.instances(), ServiceView.State.STALE,
					this.loop.time().instant()));
		}
	}

	private void flush() {
		WatchedTree current = this.tree;
		if (current == null || !current.isCurrent()) {
			return;
		}
		this.index.settle(this.loop.time().nanoTime());
		this.index.undescribed().forEach(this::seekLater);
		if (this.index.instances().isEmpty() && !this.view.instances().isEmpty()) {
			// An empty service is believed only after having asked.
			current.reload();
			return;
		}
		if (publish(ServiceView.State.LIVE)) {
			this.debouncer.shown();
		}
		if (this.index.isUnsettled()) {
			this.debouncer.later();
		}
	}

	private void seekLater(Endpoint endpoint) {
		if (this.sought.add(endpoint)) {
			this.loop.after(METADATA_GRACE, () -> {
				this.sought.remove(endpoint);
				SessionClient sessionClient = this.loop.sessionClient();
				if (sessionClient != null && this.index.undescribed().contains(endpoint)) {
					seek(sessionClient, endpoint);
				}
			});
		}
	}

	private boolean publish(ServiceView.State state) {
		List<RpcInstance> instances = this.index.instances();
		ServiceView before = this.view;
		if (before.state() == state && before.instances().equals(instances)) {
			this.untold.clear();
			return false;
		}
		ServiceView after = new ServiceView(this.service, instances, state, this.loop.time().instant());
		show(after);
		this.snapshots.keep(after);
		return true;
	}

	private void show(ServiceView next) {
		this.view = next;
		List<Long> told = List.copyOf(this.untold);
		this.untold.clear();
		this.listeners.forEach(LatestListener::changed);
		if (!told.isEmpty()) {
			this.loop.notify(() -> told
				.forEach((committedAt) -> this.loop.meters().applied(committedAt, this.loop.time().instant())));
		}
		this.loop.changed();
	}

	private void useSnapshot() {
		if (!this.view.isKnown()) {
			this.snapshots.read(this.service, (snapshot) -> this.loop.execute(() -> {
				if (!this.view.isKnown()) {
					show(snapshot);
				}
			}));
		}
	}

	private <T> Map<String, T> readable(String parent, @Nullable List<String> nodes, Function<String, T> reader) {
		Map<String, T> read = new LinkedHashMap<>();
		for (String node : (nodes != null) ? nodes : List.<String>of()) {
			try {
				read.put(node, reader.apply(node));
			}
			catch (IllegalArgumentException ex) {
				this.loop.unreadable(parent + '/' + node, ex);
			}
		}
		return read;
	}

	private static CompletableFuture<Void> all(List<CompletableFuture<?>> futures) {
		return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
	}

}
