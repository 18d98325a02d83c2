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

package io.mprpc.testing;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.ApplicationInstance;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;

/**
 * A registry in memory, with a directory and a publisher of one mind, for unit tests. It
 * answers immediately and calls listeners before the changing call returns, on its
 * thread; a change made by a listener is delivered after the current one.
 */
public final class InMemoryRegistry implements InstanceDirectory, ApplicationDirectory, InstancePublisher {

	private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

	private final Map<ServiceName, SortedMap<Endpoint, RpcInstance>> services = new TreeMap<>();

	private final Map<ServiceName, ServiceView.State> states = new HashMap<>();

	private final Map<ServiceName, List<Consumer<ServiceView>>> listeners = new HashMap<>();

	private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

	private final List<ConsumerReference> references = new CopyOnWriteArrayList<>();

	private final List<MemoryPublication> publications = new CopyOnWriteArrayList<>();

	private final Queue<Runnable> deliveries = new ArrayDeque<>();

	private ServiceView.State state = ServiceView.State.LIVE;

	private Publication.State publishedState = Publication.State.PUBLISHED;

	private boolean delivering;

	/**
	 * Adds or replaces an instance of a service.
	 * @param instance the instance
	 * @return this registry
	 */
	public InMemoryRegistry put(RpcInstance instance) {
		synchronized (this) {
			this.services.computeIfAbsent(instance.service(), (name) -> new TreeMap<>())
				.put(instance.endpoint(), instance);
			changed(instance.service());
		}
		deliver();
		return this;
	}

	/**
	 * Adds or replaces an instance that says nothing of itself.
	 * @param service the service's name
	 * @param endpoint its {@code host:port}
	 * @param methods simple names of its methods
	 * @return this registry
	 */
	public InMemoryRegistry put(String service, String endpoint, String... methods) {
		return put(new RpcInstance(new ServiceName(service), Endpoint.parse(endpoint), Set.of(methods),
				InstanceMetadata.UNKNOWN));
	}

	/**
	 * Takes an instance of a service away.
	 * @param service the service
	 * @param endpoint where it stands
	 */
	public void remove(ServiceName service, Endpoint endpoint) {
		synchronized (this) {
			this.services.computeIfAbsent(service, (name) -> new TreeMap<>()).remove(endpoint);
			changed(service);
		}
		deliver();
	}

	/**
	 * Replaces all instances of a service in one change.
	 * @param service the service
	 * @param instances its instances from now on
	 */
	public void replace(ServiceName service, Collection<RpcInstance> instances) {
		synchronized (this) {
			SortedMap<Endpoint, RpcInstance> byEndpoint = new TreeMap<>();
			instances.forEach((instance) -> byEndpoint.put(instance.endpoint(), instance));
			this.services.put(service, byEndpoint);
			changed(service);
		}
		deliver();
	}

	/**
	 * Sets the state of the views of all services and tells it. While it is
	 * {@link ServiceView.State#LOADING} nothing is known and no listener called.
	 * @param newState the state, {@link ServiceView.State#LIVE} at first
	 */
	public void state(ServiceView.State newState) {
		synchronized (this) {
			this.state = newState;
			this.states.clear();
			Set<ServiceName> all = new TreeSet<>(this.services.keySet());
			all.addAll(this.listeners.keySet());
			all.forEach(this::changed);
		}
		deliver();
	}

	/**
	 * Sets the state of one service's view and tells it.
	 * @param service the service
	 * @param newState the state
	 */
	public void state(ServiceName service, ServiceView.State newState) {
		synchronized (this) {
			this.states.put(service, newState);
			changed(service);
		}
		deliver();
	}

	/**
	 * Sets the state of publications, those that exist and those to come.
	 * @param newState the state, {@link Publication.State#PUBLISHED} at first
	 */
	public void publicationState(Publication.State newState) {
		synchronized (this) {
			this.publishedState = newState;
		}
		this.publications.forEach((publication) -> publication.become(newState));
	}

	/**
	 * Publications that are not withdrawn.
	 * @return what they publish
	 */
	public List<ProviderInstance> published() {
		return this.publications.stream().map(MemoryPublication::instance).toList();
	}

	/**
	 * Consumers that are registered.
	 * @return the references
	 */
	public List<ConsumerReference> references() {
		return List.copyOf(this.references);
	}

	/**
	 * Number of open subscriptions and change listeners.
	 * @return the number
	 */
	public synchronized int listenerCount() {
		return this.listeners.values().stream().mapToInt(List::size).sum() + this.changeListeners.size();
	}

	@Override
	public synchronized ServiceView view(ServiceName service) {
		ServiceView.State current = this.states.getOrDefault(service, this.state);
		if (current == ServiceView.State.LOADING) {
			return ServiceView.loading(service);
		}
		Map<Endpoint, RpcInstance> instances = this.services.getOrDefault(service, new TreeMap<>());
		return new ServiceView(service, List.copyOf(instances.values()), current, EPOCH);
	}

	@Override
	public Subscription subscribe(ServiceName service, Consumer<ServiceView> listener) {
		// Wrapped, so that the same listener can stand twice.
		Consumer<ServiceView> entry = listener::accept;
		synchronized (this) {
			this.listeners.computeIfAbsent(service, (name) -> new ArrayList<>()).add(entry);
			ServiceView view = view(service);
			if (view.isKnown()) {
				this.deliveries.add(() -> tell(service, entry, view));
			}
		}
		deliver();
		return () -> {
			synchronized (this) {
				this.listeners.getOrDefault(service, new ArrayList<>()).remove(entry);
			}
		};
	}

	@Override
	public synchronized SortedSet<ServiceName> services() {
		return new TreeSet<>(this.services.keySet());
	}

	@Override
	public SortedSet<String> applications() {
		SortedSet<String> names = new TreeSet<>();
		published().forEach((instance) -> names.add(instance.application()));
		return names;
	}

	@Override
	public List<ApplicationInstance> instances(String application) {
		return published().stream()
			.filter((instance) -> instance.application().equals(application))
			.map(InMemoryRegistry::applicationInstance)
			.toList();
	}

	@Override
	public boolean isKnown(String application) {
		return true;
	}

	@Override
	public Subscription onChange(Runnable listener) {
		Runnable entry = listener::run;
		this.changeListeners.add(entry);
		return () -> this.changeListeners.remove(entry);
	}

	@Override
	public Publication publish(ProviderInstance instance) {
		MemoryPublication publication = new MemoryPublication(instance);
		this.publications.add(publication);
		publication.become(this.publishedState);
		return publication;
	}

	@Override
	public Subscription registerConsumer(ConsumerReference reference) {
		this.references.add(reference);
		return () -> this.references.remove(reference);
	}

	private static ApplicationInstance applicationInstance(ProviderInstance instance) {
		Map<String, String> metadata = new LinkedHashMap<>(instance.properties());
		metadata.put(ApplicationInstance.GRPC_PORT, String.valueOf(instance.endpoint().port()));
		return new ApplicationInstance(instance.application(), instance.id(), instance.endpoint().host(),
				instance.metadata().ports().getOrDefault("http", instance.endpoint().port()), false, metadata);
	}

	private void changed(ServiceName service) {
		ServiceView view = view(service);
		if (view.isKnown()) {
			for (Consumer<ServiceView> listener : this.listeners.getOrDefault(service, List.of())) {
				this.deliveries.add(() -> tell(service, listener, view));
			}
		}
		this.deliveries.addAll(this.changeListeners);
	}

	private void tell(ServiceName service, Consumer<ServiceView> listener, ServiceView view) {
		synchronized (this) {
			if (!this.listeners.getOrDefault(service, List.of()).contains(listener)) {
				return;
			}
		}
		listener.accept(view);
	}

	private void deliver() {
		while (true) {
			Runnable next;
			synchronized (this) {
				if (this.delivering || this.deliveries.isEmpty()) {
					return;
				}
				this.delivering = true;
				next = this.deliveries.remove();
			}
			try {
				next.run();
			}
			finally {
				synchronized (this) {
					this.delivering = false;
				}
			}
		}
	}

	private final class MemoryPublication implements Publication {

		private volatile ProviderInstance instance;

		private volatile State current = State.PENDING;

		MemoryPublication(ProviderInstance instance) {
			this.instance = instance;
		}

		void become(State next) {
			if (this.current == next || this.current == State.WITHDRAWN) {
				return;
			}
			this.current = next;
			write();
		}

		private void write() {
			for (RpcInstance service : this.instance.services()) {
				if (this.current == State.PUBLISHED) {
					put(service);
				}
				else {
					remove(service.service(), service.endpoint());
				}
			}
		}

		@Override
		public ProviderInstance instance() {
			return this.instance;
		}

		@Override
		public State state() {
			return this.current;
		}

		@Override
		public String reason() {
			return (this.current == State.PUBLISHED || this.current == State.WITHDRAWN) ? "" : "set by the test";
		}

		@Override
		public boolean status(InstanceStatus status) {
			if (this.instance.metadata().status() == InstanceStatus.DRAINING && status != InstanceStatus.DRAINING) {
				return false;
			}
			this.instance = this.instance.withStatus(status);
			if (this.current != State.PUBLISHED) {
				return false;
			}
			write();
			return true;
		}

		@Override
		public void close() {
			InMemoryRegistry.this.publications.remove(this);
			become(State.WITHDRAWN);
		}

	}

}
