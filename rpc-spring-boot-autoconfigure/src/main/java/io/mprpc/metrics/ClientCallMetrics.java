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
import java.util.function.LongSupplier;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Measures what becomes of a call on its way to an instance: attempts, waits, and calls
 * that nobody got.
 *
 * @since 0.1
 */
public final class ClientCallMetrics implements ClientInterceptor {

	private final MeterRegistry registry;

	private final InstanceMeters instances;

	private final LongSupplier nanoTime;

	private final ConcurrentMap<String, Waits> waits = new ConcurrentHashMap<>();

	private final MeteringFailures failures = new MeteringFailures();

	/**
	 * Creates the metrics.
	 * @param registry where meters are registered
	 * @param instanceLimit number of instances to tell apart at most, zero to tell none
	 * apart
	 * @param nanoTime ticking time in nanoseconds
	 */
	public ClientCallMetrics(MeterRegistry registry, int instanceLimit, LongSupplier nanoTime) {
		this.registry = registry;
		this.instances = new InstanceMeters(registry, instanceLimit);
		this.nanoTime = nanoTime;
	}

	@Override
	public <Q, P> ClientCall<Q, P> interceptCall(MethodDescriptor<Q, P> method, CallOptions options, Channel next) {
		Call call = new Call(method);
		return new ForwardingClientCall.SimpleForwardingClientCall<>(
				next.newCall(method, options.withStreamTracerFactory(call))) {

			@Override
			public void start(Listener<P> listener, Metadata headers) {
				super.start(new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {

					@Override
					public void onClose(Status status, Metadata trailers) {
						call.closed(status);
						super.onClose(status, trailers);
					}

				}, headers);
			}

		};
	}

	/**
	 * One call, which makes tracers of its attempts.
	 */
	private final class Call extends ClientStreamTracer.Factory {

		private final MethodDescriptor<?, ?> method;

		private volatile boolean sent;

		Call(MethodDescriptor<?, ?> method) {
			this.method = method;
		}

		@Override
		public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
			Long resolution = (info.getPreviousAttempts() == 0)
					? info.getCallOptions().getOption(ClientStreamTracer.NAME_RESOLUTION_DELAYED) : null;
			return new Attempt(this, AttemptKind.of(info), (resolution != null) ? resolution : 0);
		}

		void closed(Status status) {
			if (this.sent) {
				return;
			}
			try {
				RpcMeter.CLIENT_UNSENT
					.counter(ClientCallMetrics.this.registry, String.valueOf(this.method.getServiceName()),
							String.valueOf(this.method.getBareMethodName()), status.getCode().name())
					.increment();
			}
			catch (RuntimeException ex) {
				ClientCallMetrics.this.failures.caught(ex);
			}
		}

	}

	private final class Attempt extends ClientStreamTracer {

		private final Call call;

		private final AttemptKind kind;

		private final long resolutionNanos;

		// Zero for not at all. The transport's threads and the caller's hand over to each
		// other.
		private volatile long pendingSince;

		private volatile long sentAt;

		private volatile @Nullable Attributes transport;

		Attempt(Call call, AttemptKind kind, long resolutionNanos) {
			this.call = call;
			this.kind = kind;
			this.resolutionNanos = resolutionNanos;
		}

		@Override
		public void createPendingStream() {
			this.pendingSince = now();
		}

		@Override
		public void streamCreated(Attributes transportAttributes, Metadata headers) {
			long now = now();
			this.call.sent = true;
			this.sentAt = now;
			this.transport = transportAttributes;
			waited(now, true);
		}

		@Override
		public void streamClosed(Status status) {
			long now = now();
			Attributes to = this.transport;
			if (to == null) {
				waited(now, false);
				return;
			}
			try {
				ClientCallMetrics.this.instances.of(to, now)
					.record(this.call.method, this.kind, status.getCode(), now - this.sentAt, now);
			}
			catch (RuntimeException ex) {
				ClientCallMetrics.this.failures.caught(ex);
			}
		}

		private void waited(long now, boolean successful) {
			long since = this.pendingSince;
			if (since == 0 && this.resolutionNanos == 0) {
				return;
			}
			long nanos = this.resolutionNanos + ((since != 0) ? now - since : 0);
			try {
				Waits ofMethod = ClientCallMetrics.this.waits.computeIfAbsent(this.call.method.getFullMethodName(),
						(name) -> new Waits(ClientCallMetrics.this.registry, this.call.method));
				(successful ? ofMethod.sent : ofMethod.failed).record(nanos, TimeUnit.NANOSECONDS);
			}
			catch (RuntimeException ex) {
				ClientCallMetrics.this.failures.caught(ex);
			}
		}

		private long now() {
			long now = ClientCallMetrics.this.nanoTime.getAsLong();
			return (now != 0) ? now : 1;
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
