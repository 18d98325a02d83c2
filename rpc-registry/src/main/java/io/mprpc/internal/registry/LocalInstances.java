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

package io.mprpc.internal.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that this process serves before they are registered, for its own references: a
 * runner can call a service of its own application though consumers elsewhere learn of it
 * only when the application is ready. Safe for use by several threads.
 * <p>
 * The own instance takes only calls of methods that no registered instance serves, since
 * the application may not be ready to serve; once it is registered, the registry alone
 * says what it takes.
 *
 * @since 0.1
 */
public final class LocalInstances {

	private static final Logger logger = LoggerFactory.getLogger(LocalInstances.class);

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	// Services of the instance that have been seen in the registry.
	private final Set<ServiceName> registered = ConcurrentHashMap.newKeySet();

	private volatile @Nullable ProviderInstance instance;

	/**
	 * Creates it for a process that serves nothing yet.
	 */
	public LocalInstances() {
	}

	/**
	 * To be called when the server listens.
	 * @param serving instance that it serves and is going to register
	 */
	public void serve(ProviderInstance serving) {
		this.registered.clear();
		this.instance = serving;
		changed();
	}

	/**
	 * To be called when the server is about to stop.
	 */
	public void stop() {
		this.instance = null;
		changed();
	}

	// One that fails must keep neither the others from the change nor the server from
	// its start.
	private void changed() {
		this.listeners.forEach((listener) -> {
			try {
				listener.run();
			}
			catch (RuntimeException ex) {
				logger.error("A listener to the services of this process failed", ex);
			}
		});
	}

	/**
	 * Whether the server listens.
	 * @return whether there is something that is served
	 */
	public boolean isServing() {
		return this.instance != null;
	}

	/** The served instance, {@code null} while the server does not listen. */
	@Nullable ProviderInstance instance() {
		return this.instance;
	}

	/** Calls a listener after that has changed. */
	Subscription onChange(Runnable listener) {
		Runnable entry = listener::run;
		this.listeners.add(entry);
		return () -> this.listeners.remove(entry);
	}

	/**
	 * Directory of the registered instances and of this process's own.
	 * @param registered directory of the registered instances
	 * @return the directory
	 */
	public InstanceDirectory within(InstanceDirectory registered) {
		return new Directory(registered);
	}

	private ServiceView addedTo(ServiceView view) {
		ProviderInstance serving = this.instance;
		if (serving == null || !view.isKnown()) {
			return view;
		}
		return serving.services()
			.stream()
			.filter((each) -> each.service().equals(view.service()))
			.filter((each) -> !this.registered.contains(each.service()))
			.findFirst()
			.map((own) -> merged(view, own))
			.orElse(view);
	}

	private ServiceView merged(ServiceView view, RpcInstance own) {
		List<RpcInstance> instances = new ArrayList<>();
		Set<String> unserved = new HashSet<>(own.methods());
		for (RpcInstance each : view.instances()) {
			if (isSameLife(each, own)) {
				// For good: a registration that is lost or breaks may be an operator's
				// doing.
				this.registered.add(own.service());
				return view;
			}
			if (!each.endpoint().equals(own.endpoint())) {
				instances.add(each);
				if (servesInsteadOf(own, each)) {
					unserved.removeAll(each.methods());
				}
			}
			else if (isLater(each, own)) {
				return view;
			}
			// Else an earlier process at this address: it is gone, for this one listens.
		}
		if (unserved.isEmpty()) {
			return view;
		}
		instances.add(new RpcInstance(own.service(), own.endpoint(), unserved, own.metadata()));
		instances.sort(Comparator.comparing(RpcInstance::endpoint));
		return new ServiceView(view.service(), instances, view.state(), view.asOf());
	}

	private static boolean isSameLife(RpcInstance registered, RpcInstance own) {
		return registered.endpoint().equals(own.endpoint())
				&& Objects.equals(registered.metadata().uuid(), own.metadata().uuid());
	}

	private static boolean isLater(RpcInstance registered, RpcInstance own) {
		Instant start = own.metadata().startTime();
		Instant other = registered.metadata().startTime();
		return start != null && other != null && other.isAfter(start);
	}

	// Whoever asks for a version or tags that this process has gets the other too.
	private static boolean servesInsteadOf(RpcInstance own, RpcInstance registered) {
		InstanceMetadata metadata = registered.metadata();
		return metadata.status() == InstanceStatus.UP && metadata.weight() > 0
				&& metadata.version().equals(own.metadata().version())
				&& metadata.tags().entrySet().containsAll(own.metadata().tags().entrySet());
	}

	private final class Directory implements InstanceDirectory {

		private final InstanceDirectory registered;

		Directory(InstanceDirectory registered) {
			this.registered = registered;
		}

		@Override
		public ServiceView view(ServiceName service) {
			return addedTo(this.registered.view(service));
		}

		@Override
		public Subscription subscribe(ServiceName service, Consumer<ServiceView> listener) {
			Follower follower = new Follower(service, listener);
			Runnable local = follower::show;
			LocalInstances.this.listeners.add(local);
			Subscription subscription = this.registered.subscribe(service, follower::registered);
			return () -> {
				LocalInstances.this.listeners.remove(local);
				follower.close();
				subscription.close();
			};
		}

		@Override
		public CompletionStage<Boolean> isRegistered(RpcInstance sought) {
			return this.registered.isRegistered(sought);
		}

		@Override
		public SortedSet<ServiceName> services() {
			return this.registered.services();
		}

		@Override
		public Subscription onChange(Runnable listener) {
			return this.registered.onChange(listener);
		}

	}

	private final class Follower {

		private final Consumer<ServiceView> listener;

		private ServiceView view;

		private @Nullable ServiceView seen;

		private boolean closed;

		Follower(ServiceName service, Consumer<ServiceView> listener) {
			this.listener = listener;
			this.view = ServiceView.loading(service);
		}

		synchronized void registered(ServiceView newView) {
			this.view = newView;
			show();
		}

		synchronized void show() {
			ServiceView next = addedTo(this.view);
			if (!this.closed && next.isKnown() && !next.equals(this.seen)) {
				this.seen = next;
				this.listener.accept(next);
			}
		}

		synchronized void close() {
			this.closed = true;
		}

	}

}
