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

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.registry.ConsumerDirectory;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import io.mprpc.registryserver.catalog.model.Overview;
import io.mprpc.registryserver.catalog.model.RegistryState;
import io.mprpc.registryserver.catalog.model.ServiceHealth;

/**
 * Counts services, instances, consumers and rules.
 */
final class OverviewCounts {

	private final Set<Endpoint> endpoints = new HashSet<>();

	private final Set<String> applications = new HashSet<>();

	private final Map<ServiceHealth.Level, Integer> health = new EnumMap<>(ServiceHealth.Level.class);

	private int retired;

	private int unreadableRules;

	private int offers;

	private int outOfService;

	private int draining;

	private int unmatched;

	private int loading;

	private int stale;

	static Overview of(RegistryConnection connection, Collection<GovernedService> services,
			ConsumerDirectory consumers) {
		OverviewCounts counts = new OverviewCounts();
		services.forEach((service) -> counts.add(service, consumers));
		List<ConsumerReference> references = consumers.references();
		boolean live = connection.state() == RegistryConnection.State.CONNECTED && consumers.isKnown()
				&& counts.loading == 0 && counts.stale == 0;
		RegistryState registry = new RegistryState(connection.address(), connection.namespace(), connection.state(),
				live, counts.loading, counts.stale);
		int processes = (int) references.stream().map(ConsumerReference::toString).distinct().count();
		return new Overview(registry, services.size(), counts.withoutInstance(), counts.endpoints.size(), counts.offers,
				counts.outOfService, counts.draining, counts.applications.size(), processes, references.size(),
				counts.unmatched, counts.health, counts.retired, counts.unreadableRules);
	}

	private int withoutInstance() {
		return this.health.getOrDefault(ServiceHealth.Level.DOWN, 0)
				+ this.health.getOrDefault(ServiceHealth.Level.NO_INSTANCE, 0);
	}

	private void add(GovernedService service, ConsumerDirectory consumers) {
		ServiceView published = service.published();
		this.health.merge(service.health().level(), 1, Integer::sum);
		this.retired += service.isRetired(consumers.references(published.service()).size()) ? 1 : 0;
		this.unreadableRules += service.health().rulesReadable() ? 0 : 1;
		if (!published.isKnown()) {
			this.loading++;
			return;
		}
		if (published.state() != ServiceView.State.LIVE) {
			this.stale++;
		}
		for (RpcInstance instance : published.instances()) {
			this.endpoints.add(instance.endpoint());
			this.applications.add(instance.metadata().application());
		}
		this.offers += published.instances().size();
		this.outOfService += service.outOfService();
		this.draining += service.health().draining();
		this.unmatched += UnmatchedRules.of(service).size();
	}

}
