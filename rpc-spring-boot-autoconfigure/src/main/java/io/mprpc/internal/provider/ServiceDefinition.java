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

package io.mprpc.internal.provider;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.mprpc.registry.ServiceName;

/**
 * A service that this application provides, before it is known where.
 *
 * @param service the service
 * @param methods simple names of its methods that are registered
 * @param unimplemented simple names of the methods that are not registered because the
 * bean does not implement them
 * @param bean name of the bean that implements it
 * @param register whether it is registered
 * @param version version of the service, empty for none
 * @param weight share of the calls in relation to other instances
 * @param zone zone that it runs in, empty for none
 * @param tags properties that consumers can ask for
 * @since 0.1
 */
public record ServiceDefinition(ServiceName service, Set<String> methods, Set<String> unimplemented, String bean,
		boolean register, String version, int weight, String zone, Map<String, String> tags) {

	/**
	 * Copies methods and tags.
	 */
	public ServiceDefinition {
		Objects.requireNonNull(service, "service");
		Objects.requireNonNull(bean, "bean");
		Objects.requireNonNull(version, "version");
		Objects.requireNonNull(zone, "zone");
		methods = Set.copyOf(methods);
		unimplemented = Set.copyOf(unimplemented);
		tags = Map.copyOf(tags);
	}

	/**
	 * The same for a server that serves other methods.
	 * @param served simple names of the methods
	 * @return the definition without those that are not implemented
	 */
	ServiceDefinition withMethods(Set<String> served) {
		Set<String> registered = new HashSet<>(served);
		registered.removeAll(this.unimplemented);
		return new ServiceDefinition(this.service, registered, this.unimplemented, this.bean, this.register,
				this.version, this.weight, this.zone, this.tags);
	}

}
