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

import java.util.List;

import io.grpc.ConnectivityState;
import io.mprpc.internal.grpc.client.Resolution;
import org.jspecify.annotations.Nullable;

/**
 * Routing of the calls of one method through one channel at one moment, with its reasons.
 *
 * @param channel target of the channel
 * @param method simple name of the method, empty for any
 * @param resolution content of the registry, {@code null} if it was not asked or has not
 * answered
 * @param rules the rules that apply
 * @param connectivity state of the channel's balancer as a whole
 * @param error why the last resolution failed, {@code null} if it did not
 * @param instances every instance that the registry or the balancer knows, also those
 * that do not fit the target
 * @since 0.1
 */
public record RoutingSnapshot(String channel, String method, @Nullable Resolution resolution, String rules,
		ConnectivityState connectivity, @Nullable String error, List<InstanceRoute> instances) {

	/**
	 * Copies the instances.
	 */
	public RoutingSnapshot {
		instances = List.copyOf(instances);
	}

}
