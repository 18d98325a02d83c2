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

package io.mprpc.admin;

import java.util.function.LongSupplier;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Counts the calls that this process makes, from their start to their end, with all their
 * attempts as one.
 *
 * @since 0.1
 */
public final class ConsumedCalls implements ClientInterceptor {

	private final LongSupplier nanoTime;

	private final CallFigures figures = new CallFigures();

	/**
	 * Creates the figures.
	 * @param nanoTime ticking time in nanoseconds
	 */
	public ConsumedCalls(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	@Override
	public <Q, P> ClientCall<Q, P> interceptCall(MethodDescriptor<Q, P> method, CallOptions options, Channel next) {
		MethodCounters counters = CallFigures.counts(method.getFullMethodName()) ? this.figures.of(method) : null;
		ClientCall<Q, P> call = next.newCall(method, options);
		return (counters != null) ? new Counted<>(call, counters) : call;
	}

	CallFigures figures() {
		return this.figures;
	}

	private final class Counted<Q, P> extends SimpleForwardingClientCall<Q, P> {

		private final MethodCounters counters;

		Counted(ClientCall<Q, P> call, MethodCounters counters) {
			super(call);
			this.counters = counters;
		}

		@Override
		public void start(Listener<P> listener, Metadata headers) {
			long start = ConsumedCalls.this.nanoTime.getAsLong();
			super.start(new SimpleForwardingClientCallListener<>(listener) {

				@Override
				public void onClose(Status status, Metadata trailers) {
					Counted.this.counters.ended(status.getCode(), ConsumedCalls.this.nanoTime.getAsLong() - start);
					super.onClose(status, trailers);
				}

			}, headers);
		}

	}

}
