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

import java.time.Duration;
import java.util.List;

import io.grpc.ConnectivityState;
import io.mprpc.internal.grpc.balancer.reason.RouteReason;
import io.mprpc.internal.grpc.balancer.reason.RoutingText;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * Decision whether a balancer sends calls of a method to an instance, with its reasons.
 *
 * @param endpoint where the instance stands
 * @param instance its entry in the registry, {@code null} if the address did not come
 * from the registry
 * @param picked whether calls go there
 * @param share share of the method's calls that go there, from 0 to 1; with consistent
 * hashing, of those without the header
 * @param reasons why it is not picked, or remarks on one that is, may be empty
 * @param connectivity state of the way there as the balancer sees it
 * @param connected whether there is a connection
 * @param error the last error on the way there, {@code null} if there is none
 * @param warmUp share of its weight that it gets while it warms up, 1 when it is warm
 * @param graceLeft how long it is still kept though the registry has lost it,
 * {@code null} if the registry lists it
 * @since 0.1
 */
public record InstanceRoute(String endpoint, @Nullable RpcInstance instance, boolean picked, double share,
		List<RouteReason> reasons, ConnectivityState connectivity, boolean connected, @Nullable String error,
		double warmUp, @Nullable Duration graceLeft) {

	/**
	 * Copies the reasons.
	 */
	public InstanceRoute {
		reasons = List.copyOf(reasons);
	}

	/**
	 * The reasons in English.
	 * @return the text, may be empty
	 */
	public String reason() {
		return RoutingText.of(this.reasons);
	}

	/**
	 * Whether health checking or outlier detection has taken the instance out though its
	 * connection stands.
	 * @return whether it is ejected
	 */
	public boolean isEjected() {
		return this.connected && this.connectivity == ConnectivityState.TRANSIENT_FAILURE;
	}

}
