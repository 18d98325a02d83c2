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

package io.mprpc.internal.grpc.client;

import io.grpc.Attributes;
import io.grpc.LoadBalancer.PickSubchannelArgs;

/**
 * Selector of the destination of each call through a channel. A name resolver hands it to
 * the load balancer in the attributes of a resolution; without one, all calls go to
 * {@link Destination#DEFAULT} and nothing is asked.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface DestinationSelector {

	/** Attribute of a resolution: the selector that applies to the channel's calls. */
	Attributes.Key<DestinationSelector> KEY = Attributes.Key.create("io.mprpc.destination-selector");

	/**
	 * Selects the destination of a call. Called for each attempt, by several threads,
	 * which it must not hold up.
	 * @param call the call
	 * @return the destination, one of few
	 */
	Destination select(PickSubchannelArgs call);

}
