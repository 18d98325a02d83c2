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

package io.mprpc.registryserver.explain;

import java.util.List;

import io.mprpc.registry.Endpoint;

/**
 * Explanation whether consumers may pick an instance, as far as the registry decides.
 *
 * @param endpoint where it takes calls
 * @param application name of its application, may be empty
 * @param version version of the service there, empty if it has none
 * @param zone zone that it runs in, empty if it has none
 * @param weight effective weight for consumers
 * @param offered whether consumers may pick it
 * @param share share of the weights of all that may be picked, from 0 to 1; balancing by
 * zone, load or key distributes calls differently
 * @param reasons reasons why consumers do not pick it, empty if they may
 */
public record InstanceExplanation(Endpoint endpoint, String application, String version, String zone, int weight,
		boolean offered, double share, List<Reason> reasons) {

	/**
	 * Copies the reasons.
	 */
	public InstanceExplanation {
		reasons = List.copyOf(reasons);
	}

}
