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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.grpc.Status;
import io.mprpc.internal.grpc.call.ClientCallObserver;
import io.mprpc.internal.grpc.call.ObservedClientCall;
import io.mprpc.internal.grpc.call.PickedInstance;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Subscription;
import io.mprpc.reports.v1.SeriesKind;
import org.jspecify.annotations.Nullable;

/**
 * Counter of the calls that this process makes, from their start to their end, with all
 * their attempts as one. A call counts for the instance that answered it.
 *
 * @since 0.1
 */
public final class ConsumedCalls implements ClientCallObserver<ConsumedMethod> {

	private final ObservationSwitch active;

	private final ConsumedInstances instances;

	private final MethodSeries<ConsumedMethod> methods;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	ConsumedCalls(ObservationSwitch active, TimeSource time) {
		this.active = active;
		this.instances = new ConsumedInstances(time);
		this.methods = new MethodSeries<>(SeriesKind.CONSUMED_METHOD, SeriesKind.OTHER_CONSUMED,
				(names) -> new ConsumedMethod(names, this.instances));
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
	public boolean observesRoute() {
		return true;
	}

	@Override
	public ConsumedMethod callStarted(ObservedClientCall call) {
		ConsumedMethod method = this.methods.of(call.method());
		method.begin();
		return method;
	}

	@Override
	public void callEnded(ObservedClientCall call, Status status, ConsumedMethod method) {
		if (call.sentAttempts() == 0) {
			unsent(UnsentCall.of(status, call.problem()), status, method);
			return;
		}
		end(call, status, method);
		PickedInstance instance = call.instance();
		CallCounters counters = (instance != null) ? method.at(instance.endpoint()) : null;
		if (counters != null) {
			end(call, status, counters);
		}
	}

	MethodSeries<ConsumedMethod> methods() {
		return this.methods;
	}

	ConsumedInstances instances() {
		return this.instances;
	}

	Subscription onUnsent(Runnable listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	private void unsent(@Nullable UnsentCall unsent, Status status, ConsumedMethod method) {
		if (unsent != null) {
			method.unsent().add(unsent.reason(), unsent.text());
		}
		method.end(status.getCode());
		if (unsent != null) {
			this.listeners.forEach(Runnable::run);
		}
	}

	private static void end(ObservedClientCall call, Status status, CallCounters counters) {
		if (CallCounters.isTimed(call.method())) {
			counters.end(status.getCode(), call.durationNanos());
		}
		else {
			counters.end(status.getCode());
		}
	}

}
