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

package io.mprpc.internal.grpc.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Tracker of open calls to gRPC's own services, such as health watches, which ends them
 * when the server stops. Their clients never end them, so each would hold the stop up for
 * the whole grace period.
 *
 * @since 0.1
 */
public final class InfrastructureCalls implements ServerInterceptor {

	private final Set<EndableCall<?, ?>> open = ConcurrentHashMap.newKeySet();

	/**
	 * Whether a method belongs to gRPC's own services, such as health and reflection,
	 * which say nothing about what the application does.
	 * @param fullMethodName full name of the method
	 * @return whether it does
	 */
	public static boolean includes(String fullMethodName) {
		return InfrastructureServices.includes(fullMethodName);
	}

	@Override
	public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
			ServerCallHandler<Q, A> next) {
		if (!includes(call.getMethodDescriptor().getFullMethodName())
				|| call.getMethodDescriptor().getType().serverSendsOneMessage()) {
			return next.startCall(call, headers);
		}
		EndableCall<Q, A> endable = new EndableCall<>(call);
		this.open.add(endable);
		return new SimpleForwardingServerCallListener<>(next.startCall(endable, headers)) {

			@Override
			public void onComplete() {
				InfrastructureCalls.this.open.remove(endable);
				super.onComplete();
			}

			@Override
			public void onCancel() {
				InfrastructureCalls.this.open.remove(endable);
				super.onCancel();
			}

		};
	}

	/** Ends all that are open. */
	public void end() {
		this.open.forEach(EndableCall::end);
	}

	int openCount() {
		return this.open.size();
	}

	/**
	 * A call is not safe for use by several threads, and its own thread does not know
	 * that it is ended: what it says after that is dropped.
	 */
	private static final class EndableCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

		private final Object lock = new Object();

		private boolean closed;

		EndableCall(ServerCall<Q, A> call) {
			super(call);
		}

		void end() {
			close(Status.UNAVAILABLE.withDescription("The server is shutting down"), new Metadata());
		}

		@Override
		public void sendHeaders(Metadata headers) {
			synchronized (this.lock) {
				if (!this.closed) {
					super.sendHeaders(headers);
				}
			}
		}

		@Override
		public void sendMessage(A message) {
			synchronized (this.lock) {
				if (!this.closed) {
					super.sendMessage(message);
				}
			}
		}

		@Override
		public void close(Status status, Metadata trailers) {
			synchronized (this.lock) {
				if (!this.closed) {
					this.closed = true;
					super.close(status, trailers);
				}
			}
		}

	}

}
