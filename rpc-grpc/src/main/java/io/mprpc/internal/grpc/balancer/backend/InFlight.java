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

package io.mprpc.internal.grpc.balancer.backend;

import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.ClientStreamTracer;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Counter of the calls that are in flight to one instance, and of their results.
 */
public final class InFlight extends ClientStreamTracer.Factory {

	private final AtomicInteger count = new AtomicInteger();

	private final CallResults outcomes;

	/**
	 * Creates the count of no call.
	 * @param outcomes where those count that have ended
	 */
	public InFlight(CallResults outcomes) {
		this.outcomes = outcomes;
	}

	/**
	 * Number of calls in flight.
	 * @return the number
	 */
	public int count() {
		return this.count.get();
	}

	@Override
	public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
		return new CallTracer(CallResults.deadline(info));
	}

	/**
	 * Counts a call from the moment its headers are sent: a stream that is created but
	 * never started, as happens to calls cancelled while they wait, is never closed
	 * either.
	 */
	private final class CallTracer extends ClientStreamTracer {

		private final @Nullable Deadline deadline;

		private boolean started;

		private boolean closed;

		CallTracer(@Nullable Deadline deadline) {
			this.deadline = deadline;
		}

		@Override
		public synchronized void outboundHeaders() {
			if (!this.started && !this.closed) {
				this.started = true;
				InFlight.this.count.incrementAndGet();
			}
		}

		@Override
		public synchronized void streamClosed(Status status) {
			InFlight.this.outcomes.count(status, this.deadline);
			if (this.started && !this.closed) {
				InFlight.this.count.decrementAndGet();
			}
			this.closed = true;
		}

	}

}
