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

package io.mprpc.tracing;

import java.net.SocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.binder.grpc.GrpcClientObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into a call's observation which instance served it, that it waited for one, and
 * that it was tried again. Belongs inside the interceptor that starts the observation; a
 * call without one costs nothing here.
 *
 * @since 0.1
 */
public final class AttemptEvents implements ClientInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(AttemptEvents.class);

	private final ObservationRegistry observations;

	private final LongSupplier nanoTime;

	private final AtomicBoolean failed = new AtomicBoolean();

	/**
	 * Creates the interceptor.
	 * @param observations where the current observation is found
	 * @param nanoTime ticking time in nanoseconds
	 */
	public AttemptEvents(ObservationRegistry observations, LongSupplier nanoTime) {
		this.observations = observations;
		this.nanoTime = nanoTime;
	}

	@Override
	public <Q, P> ClientCall<Q, P> interceptCall(MethodDescriptor<Q, P> method, CallOptions options, Channel next) {
		Call call = new Call();
		return new ForwardingClientCall.SimpleForwardingClientCall<>(
				next.newCall(method, options.withStreamTracerFactory(call))) {

			@Override
			public void start(Listener<P> listener, Metadata headers) {
				call.observation = observation(method);
				super.start((call.observation == null) ? listener
						: new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {

							@Override
							public void onClose(Status status, Metadata trailers) {
								call.closed();
								super.onClose(status, trailers);
							}

						}, headers);
			}

		};
	}

	private @Nullable Observation observation(MethodDescriptor<?, ?> method) {
		Observation current = this.observations.getCurrentObservation();
		return (current != null && current.getContextView() instanceof GrpcClientObservationContext context
				&& method.getFullMethodName().equals(context.getFullMethodName())) ? current : null;
	}

	// In a stream tracer an exception would keep the call from ever ending, or end its
	// channel.
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

	private final class Call extends ClientStreamTracer.Factory {

		private final AtomicInteger sent = new AtomicInteger();

		private volatile @Nullable Observation observation;

		private volatile @Nullable SocketAddress instance;

		@Override
		public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
			return new Attempt(this, info);
		}

		void event(String name, String text) {
			Observation current = this.observation;
			if (current != null) {
				quietly(() -> current.event(Observation.Event.of(name, text)));
			}
		}

		/** No event after this: the observation ends. */
		void closed() {
			Observation current = this.observation;
			this.observation = null;
			if (current != null) {
				SocketAddress address = this.instance;
				quietly(() -> {
					current.highCardinalityKeyValue("rpc.instance",
							(address != null) ? text(address) : KeyValue.NONE_VALUE);
					current.highCardinalityKeyValue("rpc.attempts", String.valueOf(this.sent.get()));
				});
			}
		}

		// An unresolved name is shown after a slash where there is none.
		private static String text(SocketAddress address) {
			String text = address.toString();
			return text.substring(text.indexOf('/') + 1);
		}

	}

	private final class Attempt extends ClientStreamTracer {

		private final Call call;

		private final ClientStreamTracer.StreamInfo info;

		private volatile long pendingSince;

		private volatile boolean created;

		private volatile @Nullable SocketAddress instance;

		Attempt(Call call, ClientStreamTracer.StreamInfo info) {
			this.call = call;
			this.info = info;
		}

		@Override
		public void createPendingStream() {
			this.pendingSince = AttemptEvents.this.nanoTime.getAsLong();
		}

		@Override
		public void streamCreated(Attributes transport, Metadata headers) {
			this.created = true;
			this.call.sent.incrementAndGet();
			this.instance = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
			this.call.instance = this.instance;
			waited();
			if (this.info.isTransparentRetry()) {
				this.call.event("rpc.transparent_retry", "rpc.transparent_retry");
			}
			else if (this.info.getPreviousAttempts() > 0) {
				String name = this.info.isHedging() ? "rpc.hedge" : "rpc.retry";
				this.call.event(name, name + ' ' + this.info.getPreviousAttempts());
			}
		}

		@Override
		public void inboundHeaders() {
			// Of several hedged attempts, the one that answers.
			this.call.instance = this.instance;
		}

		@Override
		public void streamClosed(Status status) {
			if (!this.created) {
				waited();
			}
		}

		private void waited() {
			Long resolution = (this.info.getPreviousAttempts() == 0)
					? this.info.getCallOptions().getOption(NAME_RESOLUTION_DELAYED) : null;
			if (resolution != null) {
				this.call.event("rpc.resolution_wait", "rpc.resolution_wait " + millis(resolution));
			}
			if (this.pendingSince != 0) {
				long nanos = AttemptEvents.this.nanoTime.getAsLong() - this.pendingSince;
				this.call.event("rpc.instance_wait", "rpc.instance_wait " + millis(nanos));
			}
		}

		private static String millis(long nanos) {
			return String.format(Locale.ROOT, "%.1fms", TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0);
		}

	}

}
