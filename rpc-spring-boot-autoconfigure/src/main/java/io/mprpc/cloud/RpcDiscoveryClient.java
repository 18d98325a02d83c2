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

package io.mprpc.cloud;

import java.time.Duration;
import java.util.List;

import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.InstanceDirectory;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Discovery client over the live views, without a question to the registry at each call.
 * A name is that of a service ({@code demo.UserService}), of a service's method
 * ({@code demo.UserService/Login}) or of an application. Lists only instances whose
 * status is {@code UP}.
 *
 * @since 0.1
 */
public final class RpcDiscoveryClient implements DiscoveryClient {

	private final LiveInstances instances;

	private final int order;

	/**
	 * Creates a client.
	 * @param services where services are found
	 * @param applications where applications are found
	 * @param initialTimeout longest time that the first question for a name waits for the
	 * registry; later ones do not wait
	 * @param order place among other discovery clients
	 */
	public RpcDiscoveryClient(InstanceDirectory services, ApplicationDirectory applications, Duration initialTimeout,
			int order) {
		this.instances = new LiveInstances(services, applications, initialTimeout);
		this.order = order;
	}

	@Override
	public String description() {
		return "mprpc Discovery Client";
	}

	@Override
	public List<ServiceInstance> getInstances(String serviceId) {
		return this.instances.find(serviceId);
	}

	/**
	 * Names of the services. Applications are found by name but not listed.
	 */
	@Override
	public List<String> getServices() {
		return this.instances.names();
	}

	@Override
	public int getOrder() {
		return this.order;
	}

}
