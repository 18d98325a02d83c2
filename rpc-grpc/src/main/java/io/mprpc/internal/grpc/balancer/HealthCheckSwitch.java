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

package io.mprpc.internal.grpc.balancer;

import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.grpc.protobuf.services.HealthCheckingLoadBalancerUtil;

/**
 * Switch of gRPC's client-side health checking around the balancer, where the channel's
 * service config asks for it and only there: it costs each pick two objects.
 */
final class HealthCheckSwitch extends LoadBalancer {

	private final Helper helper;

	private final LoadBalancer.Factory factory;

	private LoadBalancer delegate;

	private boolean checked;

	HealthCheckSwitch(Helper helper, LoadBalancer.Factory factory) {
		this.helper = helper;
		this.factory = factory;
		this.delegate = factory.newLoadBalancer(helper);
	}

	@Override
	public Status acceptResolvedAddresses(ResolvedAddresses addresses) {
		if (!this.checked && addresses.getAttributes().get(ATTR_HEALTH_CHECKING_CONFIG) != null) {
			this.checked = true;
			this.delegate.shutdown();
			this.delegate = HealthCheckingLoadBalancerUtil.newHealthCheckingLoadBalancer(this.factory, this.helper);
		}
		return this.delegate.acceptResolvedAddresses(addresses);
	}

	@Override
	public void handleNameResolutionError(Status error) {
		this.delegate.handleNameResolutionError(error);
	}

	@Override
	public void requestConnection() {
		this.delegate.requestConnection();
	}

	@Override
	public void shutdown() {
		this.delegate.shutdown();
	}

}
