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

package io.mprpc.accesslog;

import java.time.InstantSource;
import java.util.function.LongSupplier;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Writes each call that this process makes, once, however often it is tried. Belongs
 * inside the interceptor that starts the call's trace.
 *
 * @since 0.1
 */
public final class ClientAccessLog implements ClientInterceptor {

	private final AccessLog log;

	private final TraceIdSource traceId;

	private final LongSupplier nanoTime;

	private final InstantSource clock;

	/**
	 * Creates the log of a client.
	 * @param log where calls are written
	 * @param traceId identity of the trace that the current thread works for
	 * @param nanoTime ticking time in nanoseconds
	 * @param clock time of day
	 */
	public ClientAccessLog(AccessLog log, TraceIdSource traceId, LongSupplier nanoTime, InstantSource clock) {
		this.log = log;
		this.traceId = traceId;
		this.nanoTime = nanoTime;
		this.clock = clock;
	}

	@Override
	public <Q, P> ClientCall<Q, P> interceptCall(MethodDescriptor<Q, P> method, CallOptions options, Channel next) {
		String service = method.getServiceName();
		if (service == null || !this.log.covers(service)) {
			return next.newCall(method, options);
		}
		CallAttempts attempts = new CallAttempts();
		return new ForwardingClientCall.SimpleForwardingClientCall<>(
				next.newCall(method, options.withStreamTracerFactory(attempts))) {

			@Override
			public void start(Listener<P> listener, Metadata headers) {
				long start = ClientAccessLog.this.nanoTime.getAsLong();
				String trace = ClientAccessLog.this.traceId.get();
				super.start(new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {

					@Override
					public void onClose(Status status, Metadata trailers) {
						try {
							write(method, status, start, attempts, trace);
						}
						finally {
							super.onClose(status, trailers);
						}
					}

				}, headers);
			}

		};
	}

	private void write(MethodDescriptor<?, ?> method, Status status, long start, CallAttempts attempts,
			@Nullable String trace) {
		CallAttempts.Attempt served = attempts.served();
		this.log.write(new AccessRecord(AccessRecord.Side.CLIENT, this.clock.millis(),
				String.valueOf(method.getServiceName()), String.valueOf(method.getBareMethodName()), served.peer(),
				status, this.nanoTime.getAsLong() - start, served.requestBytes(), served.responseBytes(),
				attempts.count(), trace));
	}

}
