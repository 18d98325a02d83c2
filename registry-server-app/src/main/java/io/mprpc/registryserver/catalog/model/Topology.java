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

import java.util.List;

import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Calls between applications.
 *
 * @param nodes the applications in the order of their names
 * @param edges calls derived from references
 */
public record Topology(List<Node> nodes, List<Edge> edges) {

	/**
	 * Copies the lists.
	 */
	public Topology {
		nodes = List.copyOf(nodes);
		edges = List.copyOf(edges);
	}

	/**
	 * An application.
	 *
	 * @param application its name, empty for providers that do not publish it
	 * @param instances endpoints at which it offers services
	 * @param services services that it offers
	 * @param processes its processes that reference services
	 */
	public record Node(String application, int instances, List<ServiceName> services, int processes) {

		/**
		 * Copies the services.
		 */
		public Node {
			services = List.copyOf(services);
		}

	}

	/**
	 * The calls of one application to one service of another.
	 *
	 * @param consumer application that calls
	 * @param service the service
	 * @param provider application that offers it, {@code null} if none does
	 * @param processes processes of the consumer that reference it
	 * @param inService instances of the provider that take calls
	 * @param health health of the service
	 */
	public record Edge(String consumer, ServiceName service, @Nullable String provider, int processes, int inService,
			ServiceHealth.Level health) {

	}

}
