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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.mprpc.internal.governance.EffectiveInstance;
import io.mprpc.internal.governance.InstanceRule;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registryserver.catalog.model.Consumer;
import io.mprpc.registryserver.catalog.model.InstanceRow;
import io.mprpc.registryserver.catalog.model.MethodAvailability;
import io.mprpc.registryserver.catalog.model.MethodRow;
import io.mprpc.registryserver.catalog.model.RuleSummary;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.catalog.model.VersionRow;
import org.jspecify.annotations.Nullable;

/**
 * Builds the matrix of methods and instances.
 */
final class ServiceDetails {

	private ServiceDetails() {
	}

	static ServiceDetail of(GovernedService service, List<Consumer> consumers, Instant now) {
		List<InstanceRow> instances = service.instances().stream().map((instance) -> row(instance, now)).toList();
		List<MethodRow> methods = service.methods().stream().map((method) -> row(service, method)).toList();
		return new ServiceDetail(service.published().service(), service.published().state(), service.published().asOf(),
				service.health(), methods, instances, versions(service), consumers, UnmatchedRules.of(service),
				service.rules().version(), service.rules().rules().lastChange(), service.rules().problem());
	}

	static InstanceRow row(EffectiveInstance instance, Instant now) {
		RpcInstance published = instance.published();
		InstanceMetadata said = published.metadata();
		InstanceMetadata taken = instance.effective().metadata();
		InstanceRule rule = instance.rule();
		return new InstanceRow(published.endpoint(), said.application(), said.version(), taken.status(), said.status(),
				taken.weight(), said.weight(), said.zone(), new TreeMap<>(said.tags()), said.startTime(),
				uptime(said.startTime(), now), said.uuid(), new TreeSet<>(published.methods()),
				instance.isVersionOutOfService(), rule.isEmpty() ? null : RuleSummary.of(rule));
	}

	static @Nullable Duration uptime(@Nullable Instant start, Instant now) {
		// An instance's clock may be ahead of ours.
		return (start != null) ? (start.isBefore(now) ? Duration.between(start, now) : Duration.ZERO) : null;
	}

	private static MethodRow row(GovernedService service, String method) {
		List<MethodAvailability> cells = service.instances()
			.stream()
			.map((instance) -> MethodAvailability.of(instance, method))
			.toList();
		int inService = (int) cells.stream().filter((cell) -> cell == MethodAvailability.SERVED).count();
		return new MethodRow(method, inService, cells);
	}

	private static List<VersionRow> versions(GovernedService service) {
		SortedSet<String> out = service.rules().rules().versionsOutOfService();
		SortedSet<String> all = new TreeSet<>(service.each(InstanceMetadata::version));
		all.addAll(out);
		return all.stream().map((version) -> {
			List<EffectiveInstance> of = service.instances()
				.stream()
				.filter((instance) -> instance.published().metadata().version().equals(version))
				.toList();
			int inService = (int) of.stream().filter(EffectiveInstance::takesCalls).count();
			return new VersionRow(version, out.contains(version), of.size(), inService);
		}).toList();
	}

}
