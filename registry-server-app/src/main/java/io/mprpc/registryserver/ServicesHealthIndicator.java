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

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.ServiceFilter;
import io.mprpc.registryserver.catalog.ServiceFilter.Condition;
import io.mprpc.registryserver.catalog.model.Overview;
import io.mprpc.registryserver.catalog.model.ServiceHealth.Level;
import io.mprpc.registryserver.catalog.model.ServiceSummary;
import io.mprpc.registryserver.outage.Availability;
import io.mprpc.registryserver.outage.Outage;
import io.mprpc.registryserver.outage.Outages;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of the registered services. Their outages do not affect the health of this
 * server, because a restart of it would not help.
 */
final class ServicesHealthIndicator extends AbstractHealthIndicator {

	private static final Status OUTAGE = new Status("OUTAGE", "Calls of a service, or of one of its methods, fail");

	private static final Status IMPAIRED = new Status("IMPAIRED", "Not everything is in service");

	private static final int NAMED = 10;

	private final Catalog catalog;

	private final Outages outages;

	ServicesHealthIndicator(Catalog catalog, Outages outages) {
		super("The health of the registered services cannot be determined");
		this.catalog = catalog;
		this.outages = outages;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Overview overview = this.catalog.overview();
		Availability availability = this.outages.of(overview);
		builder.status(status(availability.level())).withDetail("live", overview.registry().live());
		for (Level level : Level.values()) {
			builder.withDetail(level.name().toLowerCase(Locale.ROOT), overview.health().getOrDefault(level, 0));
		}
		Map<String, String> attention = new TreeMap<>();
		for (ServiceSummary service : this.catalog.services(new ServiceFilter("", Condition.ATTENTION, 0, NAMED))
			.services()) {
			attention.put(service.name().value(), service.health().level().name());
		}
		if (!attention.isEmpty()) {
			builder.withDetail("attention", attention);
		}
		if (!availability.outages().isEmpty()) {
			builder.withDetail("unsent", unsent(availability.outages()));
		}
	}

	/** Methods that consumers cannot call, with the reasons. */
	private static Map<String, String> unsent(List<Outage> outages) {
		Map<String, String> unsent = new TreeMap<>();
		outages.stream()
			.limit(NAMED)
			.forEach((outage) -> unsent.merge(outage.service() + '/' + outage.method(), outage.reason().name(),
					(some, other) -> some + ", " + other));
		return unsent;
	}

	private static Status status(Availability.Level level) {
		return switch (level) {
			case OUTAGE -> OUTAGE;
			case IMPAIRED -> IMPAIRED;
			// The state of the registry has an indicator of its own.
			case UNKNOWN, UP -> Status.UP;
		};
	}

}
