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

import io.grpc.Attributes;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mprpc.internal.grpc.call.ClientCallObserver;
import io.mprpc.internal.grpc.call.ObservedAttempt;
import io.mprpc.internal.grpc.call.ObservedClientCall;
import io.mprpc.internal.grpc.call.Timing;

/**
 * Meters of calls on their way to an instance: attempts, waits, and calls that reached
 * none.
 *
 * @since 0.1
 */
public final class ClientCallMetrics implements ClientCallObserver<MethodDescriptor<?, ?>> {

	private final MeterRegistry registry;

	private final InstanceMeters instances;

	private final ConcurrentMap<String, Waits> waits = new ConcurrentHashMap<>();

	private final MeteringFailures failures = new MeteringFailures();

	/**
	 * Creates the metrics.
	 * @param registry where meters are registered
	 * @param instanceLimit number of instances to tell apart at most, zero to tell none
	 * apart
	 */
	public ClientCallMetrics(MeterRegistry registry, int instanceLimit) {
		this.registry = registry;
		this.instances = new InstanceMeters(registry, instanceLimit);
	}

	@Override
	public Timing timing() {
		return Timing.PHASES;
	}

	@Override
	public boolean observesAttempts() {
		return true;
	}

	@Override
	public MethodDescriptor<?, ?> callStarted(ObservedClientCall call) {
		return call.method();
	}

	@Override
	public void attemptSent(ObservedAttempt attempt, MethodDescriptor<?, ?> method) {
		waited(attempt, method);
	}

	@Override
	public void attemptEnded(ObservedAttempt attempt, Status status, MethodDescriptor<?, ?> method) {
		Attributes to = attempt.transport();
		if (to == null) {
			waited(attempt, method);
			return;
		}
		try {
			this.instances.of(to, attempt.endNanos())
				.record(method, AttemptKind.of(attempt.info()), status.getCode(), attempt.durationNanos(),
						attempt.endNanos());
		}
		catch (RuntimeException ex) {
			this.failures.caught(ex);
		}
	}

	@Override
	public void callEnded(ObservedClientCall call, Status status, MethodDescriptor<?, ?> method) {
		if (call.sentAttempts() > 0) {
			return;
		}
		try {
			RpcMeter.CLIENT_UNSENT
				.counter(this.registry, String.valueOf(method.getServiceName()),
						String.valueOf(method.getBareMethodName()), status.getCode().name())
				.increment();
		}
		catch (RuntimeException ex) {
			this.failures.caught(ex);
		}
	}

	private void waited(ObservedAttempt attempt, MethodDescriptor<?, ?> method) {
		Long resolution = attempt.resolutionNanos();
		long nanos = attempt.delayNanos() + ((resolution != null) ? resolution : 0);
		if (nanos == 0 && !attempt.isDelayed()) {
			return;
		}
		try {
			Waits ofMethod = this.waits.computeIfAbsent(method.getFullMethodName(),
					(name) -> new Waits(this.registry, method));
			(attempt.isSent() ? ofMethod.sent : ofMethod.failed).record(nanos, TimeUnit.NANOSECONDS);
		}
		catch (RuntimeException ex) {
			this.failures.caught(ex);
		}
	}

	private static final class Waits {

		private final Timer sent;

		private final Timer failed;

		Waits(MeterRegistry registry, MethodDescriptor<?, ?> method) {
			String service = String.valueOf(method.getServiceName());
			String name = String.valueOf(method.getBareMethodName());
			this.sent = RpcMeter.CLIENT_WAIT.timer(registry, service, name, "sent");
			this.failed = RpcMeter.CLIENT_WAIT.timer(registry, service, name, "failed");
		}

	}

}
