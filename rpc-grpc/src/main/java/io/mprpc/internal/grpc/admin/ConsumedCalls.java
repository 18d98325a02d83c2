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
package io.mprpc.internal.grpc.admin;

import io.grpc.Status;
import io.mprpc.internal.grpc.call.ClientCallObserver;
import io.mprpc.internal.grpc.call.ObservedClientCall;
import org.jspecify.annotations.Nullable;

/**
 * Counter of the calls that this process makes, from their start to their end, with all
 * their attempts as one.
 *
 * @since 0.1
 */
public final class ConsumedCalls implements ClientCallObserver<MethodCounters> {

	private final CallStatistics statistics = new CallStatistics();

	@Override
	public boolean observes(String fullMethodName) {
		return CallStatistics.counts(fullMethodName);
	}

	@Override
	public @Nullable MethodCounters callStarted(ObservedClientCall call) {
		return this.statistics.of(call.method());
	}

	@Override
	public void callEnded(ObservedClientCall call, Status status, MethodCounters counters) {
		counters.ended(status.getCode(), call.durationNanos());
	}

	CallStatistics statistics() {
		return this.statistics;
	}

}
