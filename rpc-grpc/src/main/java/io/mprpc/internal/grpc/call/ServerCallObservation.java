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

import io.grpc.Metadata;
import io.grpc.ServerBuilder;
import io.grpc.ServerStreamTracer;
import io.mprpc.internal.time.TimeSource;

/**
 * The one tracer factory that notifies observers of calls that arrive at this process,
 * also of those that an interceptor refuses or that no method serves.
 *
 * @since 0.1
 */
public final class ServerCallObservation extends ServerStreamTracer.Factory {

	private static final ServerStreamTracer UNOBSERVED = new ServerStreamTracer() {
	};

	private final ObserverSelection<SelectedObservers<ServerCallObserver<Object>>> selection;

	private final boolean observed;

	private final boolean traced;

	private final TimeSource time;

	private final ObserverFailures failures = new ObserverFailures();

	/**
	 * Creates the factory.
	 * @param observers the observers, in the order in which they are notified
	 * @param traced whether a {@link ServerTraceCapture} tells the trace of each call
	 * @param time source of time
	 */
	public ServerCallObservation(List<? extends ServerCallObserver<?>> observers, boolean traced, TimeSource time) {
		List<ServerCallObserver<Object>> all = new ArrayList<>();
		observers.forEach((observer) -> all.add(withAnyState(observer)));
		this.selection = new ObserverSelection<>((method) -> SelectedObservers
			.ofServer(all.stream().filter((observer) -> observer.observes(method)).toList()));
		this.observed = !all.isEmpty();
		this.traced = traced;
		this.time = time;
		all.forEach((observer) -> observer.follow(this.selection::forget));
	}

	// Each observer gets back only what it returned.
	@SuppressWarnings("unchecked")
	private static ServerCallObserver<Object> withAnyState(ServerCallObserver<?> observer) {
		return (ServerCallObserver<Object>) observer;
	}

	/**
	 * Lets a server tell its calls, unless nothing observes them.
	 * @param server builder of the server
	 */
	public void bind(ServerBuilder<?> server) {
		if (this.observed || this.traced) {
			server.addStreamTracerFactory(this);
		}
	}

	@Override
	public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
		SelectedObservers<ServerCallObserver<Object>> known = this.selection.known(fullMethodName);
		SelectedObservers<ServerCallObserver<Object>> observers = (known != null) ? known
				: this.selection.select(fullMethodName);
		return (observers.isEmpty() && !this.traced) ? UNOBSERVED
				: new ObservedServerCall(this, fullMethodName, observers, known != null);
	}

	/**
	 * Remembers a method that the server has: names that clients make up would fill any
	 * memory.
	 */
	void dispatched(String fullMethodName) {
		this.selection.remember(fullMethodName);
	}

	boolean isTraced() {
		return this.traced;
	}

	TimeSource time() {
		return this.time;
	}

	ObserverFailures failures() {
		return this.failures;
	}

}
