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
package io.mprpc.internal.grpc.metrics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mprpc.internal.grpc.call.ObservedServerCall;
import io.mprpc.internal.grpc.call.ServerCallObserver;
import io.mprpc.internal.grpc.call.Timing;
import io.mprpc.internal.grpc.server.InfrastructureCalls;
import org.jspecify.annotations.Nullable;

/**
 * Meters of calls before and while they are handled. Only methods that the server knows
 * have meters, so that callers cannot make any up. gRPC's own services have none.
 *
 * @since 0.1
 */
public final class ServerCallMetrics implements ServerCallObserver<LongAdder> {

	private final MeterRegistry registry;

	private final ConcurrentMap<String, MethodMeters> methods = new ConcurrentHashMap<>();

	private final MeteringFailures failures = new MeteringFailures();

	/**
	 * Creates the metrics.
	 * @param registry where meters are registered
	 */
	public ServerCallMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean observes(String fullMethodName) {
		// A health watch lasts as long as its client and would count as a call all that
		// time.
		return !InfrastructureCalls.includes(fullMethodName);
	}

	@Override
	public Timing timing() {
		return Timing.PHASES;
	}

	@Override
	public void callDispatched(ObservedServerCall call) {
		try {
			meters(call.method()).queue.record(call.queueNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RuntimeException ex) {
			this.failures.caught(ex);
		}
	}

	@Override
	public @Nullable LongAdder callStarted(ObservedServerCall call) {
		MethodMeters meters = this.methods.get(call.method().getFullMethodName());
		if (meters == null) {
			return null;
		}
		meters.active.increment();
		return meters.active;
	}

	@Override
	public void callEnded(ObservedServerCall call, Status status, @Nullable LongAdder active) {
		if (active != null) {
			active.decrement();
		}
	}

	private MethodMeters meters(MethodDescriptor<?, ?> method) {
		String name = method.getFullMethodName();
		MethodMeters known = this.methods.get(name);
		return (known != null) ? known
				: this.methods.computeIfAbsent(name, (key) -> new MethodMeters(this.registry, method));
	}

	private static final class MethodMeters {

		private final Timer queue;

		private final LongAdder active = new LongAdder();

		MethodMeters(MeterRegistry registry, MethodDescriptor<?, ?> method) {
			String service = String.valueOf(method.getServiceName());
			String name = String.valueOf(method.getBareMethodName());
			this.queue = RpcMeter.SERVER_QUEUE.timer(registry, service, name);
			RpcMeter.SERVER_ACTIVE.gauge(registry, this.active::sum, service, name);
		}

	}

}
