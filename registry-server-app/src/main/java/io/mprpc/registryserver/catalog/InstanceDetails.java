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

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.mprpc.internal.governance.EffectiveInstance;
import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.ApplicationInstance;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registryserver.catalog.model.InstanceDetail;
import io.mprpc.registryserver.catalog.model.MethodAvailability;

/**
 * Assembles the details of the instance at one endpoint.
 */
final class InstanceDetails {

	private final Endpoint endpoint;

	private final Instant now;

	InstanceDetails(Endpoint endpoint, Instant now) {
		this.endpoint = endpoint;
		this.now = now;
	}

	Optional<InstanceDetail> of(Collection<GovernedService> services, List<ConsumerReference> references,
			ApplicationDirectory applications) {
		List<InstanceDetail.Offer> offers = new ArrayList<>();
		InstanceMetadata said = InstanceMetadata.UNKNOWN;
		for (GovernedService service : services) {
			EffectiveInstance instance = service.service().instance(this.endpoint).orElse(null);
			if (instance != null) {
				offers.add(offer(service, instance));
				said = instance.published().metadata();
			}
		}
		if (offers.isEmpty()) {
			return Optional.empty();
		}
		String application = said.application();
		List<ConsumerReference> own = references.stream()
			.filter((reference) -> reference.application().equals(application)
					&& reference.host().equals(this.endpoint.host()))
			.toList();
		return Optional.of(new InstanceDetail(this.endpoint, application, said.zone(), said.startTime(),
				ServiceDetails.uptime(said.startTime(), this.now), new TreeMap<>(said.ports()),
				new TreeMap<>(metadata(application, applications)), offers, Consumers.of(own)));
	}

	private InstanceDetail.Offer offer(GovernedService service, EffectiveInstance instance) {
		List<InstanceDetail.Method> methods = service.methods()
			.stream()
			.map((method) -> new InstanceDetail.Method(method, MethodAvailability.of(instance, method)))
			.toList();
		return new InstanceDetail.Offer(service.published().service(), ServiceDetails.row(instance, this.now), methods);
	}

	private Map<String, String> metadata(String application, ApplicationDirectory applications) {
		if (application.isEmpty()) {
			return Map.of();
		}
		String port = String.valueOf(this.endpoint.port());
		return applications.instances(application)
			.stream()
			.filter((instance) -> instance.host().equals(this.endpoint.host())
					&& (port.equals(instance.metadata().get(ApplicationInstance.GRPC_PORT))
							|| instance.port() == this.endpoint.port()))
			.findFirst()
			.map(ApplicationInstance::metadata)
			.orElse(Map.of());
	}

}
