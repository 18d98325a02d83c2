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
package io.mprpc.internal.grpc.tracing;

import java.net.SocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.grpc.ClientStreamTracer;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.binder.grpc.GrpcClientObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.mprpc.internal.grpc.call.ClientCallObserver;
import io.mprpc.internal.grpc.call.ObservedAttempt;
import io.mprpc.internal.grpc.call.ObservedClientCall;
import io.mprpc.internal.grpc.call.Timing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observer of attempts that adds events to a call's observation: the instance that served
 * it, waits for an instance, and retries.
 *
 * @since 0.1
 */
public final class AttemptEvents implements ClientCallObserver<Observation> {

	private static final Logger logger = LoggerFactory.getLogger(AttemptEvents.class);

	private final ObservationRegistry observations;

	private final AtomicBoolean failed = new AtomicBoolean();

	/**
	 * Creates the observer.
	 * @param observations where the current observation is found
	 */
	public AttemptEvents(ObservationRegistry observations) {
		this.observations = observations;
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
	public @Nullable Observation callStarted(ObservedClientCall call) {
		Observation current = this.observations.getCurrentObservation();
		MethodDescriptor<?, ?> method = call.method();
		return (current != null && current.getContextView() instanceof GrpcClientObservationContext context
				&& method.getFullMethodName().equals(context.getFullMethodName())) ? current : null;
	}

	@Override
	public void attemptSent(ObservedAttempt attempt, Observation observation) {
		waited(attempt, observation);
		ClientStreamTracer.StreamInfo info = attempt.info();
		if (info.isTransparentRetry()) {
			event(attempt, observation, "rpc.transparent_retry", "rpc.transparent_retry");
		}
		else if (info.getPreviousAttempts() > 0) {
			String name = info.isHedging() ? "rpc.hedge" : "rpc.retry";
			event(attempt, observation, name, name + ' ' + info.getPreviousAttempts());
		}
	}

	@Override
	public void attemptEnded(ObservedAttempt attempt, Status status, Observation observation) {
		if (!attempt.isSent()) {
			waited(attempt, observation);
		}
	}

	@Override
	public void callEnded(ObservedClientCall call, Status status, Observation observation) {
		ObservedAttempt served = call.served();
		SocketAddress instance = (served != null) ? served.peer() : null;
		quietly(() -> {
			observation.highCardinalityKeyValue("rpc.instance",
					(instance != null) ? text(instance) : KeyValue.NONE_VALUE);
			observation.highCardinalityKeyValue("rpc.attempts", String.valueOf(call.sentAttempts()));
		});
	}

	private void waited(ObservedAttempt attempt, Observation observation) {
		Long resolution = attempt.resolutionNanos();
		if (resolution != null) {
			event(attempt, observation, "rpc.resolution_wait", "rpc.resolution_wait " + millis(resolution));
		}
		if (attempt.isDelayed()) {
			event(attempt, observation, "rpc.instance_wait", "rpc.instance_wait " + millis(attempt.delayNanos()));
		}
	}

	// No event after the end of the call, which is the end of its observation.
	private void event(ObservedAttempt attempt, Observation observation, String name, String text) {
		if (!attempt.call().isEnded()) {
			quietly(() -> observation.event(Observation.Event.of(name, text)));
		}
	}

	private void quietly(Runnable telling) {
		try {
			telling.run();
		}
		catch (RuntimeException ex) {
			if (this.failed.compareAndSet(false, true)) {
				logger.warn("A call could not be traced: look for the cause in the application's ObservationHandler "
						+ "beans. This is said once", ex);
			}
		}
	}

	// An unresolved name is shown after a slash where there is none.
	private static String text(SocketAddress address) {
		String text = address.toString();
		return text.substring(text.indexOf('/') + 1);
	}

	private static String millis(long nanos) {
		return String.format(Locale.ROOT, "%.1fms", TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0);
	}

}
