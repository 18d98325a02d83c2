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

package io.mprpc.registryserver;

import java.util.Locale;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.model.ServiceHealth.Level;
import io.mprpc.registryserver.outage.Outages;

/**
 * Gauges of the number of registered services, one for each level of health, and of the
 * methods that consumers cannot call.
 */
final class ServiceMeters implements MeterBinder {

	private final Catalog catalog;

	private final Outages outages;

	ServiceMeters(Catalog catalog, Outages outages) {
		this.catalog = catalog;
		this.outages = outages;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Level level : Level.values()) {
			Gauge
				.builder("rpc.registry.server.services", this.catalog,
						(catalog) -> catalog.health().getOrDefault(level, 0))
				.tag("health", level.name().toLowerCase(Locale.ROOT))
				.description("Registered services by whether they can be called")
				.register(registry);
		}
		Gauge.builder("rpc.registry.server.outages", this.outages, (outages) -> outages.now().outages().size())
			.description("Methods whose calls consumers could not send for lack of an instance or of a connection")
			.register(registry);
	}

}
