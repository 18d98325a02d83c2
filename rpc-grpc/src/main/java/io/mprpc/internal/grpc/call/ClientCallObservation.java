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
package io.mprpc.internal.grpc.call;

import java.util.ArrayList;
import java.util.List;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.internal.time.TimeSource;

/**
 * The one interceptor that notifies observers of calls that this process makes. Belongs
 * inside the interceptor that starts a call's trace.
 *
 * @since 0.1
 */
public final class ClientCallObservation implements ClientInterceptor {

	private final ObserverSelection<SelectedObservers<ClientCallObserver<Object>>> selection;

	private final TimeSource time;

	private final ObserverFailures failures = new ObserverFailures();

	/**
	 * Creates the interceptor.
	 * @param observers the observers, in the order in which they are notified
	 * @param time source of time
	 */
	public ClientCallObservation(List<? extends ClientCallObserver<?>> observers, TimeSource time) {
		List<ClientCallObserver<Object>> all = new ArrayList<>();
		observers.forEach((observer) -> all.add(withAnyState(observer)));
		this.selection = new ObserverSelection<>((method) -> SelectedObservers
			.ofClient(all.stream().filter((observer) -> observer.observes(method)).toList()));
		this.time = time;
		all.forEach((observer) -> observer.follow(this.selection::forget));
	}

	// Each observer gets back only what it returned.
	@SuppressWarnings("unchecked")
	private static ClientCallObserver<Object> withAnyState(ClientCallObserver<?> observer) {
		return (ClientCallObserver<Object>) observer;
	}

	@Override
	public <Q, P> ClientCall<Q, P> interceptCall(MethodDescriptor<Q, P> method, CallOptions options, Channel next) {
		SelectedObservers<ClientCallObserver<Object>> observers = observers(method.getFullMethodName());
		if (observers.isEmpty()) {
			return next.newCall(method, options);
		}
		ObservedClientCall observed = new ObservedClientCall(this, method, observers);
		boolean isTraced = observers.attempts() || observers.route();
		CallOptions traced = isTraced ? options.withStreamTracerFactory(observed) : options;
		return new ObservedCall<>(next.newCall(method, traced), observed);
	}

	private SelectedObservers<ClientCallObserver<Object>> observers(String method) {
		SelectedObservers<ClientCallObserver<Object>> observers = this.selection.known(method);
		return (observers != null) ? observers : this.selection.remember(method);
	}

	TimeSource time() {
		return this.time;
	}

	ObserverFailures failures() {
		return this.failures;
	}

	private static final class ObservedCall<Q, P> extends SimpleForwardingClientCall<Q, P> {

		private final ObservedClientCall observed;

		ObservedCall(ClientCall<Q, P> call, ObservedClientCall observed) {
			super(call);
			this.observed = observed;
		}

		@Override
		public void start(Listener<P> listener, Metadata headers) {
			this.observed.start();
			try {
				super.start(new ObservedListener<>(listener, this.observed), headers);
			}
			catch (RuntimeException ex) {
				this.observed.end(Status.fromThrowable(ex));
				throw ex;
			}
		}

	}

	private static final class ObservedListener<P> extends SimpleForwardingClientCallListener<P> {

		private final ObservedClientCall observed;

		ObservedListener(ClientCall.Listener<P> listener, ObservedClientCall observed) {
			super(listener);
			this.observed = observed;
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			this.observed.end(status);
			super.onClose(status, trailers);
		}

	}

}
