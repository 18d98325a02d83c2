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

package io.mprpc.internal.grpc.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RegistryStatistics;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;

/**
 * Meters of the registry: the connection to it, events and writes, and how current the
 * views are that calls go by.
 *
 * @since 0.1
 */
public final class RegistryMetrics implements MeterBinder {

	private static final List<InstancePublisher.Publication.State> PUBLICATION_STATES = List.of(
			InstancePublisher.Publication.State.PENDING, InstancePublisher.Publication.State.PUBLISHED,
			InstancePublisher.Publication.State.CONFLICT, InstancePublisher.Publication.State.DENIED);

	private final RegistryConnection connection;

	private final RegistryStatistics statistics;

	private final int serviceLimit;

	private final InstantSource clock;

	/**
	 * Creates the meters.
	 * @param connection the connection
	 * @param statistics statistics of its client
	 * @param serviceLimit number of followed services to tell apart at most
	 * @param clock time of day
	 */
	public RegistryMetrics(RegistryConnection connection, RegistryStatistics statistics, int serviceLimit,
			InstantSource clock) {
		this.connection = connection;
		this.statistics = statistics;
		this.serviceLimit = serviceLimit;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (RegistryConnection.State state : RegistryConnection.State.values()) {
			RpcMeter.REGISTRY_CONNECTION.gauge(registry, () -> (this.connection.state() == state) ? 1 : 0,
					state.name());
		}
		for (InstancePublisher.Publication.State state : PUBLICATION_STATES) {
			RpcMeter.REGISTRY_PUBLICATIONS.gauge(registry,
					() -> this.statistics.publications().stream().filter((each) -> each.state() == state).count(),
					state.name());
		}
		RpcMeter.REGISTRY_SESSIONS.counter(registry, this.statistics, RegistryStatistics::sessions);
		RpcMeter.REGISTRY_DISCONNECTIONS.counter(registry, this.statistics, RegistryStatistics::disconnections);
		RpcMeter.REGISTRY_EVENTS.counter(registry, this.statistics, RegistryStatistics::events);
		RpcMeter.REGISTRY_REGISTRATIONS.counter(registry, this.statistics, RegistryStatistics::registrations);
		RpcMeter.REGISTRY_REPAIRS.counter(registry, this.statistics, RegistryStatistics::repairs);
		RpcMeter.REGISTRY_UNREADABLE.counter(registry, this.statistics, RegistryStatistics::unreadable);
		this.statistics.onApplied(RpcMeter.REGISTRY_PROPAGATION.timer(registry)::record);
		Set<ServiceName> known = ConcurrentHashMap.newKeySet();
		// Services are never unfollowed, so that their meters only become more.
		RpcMeter.REGISTRY_SERVICES.gauge(registry, () -> {
			List<ServiceView> views = this.statistics.views();
			for (ServiceView view : views) {
				if (known.size() >= this.serviceLimit) {
					break;
				}
				if (known.add(view.service())) {
					follow(registry, view.service());
				}
			}
			return views.size();
		});
	}

	private void follow(MeterRegistry registry, ServiceName service) {
		RpcMeter.REGISTRY_INSTANCES.gauge(registry, () -> this.statistics.view(service).instances().size(),
				service.value());
		RpcMeter.REGISTRY_VIEW_AGE.timeGauge(registry, () -> age(this.statistics.view(service)), service.value());
		RpcMeter.REGISTRY_SNAPSHOT_AGE.timeGauge(registry, () -> {
			ServiceView view = this.statistics.view(service);
			return (view.state() == ServiceView.State.SNAPSHOT) ? age(view) : Double.NaN;
		}, service.value());
	}

	private double age(ServiceView view) {
		if (view.state() == ServiceView.State.LIVE) {
			return 0;
		}
		Instant asOf = view.asOf();
		return (asOf != null) ? Duration.between(asOf, this.clock.instant()).toMillis() / 1000.0 : Double.NaN;
	}

}
