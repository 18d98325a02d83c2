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

package io.mprpc.internal.grpc.tracing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Interceptor that restores the caller's context in the callbacks of a call: the current
 * observation and with it the trace and its baggage, and whatever else Micrometer's
 * context propagation knows. gRPC calls them on threads of its own, and Micrometer's
 * interceptor leaves these as they are. A callback on the caller's thread, as with a
 * blocking stub, is not touched.
 *
 * @since 0.1
 */
public final class CallbackContext implements ClientInterceptor {

	private final ContextRegistry contexts;

	private final ThreadLocalAccessor<?> baggage;

	private volatile @Nullable ContextSnapshotFactory snapshots;

	/**
	 * Creates the interceptor.
	 * @param contexts supplier of the context to restore, asked when the first call is
	 * made
	 * @param baggage knows the baggage of traces, for where the others do not
	 */
	public CallbackContext(ContextRegistry contexts, ThreadLocalAccessor<?> baggage) {
		this.contexts = contexts;
		this.baggage = baggage;
	}

	@Override
	public <Q, P> ClientCall<Q, P> interceptCall(MethodDescriptor<Q, P> method, CallOptions options, Channel next) {
		return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {

			@Override
			public void start(Listener<P> listener, Metadata headers) {
				super.start(new ContextListener<>(listener, snapshots().captureAll()), headers);
			}

		};
	}

	private ContextSnapshotFactory snapshots() {
		ContextSnapshotFactory current = this.snapshots;
		if (current == null) {
			ContextRegistry registry = new ContextRegistry();
			this.contexts.getThreadLocalAccessors().forEach(registry::registerThreadLocalAccessor);
			registry.removeThreadLocalAccessor(this.baggage.key());
			// Last, because baggage is attached to the span that the observation brings.
			registry.registerThreadLocalAccessor(this.baggage);
			current = ContextSnapshotFactory.builder().contextRegistry(registry).build();
			this.snapshots = current;
		}
		return current;
	}

	private static final class ContextListener<P> extends ClientCall.Listener<P> {

		private final ClientCall.Listener<P> delegate;

		private final ContextSnapshot snapshot;

		private final Thread caller = Thread.currentThread();

		ContextListener(ClientCall.Listener<P> delegate, ContextSnapshot snapshot) {
			this.delegate = delegate;
			this.snapshot = snapshot;
		}

		@Override
		public void onHeaders(Metadata headers) {
			inContext(() -> this.delegate.onHeaders(headers));
		}

		@Override
		public void onMessage(P message) {
			inContext(() -> this.delegate.onMessage(message));
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			inContext(() -> this.delegate.onClose(status, trailers));
		}

		@Override
		public void onReady() {
			inContext(this.delegate::onReady);
		}

		private void inContext(Runnable callback) {
			if (Thread.currentThread() == this.caller) {
				callback.run();
				return;
			}
			try (ContextSnapshot.Scope scope = this.snapshot.setThreadLocals()) {
				callback.run();
			}
		}

	}

}
