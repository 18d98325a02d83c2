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

package io.mprpc.registryserver.catalog.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers of services, instances, consumers and rules.
 *
 * @param registry state of the registry that the numbers were read from
 * @param services services that ever had a provider
 * @param servicesWithoutInstance those of them without an instance in service
 * @param instances distinct endpoints at which anything is offered
 * @param offers services counted once for each endpoint that offers them
 * @param outOfService offers that take no new calls because of their own status or a rule
 * @param draining offers of instances that are draining
 * @param applications applications that offer anything
 * @param consumers processes that reference anything
 * @param references services counted once for each process that references them
 * @param unmatchedRules rules that match no instance at present
 * @param health number of services by level of health; those of level
 * {@link ServiceHealth.Level#METHODS_DOWN} have instances in service, but also methods
 * that no instance serves
 * @param retired services without instance, consumer and rule, of which only the name is
 * left
 * @param unreadableRules services whose rules this server cannot read
 */
public record Overview(RegistryState registry, int services, int servicesWithoutInstance, int instances, int offers,
		int outOfService, int draining, int applications, int consumers, int references, int unmatchedRules,
		Map<ServiceHealth.Level, Integer> health, int retired, int unreadableRules) {

	/**
	 * Copies the numbers.
	 */
	public Overview {
		health = Collections.unmodifiableMap(new TreeMap<>(health));
	}

	/**
	 * Number of services of which something cannot be called.
	 * @return services of any level that {@linkplain ServiceHealth.Level#isUnavailable()
	 * is unavailable}
	 */
	public int unavailable() {
		return this.health.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().isUnavailable())
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

}
