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

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Details of the instance at one endpoint.
 *
 * @param endpoint where it takes calls
 * @param application name of its application, may be empty
 * @param zone zone that it runs in, empty if it has none
 * @param startTime time of its start, {@code null} if unknown
 * @param uptime time since its start, {@code null} if unknown
 * @param ports other ports of the application by name, such as {@code http}
 * @param metadata further metadata of the application's own entry
 * @param services services that it offers, in the order of their names
 * @param consumers processes of the same application on the same host that reference
 * services: the instance itself and its neighbours
 */
public record InstanceDetail(Endpoint endpoint, String application, String zone, @Nullable Instant startTime,
		@Nullable Duration uptime, SortedMap<String, Integer> ports, SortedMap<String, String> metadata,
		List<Offer> services, List<Consumer> consumers) {

	/**
	 * Copies maps and lists.
	 */
	public InstanceDetail {
		ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
		metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
		services = List.copyOf(services);
		consumers = List.copyOf(consumers);
	}

	/**
	 * One service at the endpoint.
	 *
	 * @param service the service
	 * @param instance the instance of the service
	 * @param methods the service's methods in the order of their names, including those
	 * that only other instances have
	 */
	public record Offer(ServiceName service, InstanceRow instance, List<Method> methods) {

		/**
		 * Copies the methods.
		 */
		public Offer {
			methods = List.copyOf(methods);
		}

	}

	/**
	 * One method at the endpoint.
	 *
	 * @param name simple name of the method
	 * @param state its availability there
	 */
	public record Method(String name, MethodAvailability state) {

	}

}
