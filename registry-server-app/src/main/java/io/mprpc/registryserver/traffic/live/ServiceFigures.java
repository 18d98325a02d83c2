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

package io.mprpc.registryserver.traffic.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.NaturalOrder;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.registryserver.traffic.RegisteredProcesses;
import io.mprpc.registryserver.traffic.SeriesCounts.Kind;
import io.mprpc.registryserver.traffic.history.CallSum;
import io.mprpc.registryserver.traffic.model.ServiceTraffic;
import io.mprpc.registryserver.traffic.model.ServiceTraffic.ConsumerCalls;
import io.mprpc.registryserver.traffic.model.ServiceTraffic.InstanceCalls;
import io.mprpc.registryserver.traffic.model.ServiceTraffic.MethodCalls;

/**
 * Sums of the calls of one service. For one thread.
 */
final class ServiceFigures {

	private final String service;

	private final CallSum total = new CallSum();

	private final Map<String, Method> methods = new TreeMap<>();

	private final Map<String, Instance> instances = new TreeMap<>();

	private final Map<String, Consumer> consumers = new TreeMap<>(NaturalOrder::compare);

	private int reporting;

	private ServiceFigures(String service) {
		this.service = service;
	}

	static ServiceTraffic of(ServiceName service, LiveFigures live, RegisteredProcesses registered,
			Predicate<String> muted) {
		ServiceFigures sums = new ServiceFigures(service.value());
		live.processes().forEach((process) -> sums.add(process, registered));
		live.ofService(service.value()).forEach(sums::add);
		return sums.traffic(muted);
	}

	/** An instance that reports is listed, even if nobody calls it. */
	private void add(ProcessFigures process, RegisteredProcesses registered) {
		Endpoint endpoint = registered.byKey(process.identity().publicKey())
			.map(RegisteredProcess::endpoints)
			.map((endpoints) -> endpoints.get(this.service))
			.orElse(null);
		if (endpoint != null) {
			this.reporting++;
			this.instances.put(endpoint.toString(), new Instance(process.identity().id(), new CallSum()));
		}
	}

	private void add(LiveFigures.Entry entry) {
		SeriesId id = entry.series().id();
		String process = entry.process().identity().id();
		if (id.kind() == Kind.PROVIDED_METHOD) {
			entry.addTo(this.methods.computeIfAbsent(id.method(), (name) -> new Method()).served);
			if (id.endpoint() != null) {
				entry.addTo(this.instances
					.computeIfAbsent(id.endpoint(), (endpoint) -> new Instance(process, new CallSum()))
					.served());
			}
			entry.addEffect(this.total);
		}
		else if (id.kind() == Kind.CONSUMED_METHOD) {
			entry.addTo(this.methods.computeIfAbsent(id.method(), (name) -> new Method()).made);
			entry.addTo(
					this.consumers
						.computeIfAbsent(process,
								(name) -> new Consumer(entry.process().identity().application(), new CallSum()))
						.made());
			entry.addEffect(this.total);
		}
	}

	private ServiceTraffic traffic(Predicate<String> muted) {
		List<MethodCalls> ofMethods = new ArrayList<>();
		this.methods
			.forEach((name, sums) -> ofMethods.add(new MethodCalls(name, sums.served.rates(), sums.made.rates())));
		List<InstanceCalls> ofInstances = new ArrayList<>();
		this.instances.forEach((endpoint, instance) -> ofInstances
			.add(new InstanceCalls(endpoint, instance.process(), instance.served().rates())));
		ofInstances.sort((one, other) -> NaturalOrder.compare(one.endpoint(), other.endpoint()));
		List<ConsumerCalls> ofConsumers = new ArrayList<>();
		this.consumers.forEach((process, consumer) -> ofConsumers.add(new ConsumerCalls(process, consumer.application(),
				consumer.made().rates(), muted.test(consumer.application()))));
		return new ServiceTraffic(this.service, this.total.rates(), this.reporting, ofMethods, ofInstances,
				ofConsumers);
	}

	private static final class Method {

		private final CallSum served = new CallSum();

		private final CallSum made = new CallSum();

	}

	private record Instance(String process, CallSum served) {

	}

	private record Consumer(String application, CallSum made) {

	}

}
