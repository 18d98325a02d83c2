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

package io.mprpc.metrics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mprpc.provider.InfrastructureCalls;
import org.jspecify.annotations.Nullable;

/**
 * Measures calls before and while they are handled. Only methods that the server knows
 * have meters, so that callers cannot make any up. gRPC's own services and the admin
 * service have none.
 *
 * @since 0.1
 */
public final class ServerCallMetrics extends ServerStreamTracer.Factory {

	private static final ServerStreamTracer UNMEASURED = new ServerStreamTracer() {
	};

	private final MeterRegistry registry;

	private final LongSupplier nanoTime;

	private final ConcurrentMap<String, MethodMeters> methods = new ConcurrentHashMap<>();

	private final MeteringFailures failures = new MeteringFailures();

	/**
	 * Creates the metrics.
	 * @param registry where meters are registered
	 * @param nanoTime ticking time in nanoseconds
	 */
	public ServerCallMetrics(MeterRegistry registry, LongSupplier nanoTime) {
		this.registry = registry;
		this.nanoTime = nanoTime;
	}

	@Override
	public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
		// A health watch lasts as long as its client and would count as a call all that
		// time.
		return InfrastructureCalls.includes(fullMethodName) ? UNMEASURED : new Call();
	}

	private MethodMeters meters(MethodDescriptor<?, ?> method) {
		String name = method.getFullMethodName();
		MethodMeters known = this.methods.get(name);
		return (known != null) ? known
				: this.methods.computeIfAbsent(name, (key) -> new MethodMeters(this.registry, method));
	}

	private final class Call extends ServerStreamTracer {

		private final long arrival = ServerCallMetrics.this.nanoTime.getAsLong();

		// A cancelled call may be closed before it is started, on another thread.
		private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

		@Override
		public void serverCallStarted(ServerCallInfo<?, ?> call) {
			try {
				started(meters(call.getMethodDescriptor()));
			}
			catch (RuntimeException ex) {
				ServerCallMetrics.this.failures.caught(ex);
			}
		}

		private void started(MethodMeters meters) {
			meters.queue.record(ServerCallMetrics.this.nanoTime.getAsLong() - this.arrival, TimeUnit.NANOSECONDS);
			// First up, so that the count is never below zero.
			meters.active.increment();
			if (!this.state.compareAndSet(null, meters)) {
				meters.active.decrement();
			}
		}

		@Override
		public void streamClosed(Status status) {
			if (this.state.getAndSet(status) instanceof MethodMeters meters) {
				meters.active.decrement();
			}
		}

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
