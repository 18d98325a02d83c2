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

package io.mprpc.internal.grpc.balancer.backend;

import java.util.List;

import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.MethodDescriptor;
import io.mprpc.internal.grpc.balancer.admission.BackendState;
import io.mprpc.internal.grpc.balancer.reason.RouteReason;
import io.mprpc.internal.grpc.balancer.reason.RouteReason.Code;
import io.mprpc.internal.grpc.client.Destination;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * An instance as a picker sees it.
 *
 * @param name name of the instance: its endpoint
 * @param instance its entry in the registry, {@code null} if the address did not come
 * from a registry
 * @param condition state of the connection to it
 * @param share share of its weight that it gets while it warms up
 * @param load calls in flight to it
 * @param result result of a pick, {@code null} if there is no connection to it
 * @param grace keeps it though the registry has lost it, {@code null} if the registry
 * lists it
 */
public record Candidate(String name, @Nullable RpcInstance instance, BackendState condition, double share,
		InFlight load, @Nullable PickResult result, @Nullable RemovalGracePeriod grace) {

	/**
	 * Whether new calls may go to the instance at all.
	 * @return whether it is in service
	 */
	public boolean isInService() {
		return this.result != null && (this.instance == null || this.instance.takesCalls());
	}

	/**
	 * Lets ejected instances take part where no other can: calls that fail often are
	 * better than calls that all fail. Unverified instances do so only where no other can
	 * be waited for either.
	 * @param able candidates that could serve a method, changed in place
	 */
	public static void resort(List<Candidate> able) {
		if (able.stream().noneMatch(Candidate::isReady)) {
			able.replaceAll((each) -> each.isEjected() ? each.asReady() : each);
		}
		if (able.stream().allMatch((each) -> each.condition.state() == ConnectivityState.TRANSIENT_FAILURE)) {
			able.replaceAll((each) -> each.condition.unverified() ? each.asReady() : each);
		}
	}

	private boolean isEjected() {
		return this.condition.lastResort() && !this.condition.unverified();
	}

	private Candidate asReady() {
		return new Candidate(this.name, this.instance,
				new BackendState(ConnectivityState.READY, true, false, this.condition.unverified(), null), this.share,
				this.load, this.result, this.grace);
	}

	/**
	 * Whether the instance belongs to a destination. An address of which no registry
	 * knows anything belongs to each.
	 * @param destination the destination
	 * @return whether it does
	 */
	public boolean isAt(Destination destination) {
		return this.instance == null || destination.accepts(this.instance.metadata());
	}

	public boolean isReady() {
		return this.condition.isReady();
	}

	/**
	 * Whether the instance serves a method. Only of its own service is that known; other
	 * services, such as health, belong to every instance.
	 * @param method the method
	 * @return whether it does
	 */
	public boolean serves(MethodDescriptor<?, ?> method) {
		return this.instance == null || !this.instance.service().value().equals(method.getServiceName())
				|| (method.getBareMethodName() != null && this.instance.serves(method.getBareMethodName()));
	}

	/**
	 * The reason for which an instance is not in service.
	 * @return the reason
	 */
	public RouteReason standing() {
		InstanceMetadata metadata = (this.instance != null) ? this.instance.metadata() : InstanceMetadata.UNKNOWN;
		return RouteReason.of(switch (metadata.status()) {
			case DRAINING -> Code.DRAINING;
			case OUT_OF_SERVICE -> Code.OUT_OF_SERVICE;
			case UNREADABLE -> Code.UNREADABLE;
			case UP -> (metadata.weight() == 0) ? Code.WEIGHT_ZERO : Code.NOT_CONNECTED;
		});
	}

	public int weight() {
		return (this.instance != null) ? this.instance.metadata().weight() : InstanceMetadata.DEFAULT_WEIGHT;
	}

	public String zone() {
		return (this.instance != null) ? this.instance.metadata().zone() : "";
	}

}
