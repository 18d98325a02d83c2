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

package io.mprpc.internal.grpc.client;

import java.util.concurrent.TimeUnit;

import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.internal.grpc.client.settings.CallDeadline;
import org.jspecify.annotations.Nullable;

/**
 * A call whose status says, where it met a limit, which limit that was and where it is
 * set: gRPC does not know.
 */
final class ExplainedCall<Q, A> extends SimpleForwardingClientCall<Q, A> {

	// As gRPC's deframer writes it, on either side.
	private static final String TOO_LARGE = "gRPC message exceeds maximum size";

	private final MethodDescriptor<Q, A> method;

	private final @Nullable Deadline deadline;

	private final long nanos;

	private final @Nullable String property;

	private final boolean inherited;

	private ExplainedCall(ClientCall<Q, A> call, MethodDescriptor<Q, A> method, @Nullable Deadline deadline, long nanos,
			@Nullable String property, boolean inherited) {
		super(call);
		this.method = method;
		this.deadline = deadline;
		this.nanos = nanos;
		this.property = property;
		this.inherited = inherited;
	}

	/** Without a deadline. */
	static <Q, A> ExplainedCall<Q, A> unlimited(ClientCall<Q, A> call, MethodDescriptor<Q, A> method) {
		return new ExplainedCall<>(call, method, null, 0, null, false);
	}

	/** With a deadline that a property says. */
	static <Q, A> ExplainedCall<Q, A> configured(ClientCall<Q, A> call, MethodDescriptor<Q, A> method,
			@Nullable Deadline deadline, CallDeadline configured) {
		return new ExplainedCall<>(call, method, deadline, configured.timeout().toNanos(), configured.property(),
				false);
	}

	/** With a deadline that the caller has set. */
	static <Q, A> ExplainedCall<Q, A> ofCaller(ClientCall<Q, A> call, MethodDescriptor<Q, A> method,
			Deadline deadline) {
		return new ExplainedCall<>(call, method, deadline, deadline.timeRemaining(TimeUnit.NANOSECONDS), null, false);
	}

	/** With the deadline of the context, most often of the call that is being served. */
	static <Q, A> ExplainedCall<Q, A> inherited(ClientCall<Q, A> call, MethodDescriptor<Q, A> method,
			Deadline deadline) {
		return new ExplainedCall<>(call, method, deadline, deadline.timeRemaining(TimeUnit.NANOSECONDS), null, true);
	}

	@Override
	public void start(Listener<A> listener, Metadata headers) {
		super.start(new SimpleForwardingClientCallListener<>(listener) {

			@Override
			public void onClose(Status status, Metadata trailers) {
				super.onClose(status.isOk() ? status : explain(status), trailers);
			}

		}, headers);
	}

	private Status explain(Status status) {
		return switch (status.getCode()) {
			// A handler may answer with this code too, when a call of its own took long.
			case DEADLINE_EXCEEDED -> (this.deadline != null && this.deadline.isExpired()) ? status.augmentDescription(
					"The call to " + this.method.getFullMethodName() + " had " + text(this.nanos) + ": " + origin())
					: status;
			case RESOURCE_EXHAUSTED -> isTooLarge(status) ? status.augmentDescription(sizeLimits()) : status;
			default -> status;
		};
	}

	private static boolean isTooLarge(Status status) {
		return status.getDescription() != null && status.getDescription().contains(TOO_LARGE);
	}

	private String sizeLimits() {
		return "The size of responses of " + this.method.getFullMethodName() + " is limited by rpc.client.references."
				+ this.method.getServiceName() + ".max-inbound-message-size here, that of requests by "
				+ "spring.grpc.server.inbound.message.max-size at the provider";
	}

	private String origin() {
		if (this.property != null) {
			return this.property;
		}
		return (this.inherited) ? "the rest of the deadline of the call that is being served (gRPC context)"
				: "the deadline that its caller set (withDeadlineAfter, an interceptor, "
						+ "or spring.grpc.client.channel.*.default.deadline)";
	}

	private static String text(long nanos) {
		// What a caller sets is measured a moment later.
		long millis = Math.max(0, Math.round(nanos / 1_000_000.0));
		return (millis >= 1_000 && millis % 1_000 == 0) ? millis / 1_000 + " s" : millis + " ms";
	}

}
