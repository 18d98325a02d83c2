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

package io.mprpc.registryserver.polled;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;

/**
 * Aggregates the call statistics of the instances.
 */
public final class PolledTraffic {

	private final TrafficCollector collector;

	private final Function<ServiceName, Set<Endpoint>> endpoints;

	/**
	 * Creates the aggregation.
	 * @param collector collector of the instances' statistics
	 * @param endpoints current endpoints of a service
	 */
	public PolledTraffic(TrafficCollector collector, Function<ServiceName, Set<Endpoint>> endpoints) {
		this.collector = collector;
		this.endpoints = endpoints;
	}

	/**
	 * Call statistics of a service.
	 * @param service the service
	 * @return the statistics, all zero if no instance reports them
	 */
	public ServiceTraffic service(ServiceName service) {
		String name = service.value();
		Set<Endpoint> offered = this.endpoints.apply(service);
		List<InstanceTraffic> instances = this.collector.instances()
			.stream()
			.filter((each) -> offered.contains(each.endpoint()))
			.sorted(Comparator.comparing(InstanceTraffic::endpoint))
			.toList();
		Sum total = new Sum();
		Map<String, Sum> methods = new TreeMap<>();
		instances.forEach((each) -> each.latest().provided().forEach((key, counts) -> {
			if (key.service().equals(name)) {
				total.add(counts, each.latest().seconds());
				methods.computeIfAbsent(key.method(), (method) -> new Sum()).add(counts, each.latest().seconds());
			}
		}));
		return new ServiceTraffic(name,
				(int) instances.stream().filter((each) -> each.state() == PollState.MEASURED).count(),
				instances.stream().map((each) -> ofInstance(each, name)).toList(), total.rate(),
				methods.entrySet()
					.stream()
					.map((entry) -> new ServiceTraffic.OfMethod(entry.getKey(), entry.getValue().rate()))
					.toList(),
				consumers(name), this.collector.history().service(name));
	}

	/**
	 * Call statistics of a method over the last hour.
	 * @param service the service
	 * @param method simple name of the method
	 * @return slots of 15 seconds in the order of time
	 */
	public List<TimeBucket> method(ServiceName service, String method) {
		return this.collector.history().method(service.value(), method);
	}

	/**
	 * Call statistics of a service at one instance.
	 * @param service the service
	 * @param endpoint where the instance takes calls
	 * @return the statistics, empty if the instance is not polled
	 */
	public Optional<OfferTraffic> instance(ServiceName service, Endpoint endpoint) {
		String name = service.value();
		return this.collector.instance(endpoint)
			.map((found) -> new OfferTraffic(name, endpoint.toString(), found.state(), ofInstance(found, name).live(),
					this.collector.history().instance(name, endpoint.toString())));
	}

	/**
	 * Calls of applications to services, as counted by the applications. Applications
	 * that offer no service have no endpoint in the registry and cannot be polled.
	 * @return calls by application and service
	 */
	public Map<String, Map<String, Rate>> edges() {
		return edges((service) -> true);
	}

	private List<ServiceTraffic.OfConsumer> consumers(String service) {
		return edges(service::equals).entrySet()
			.stream()
			.map((entry) -> new ServiceTraffic.OfConsumer(entry.getKey(),
					entry.getValue().getOrDefault(service, Rate.NONE)))
			.toList();
	}

	private Map<String, Map<String, Rate>> edges(Predicate<String> services) {
		Map<String, Map<String, Sum>> sums = new TreeMap<>();
		for (InstanceTraffic each : this.collector.instances()) {
			each.latest().consumed().forEach((key, counts) -> {
				if (services.test(key.service())) {
					sums.computeIfAbsent(each.application(), (name) -> new TreeMap<>())
						.computeIfAbsent(key.service(), (name) -> new Sum())
						.add(counts, each.latest().seconds());
				}
			});
		}
		Map<String, Map<String, Rate>> edges = new TreeMap<>();
		sums.forEach((application, ofApplication) -> {
			Map<String, Rate> rates = new TreeMap<>();
			ofApplication.forEach((service, sum) -> rates.put(service, sum.rate()));
			edges.put(application, rates);
		});
		return edges;
	}

	private static ServiceTraffic.OfInstance ofInstance(InstanceTraffic instance, String service) {
		Sum sum = new Sum();
		instance.latest().provided().forEach((key, counts) -> {
			if (key.service().equals(service)) {
				sum.add(counts, instance.latest().seconds());
			}
		});
		return new ServiceTraffic.OfInstance(instance.endpoint().toString(), instance.state(), sum.rate());
	}

	/** Rates can be summed, even if their intervals differ. */
	private static final class Sum {

		private double perSecond;

		private Counts counts = Counts.NONE;

		void add(Counts more, double seconds) {
			this.perSecond += more.calls() / seconds;
			this.counts = this.counts.plus(more);
		}

		Rate rate() {
			return Rate.of(this.perSecond, this.counts);
		}

	}

}
