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
import io.mprpc.internal.grpc.call.ObservedServerCall;
import io.mprpc.internal.grpc.call.ServerCallObserver;
import org.jspecify.annotations.Nullable;

/**
 * Counter of the calls that this process serves, from the arrival of their headers to
 * their end. Methods that the server does not know are not counted.
 *
 * @since 0.1
 */
public final class ProvidedCalls implements ServerCallObserver<MethodCounters> {

	private final CallStatistics statistics = new CallStatistics();

	@Override
	public boolean observes(String fullMethodName) {
		return CallStatistics.counts(fullMethodName);
	}

	@Override
	public @Nullable MethodCounters callStarted(ObservedServerCall call) {
		return this.statistics.of(call.method());
	}

	@Override
	public void callEnded(ObservedServerCall call, Status status, @Nullable MethodCounters counters) {
		if (counters != null) {
			counters.ended(status.getCode(), call.durationNanos());
		}
	}

	CallStatistics statistics() {
		return this.statistics;
	}

}
