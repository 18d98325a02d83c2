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

import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.InstanceDirectory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;

/**
 * Discovery client like {@link RpcDiscoveryClient} for reactive applications. Because the
 * first question for a name may wait, no question is answered on the asking thread.
 *
 * @since 0.1
 */
public final class RpcReactiveDiscoveryClient implements ReactiveDiscoveryClient {

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
	public RpcReactiveDiscoveryClient(InstanceDirectory services, ApplicationDirectory applications,
			Duration initialTimeout, int order) {
		this.instances = new LiveInstances(services, applications, initialTimeout);
		this.order = order;
	}

	@Override
	public String description() {
		return "mprpc Reactive Discovery Client";
	}

	@Override
	public Flux<ServiceInstance> getInstances(String serviceId) {
		return Flux.defer(() -> Flux.fromIterable(this.instances.find(serviceId)))
			.subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * Names of the services. Applications are found by name but not listed.
	 */
	@Override
	public Flux<String> getServices() {
		return Flux.defer(() -> Flux.fromIterable(this.instances.names())).subscribeOn(Schedulers.boundedElastic());
	}

	@Override
	public int getOrder() {
		return this.order;
	}

}
