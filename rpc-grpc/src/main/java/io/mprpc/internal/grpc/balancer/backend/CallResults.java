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

import java.util.concurrent.atomic.LongAdder;

import io.grpc.ClientStreamTracer;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Counters of the results of calls to one instance. gRPC tells the end of each only once,
 * so that a tracer needs to know of its call only the deadline: a call whose deadline
 * passes before there is an answer ends as one that was cancelled. Those that the caller
 * gave up do not count.
 */
public final class CallResults extends ClientStreamTracer.Factory {

	private final LongAdder succeeded = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final ClientStreamTracer withoutDeadline = new CallTracer(null);

	@Override
	public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
		Deadline deadline = deadline(info);
		return (deadline != null) ? new CallTracer(deadline) : this.withoutDeadline;
	}

	/**
	 * The deadline of a call: its own or the one that it inherits, whichever is earlier.
	 * @param info the call, which is made on the current thread
	 * @return the deadline, {@code null} if there is none
	 */
	static @Nullable Deadline deadline(ClientStreamTracer.StreamInfo info) {
		Deadline own = info.getCallOptions().getDeadline();
		Deadline inherited = Context.current().getDeadline();
		if (own == null || inherited == null) {
			return (own != null) ? own : inherited;
		}
		return own.minimum(inherited);
	}

	/**
	 * Counts a call that has ended.
	 * @param status how it ended
	 * @param deadline its deadline, {@code null} if it had none
	 */
	void count(Status status, @Nullable Deadline deadline) {
		if (speaksAgainstTheInstance(status.getCode())) {
			this.failed.increment();
		}
		else if (status.getCode() != Status.Code.CANCELLED) {
			this.succeeded.increment();
		}
		else if (deadline != null && deadline.isExpired()) {
			this.failed.increment();
		}
	}

	/**
	 * Counts since the last time.
	 * @return the numbers
	 */
	Tally take() {
		return new Tally(this.succeeded.sumThenReset(), this.failed.sumThenReset());
	}

	// A status that a handler answers on purpose, from NOT_FOUND to RESOURCE_EXHAUSTED,
	// is an answer: another instance would give it too, or would be overloaded next.
	private static boolean speaksAgainstTheInstance(Status.Code code) {
		return switch (code) {
			case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, UNKNOWN, DATA_LOSS -> true;
			default -> false;
		};
	}

	private final class CallTracer extends ClientStreamTracer {

		private final @Nullable Deadline deadline;

		CallTracer(@Nullable Deadline deadline) {
			this.deadline = deadline;
		}

		@Override
		public void streamClosed(Status status) {
			count(status, this.deadline);
		}

	}

	/**
	 * Calls that ended in some time.
	 *
	 * @param succeeded how many the instance answered
	 * @param failed how many speak against the instance
	 */
	record Tally(long succeeded, long failed) {

		long calls() {
			return this.succeeded + this.failed;
		}

		double failurePercentage() {
			return (calls() > 0) ? 100.0 * this.failed / calls() : 0;
		}

	}

}
