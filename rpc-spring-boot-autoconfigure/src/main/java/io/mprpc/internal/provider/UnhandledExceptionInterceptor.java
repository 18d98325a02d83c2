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

package io.mprpc.internal.provider;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.mprpc.internal.grpc.call.ObservedServerCall;
import io.mprpc.internal.grpc.server.UnhandledExceptionLog;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Outermost interceptor, which logs exceptions that neither a handler nor an exception
 * handler of the application turned into a status. Wherever they were thrown, by a
 * handler, by one of its callbacks or by an interceptor, Spring gRPC closes the call with
 * them as the cause of the status.
 *
 * @since 0.1
 */
public final class UnhandledExceptionInterceptor implements ServerInterceptor, PriorityOrdered {

	private final UnhandledExceptionLog log;

	/**
	 * Creates the interceptor.
	 * @param log where exceptions are written
	 */
	public UnhandledExceptionInterceptor(UnhandledExceptionLog log) {
		this.log = log;
	}

	/**
	 * Before Spring gRPC's exception handling, which is not a {@link PriorityOrdered}.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
			ServerCallHandler<Q, A> next) {
		WatchedCall<Q, A> watched = new WatchedCall<>(call, this.log, ObservedServerCall.current());
		return new WatchedListener<>(next.startCall(watched, headers), watched);
	}

	/**
	 * Whether a status is the one that gRPC makes of an exception that is not itself a
	 * status.
	 */
	private static boolean isUnhandled(Status status) {
		Throwable cause = status.getCause();
		return cause != null && !(cause instanceof StatusException) && !(cause instanceof StatusRuntimeException)
				&& status.getCode() == Status.fromThrowable(cause).getCode();
	}

	private static final class WatchedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

		private final UnhandledExceptionLog log;

		private final @Nullable ObservedServerCall observed;

		WatchedCall(ServerCall<Q, A> call, UnhandledExceptionLog log, @Nullable ObservedServerCall observed) {
			super(call);
			this.log = log;
			this.observed = observed;
		}

		// Known later than the call: the trace is started by an interceptor inside.
		private @Nullable String trace() {
			return (this.observed != null) ? this.observed.traceId() : null;
		}

		@Override
		public void close(Status status, Metadata trailers) {
			if (status.isOk() || !isUnhandled(status)) {
				super.close(status, trailers);
				return;
			}
			unhandled(status.getCause(), "answered with " + status.getCode());
			super.close((status.getDescription() != null) ? status : status.withDescription(description()), trailers);
		}

		private String description() {
			String text = "The handler of " + getMethodDescriptor().getFullMethodName()
					+ " failed with an exception, which is in the log of its process";
			return (trace() != null) ? text + " (trace " + trace() + ')' : text;
		}

		void unhandled(@Nullable Throwable exception, String outcome) {
			this.log.write(getMethodDescriptor().getFullMethodName(), trace(), exception, outcome);
		}

	}

	/** Nothing is left to be answered when these callbacks fail. */
	private static final class WatchedListener<Q> extends SimpleForwardingServerCallListener<Q> {

		private final WatchedCall<Q, ?> call;

		WatchedListener(ServerCall.Listener<Q> listener, WatchedCall<Q, ?> call) {
			super(listener);
			this.call = call;
		}

		@Override
		public void onCancel() {
			try {
				super.onCancel();
			}
			catch (RuntimeException ex) {
				this.call.unhandled(ex, "thrown when the call was cancelled");
			}
		}

		@Override
		public void onComplete() {
			try {
				super.onComplete();
			}
			catch (RuntimeException ex) {
				this.call.unhandled(ex, "thrown after the call had ended");
			}
		}

	}

}
