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

package io.mprpc.internal.grpc.balancer.pick;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.mprpc.internal.grpc.call.ObservedClientCall;
import io.mprpc.internal.grpc.call.PickProblem;

/**
 * Strategy that picks no instance, and leaves the reason with the call: the status does
 * not tell no instance from no connection, and a call that waits has none.
 *
 * @param result what each call gets
 * @param problem why
 */
record FailedPickStrategy(PickResult result, PickProblem problem) implements PickStrategy {

	@Override
	public PickResult choose(PickSubchannelArgs call) {
		ObservedClientCall observed = ObservedClientCall.of(call.getCallOptions());
		if (observed != null) {
			observed.notPicked(this.problem);
		}
		return this.result;
	}

}
