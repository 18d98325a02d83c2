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

import java.util.function.Supplier;

import io.grpc.Attributes;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
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

	private static final Attributes.Key<TracedCall<?, ?>> CALL = Attributes.Key
		.create("io.mprpc.provider.observed-call");

	private final UnhandledExceptionLog log;

	private final boolean traced;

	/**
	 * Creates the interceptor.
	 * @param log where exceptions are written
	 * @param traced whether a {@link TraceCapture} tells the trace of each call
	 */
	public UnhandledExceptionInterceptor(UnhandledExceptionLog log, boolean traced) {
		this.log = log;
		this.traced = traced;
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
		ObservedCall<Q, A> observed = this.traced ? new TracedCall<>(call, this.log)
				: new ObservedCall<>(call, this.log);
		return new ObservedListener<>(next.startCall(observed, headers), observed);
	}

	/**
	 * Whether a status is what gRPC makes of an exception that is not itself a status.
	 */
	private static boolean isUnhandled(Status status) {
		Throwable cause = status.getCause();
		return cause != null && !(cause instanceof StatusException) && !(cause instanceof StatusRuntimeException)
				&& status.getCode() == Status.fromThrowable(cause).getCode();
	}

	/**
	 * Tells the trace of each call to the log. Belongs inside the interceptor that starts
	 * the trace.
	 *
	 * @since 0.1
	 */
	public static final class TraceCapture implements ServerInterceptor {

		private final Supplier<@Nullable String> traceId;

		/**
		 * Creates the interceptor.
		 * @param traceId identity of the trace that the current thread works for
		 */
		public TraceCapture(Supplier<@Nullable String> traceId) {
			this.traceId = traceId;
		}

		@Override
		public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
				ServerCallHandler<Q, A> next) {
			TracedCall<?, ?> traced = call.getAttributes().get(CALL);
			if (traced != null) {
				traced.trace = this.traceId.get();
			}
			return next.startCall(call, headers);
		}

	}

	private static class ObservedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

		private final UnhandledExceptionLog log;

		ObservedCall(ServerCall<Q, A> call, UnhandledExceptionLog log) {
			super(call);
			this.log = log;
		}

		@Nullable String trace() {
			return null;
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

	/** Can be found by a {@link TraceCapture}, whatever stands between. */
	private static final class TracedCall<Q, A> extends ObservedCall<Q, A> {

		// Interceptors ask for it, some more than once.
		private final Attributes attributes;

		private volatile @Nullable String trace;

		TracedCall(ServerCall<Q, A> call, UnhandledExceptionLog log) {
			super(call, log);
			this.attributes = call.getAttributes().toBuilder().set(CALL, this).build();
		}

		@Override
		public Attributes getAttributes() {
			return this.attributes;
		}

		@Override
		@Nullable String trace() {
			return this.trace;
		}

	}

	/** Nothing is left to be answered when these callbacks fail. */
	private static final class ObservedListener<Q> extends SimpleForwardingServerCallListener<Q> {

		private final ObservedCall<Q, ?> call;

		ObservedListener(ServerCall.Listener<Q> listener, ObservedCall<Q, ?> call) {
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
