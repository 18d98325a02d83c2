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

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls that this process serves, from the arrival of their headers to their
 * end. Methods that the server does not know are not counted.
 *
 * @since 0.1
 */
public final class ProvidedCalls extends ServerStreamTracer.Factory {

	private static final ServerStreamTracer UNCOUNTED = new ServerStreamTracer() {
	};

	private final LongSupplier nanoTime;

	private final CallFigures figures = new CallFigures();

	/**
	 * Creates the figures.
	 * @param nanoTime ticking time in nanoseconds
	 */
	public ProvidedCalls(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	@Override
	public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
		return CallFigures.counts(fullMethodName) ? new Call() : UNCOUNTED;
	}

	CallFigures figures() {
		return this.figures;
	}

	private final class Call extends ServerStreamTracer {

		private final long start = ProvidedCalls.this.nanoTime.getAsLong();

		// A cancelled call may be closed before it is started, on another thread.
		private final AtomicReference<@Nullable MethodCounters> counters = new AtomicReference<>();

		@Override
		public void serverCallStarted(ServerCallInfo<?, ?> call) {
			this.counters.set(ProvidedCalls.this.figures.of(call.getMethodDescriptor()));
		}

		@Override
		public void streamClosed(Status status) {
			MethodCounters current = this.counters.getAndSet(null);
			if (current != null) {
				current.ended(status.getCode(), ProvidedCalls.this.nanoTime.getAsLong() - this.start);
			}
		}

	}

}
