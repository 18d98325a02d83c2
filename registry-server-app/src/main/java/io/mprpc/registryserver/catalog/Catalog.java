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

package io.mprpc.registryserver.catalog;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

import io.mprpc.internal.governance.EffectiveService;
import io.mprpc.internal.governance.RulesView;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Document;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.catalog.model.Consumer;
import io.mprpc.registryserver.catalog.model.InstanceDetail;
import io.mprpc.registryserver.catalog.model.Overview;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.catalog.model.ServiceHealth;
import io.mprpc.registryserver.catalog.model.ServicePage;
import io.mprpc.registryserver.catalog.model.Topology;
import io.mprpc.registryserver.catalog.model.UnmatchedRule;

/**
 * Live, read-only view of the registry for the console and the API, made of immutable
 * values. Follows every service of the namespace. All methods may be called on any
 * thread, and none waits for the registry.
 */
public final class Catalog implements AutoCloseable {

	private final CatalogSources sources;

	private final InstantSource time;

	private final ConcurrentMap<ServiceName, GovernedService> known = new ConcurrentHashMap<>();

	private final Subscription following;

	/**
	 * Creates the catalog and begins to follow.
	 * @param sources what to read
	 * @param time clock that the uptime of instances is computed from
	 */
	public Catalog(CatalogSources sources, InstantSource time) {
		this.sources = sources;
		this.time = time;
		// Services are followed before the first request for them.
		this.following = onChange(this::all);
		all();
	}

	/**
	 * Number of services, instances, consumers and rules.
	 * @return the numbers
	 */
	public Overview overview() {
		return OverviewCounts.of(this.sources.connection(), all(), this.sources.consumers());
	}

	/**
	 * Number of services by level of health.
	 * @return the numbers; levels that no service has may be missing
	 */
	public Map<ServiceHealth.Level, Integer> health() {
		Map<ServiceHealth.Level, Integer> health = new EnumMap<>(ServiceHealth.Level.class);
		all().forEach((service) -> health.merge(service.health().level(), 1, Integer::sum));
		return health;
	}

	/**
	 * Services without instance, consumer and rule, of which only the name is left. Empty
	 * while not all of that is known.
	 * @return the services in the order of their names
	 */
	public List<ServiceName> retired() {
		if (!isConnected() || !this.sources.consumers().isKnown()) {
			return List.of();
		}
		return all().stream()
			.filter((service) -> service.published().state() == ServiceView.State.LIVE)
			.filter((service) -> service.rules().state() == Document.State.LIVE)
			.filter((service) -> service.isRetired(consumers(service.published().service())))
			.map((service) -> service.published().service())
			.toList();
	}

	/**
	 * Whether ZooKeeper is connected; otherwise the view may be incomplete.
	 * @return whether it is
	 */
	public boolean isConnected() {
		return this.sources.connection().state() == RegistryConnection.State.CONNECTED;
	}

	/**
	 * One page of the list of services: those that ever had a provider, those with
	 * consumers, and those with rules.
	 * @param filter which services, and which page
	 * @return the page, empty beyond the last one
	 */
	public ServicePage services(ServiceFilter filter) {
		return ServiceList.page(all(), filter, this::consumers);
	}

	/**
	 * Details of a service.
	 * @param name the service
	 * @return the service, empty if the registry does not know it
	 */
	public Optional<ServiceDetail> service(ServiceName name) {
		if (!isKnown(name)) {
			return Optional.empty();
		}
		return Optional.of(ServiceDetails.of(governed(name), consumersOf(name), this.time.instant()));
	}

	/**
	 * State of a service as consumers see it.
	 * @param name the service
	 * @return the service with its instances in the order of their endpoints, numbers as
	 * numbers; empty if the registry does not know it
	 */
	public Optional<EffectiveService> effective(ServiceName name) {
		return isKnown(name) ? Optional.of(governed(name).service()) : Optional.empty();
	}

	/**
	 * Details of the instance at an endpoint.
	 * @param endpoint where it takes calls
	 * @return the instance, empty if nothing is offered there
	 */
	public Optional<InstanceDetail> instance(Endpoint endpoint) {
		return new InstanceDetails(endpoint, this.time.instant()).of(all(), references(), this.sources.applications());
	}

	/**
	 * Processes that reference any service.
	 * @return the processes in the order of their ids
	 */
	public List<Consumer> consumers() {
		return Consumers.of(references());
	}

	/**
	 * Processes that reference a service.
	 * @param name the service
	 * @return the processes in the order of their ids
	 */
	public List<Consumer> consumersOf(ServiceName name) {
		return Consumers.of(this.sources.consumers().references(name));
	}

	/**
	 * Calls between applications.
	 * @return the graph
	 */
	public Topology topology() {
		return TopologyBuilder.of(all(), references());
	}

	/**
	 * Rules that match no instance at present.
	 * @return the rules by service
	 */
	public List<UnmatchedRule> unmatchedRules() {
		return all().stream().flatMap((service) -> UnmatchedRules.of(service).stream()).toList();
	}

	/**
	 * Calls a listener after any change; changes in quick succession are merged. Calls
	 * may come from more than one thread.
	 * @param listener what to call; must not block
	 * @return handle that removes the listener
	 */
	public Subscription onChange(Runnable listener) {
		List<Subscription> subscriptions = List.of(this.sources.instances().onChange(listener),
				this.sources.rules().onChange(listener), this.sources.consumers().onChange(listener),
				this.sources.applications().onChange(listener),
				this.sources.connection().onStateChange((state) -> listener.run()));
		return () -> subscriptions.forEach(Subscription::close);
	}

	/**
	 * Stops following; the sources stay open.
	 */
	@Override
	public void close() {
		this.following.close();
	}

	private List<ConsumerReference> references() {
		return this.sources.consumers().references();
	}

	private int consumers(ServiceName service) {
		return this.sources.consumers().references(service).size();
	}

	private boolean isKnown(ServiceName name) {
		return this.sources.instances().services().contains(name) || this.sources.rules().services().contains(name)
				|| consumers(name) > 0;
	}

	private List<GovernedService> all() {
		SortedSet<ServiceName> names = names();
		if (this.known.size() > names.size()) {
			this.known.keySet().retainAll(names);
		}
		return names.stream().map(this::governed).toList();
	}

	private SortedSet<ServiceName> names() {
		SortedSet<ServiceName> names = new TreeSet<>(this.sources.instances().services());
		Stream.concat(this.sources.rules().services().stream(), references().stream().map(ConsumerReference::service))
			.forEach(names::add);
		return names;
	}

	private GovernedService governed(ServiceName name) {
		ServiceView published = this.sources.instances().view(name);
		RulesView rules = this.sources.rules().rules(name);
		GovernedService before = this.known.get(name);
		if (before != null && before.isOf(published, rules)) {
			return before;
		}
		GovernedService now = GovernedService.of(published, rules);
		this.known.put(name, now);
		return now;
	}

}
