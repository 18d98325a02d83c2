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

package io.mprpc.internal.grpc.report;

import io.grpc.Status;
import io.mprpc.internal.grpc.call.ObservedServerCall;
import io.mprpc.internal.grpc.call.ServerCallObserver;
import io.mprpc.reports.v1.SeriesKind;
import org.jspecify.annotations.Nullable;

/**
 * Counter of the calls that this process serves, from the arrival of their headers to
 * their end. Methods that the server does not know are not counted.
 *
 * @since 0.1
 */
public final class ProvidedCalls implements ServerCallObserver<CallCounters> {

	private final ObservationSwitch active;

	private final MethodSeries<CallCounters> methods = new MethodSeries<>(SeriesKind.PROVIDED_METHOD,
			SeriesKind.OTHER_PROVIDED, CallCounters::new);

	ProvidedCalls(ObservationSwitch active) {
		this.active = active;
	}

	@Override
	public boolean observes(String fullMethodName) {
		return this.active.isOn() && MethodSeries.counts(fullMethodName);
	}

	@Override
	public void follow(Runnable changed) {
		this.active.follow(changed);
	}

	@Override
	public CallCounters callStarted(ObservedServerCall call) {
		CallCounters counters = this.methods.of(call.method());
		counters.begin();
		return counters;
	}

	@Override
	public void callEnded(ObservedServerCall call, Status status, @Nullable CallCounters counters) {
		if (counters == null) {
			return;
		}
		if (CallCounters.isTimed(call.method())) {
			counters.end(status.getCode(), call.durationNanos());
		}
		else {
			counters.end(status.getCode());
		}
	}

	MethodSeries<CallCounters> methods() {
		return this.methods;
	}

}
