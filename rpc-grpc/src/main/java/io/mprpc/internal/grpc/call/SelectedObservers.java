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

import java.util.List;
import java.util.function.Function;

/**
 * The observers of a method, and what they need together.
 *
 * @param observers the observers, in the order in which they are notified
 * @param timing points at which one of them needs the clock
 * @param attempts whether one of them needs the attempts of a call
 * @param route whether one of them needs the instances that are picked
 * @param <O> type of the observers
 */
record SelectedObservers<O>(List<O> observers, Timing timing, boolean attempts, boolean route) {

	static SelectedObservers<ClientCallObserver<Object>> ofClient(List<ClientCallObserver<Object>> observers) {
		return new SelectedObservers<>(observers, latest(observers, ClientCallObserver::timing),
				observers.stream().anyMatch(ClientCallObserver::observesAttempts),
				observers.stream().anyMatch(ClientCallObserver::observesRoute));
	}

	static SelectedObservers<ServerCallObserver<Object>> ofServer(List<ServerCallObserver<Object>> observers) {
		return new SelectedObservers<>(observers, latest(observers, ServerCallObserver::timing), false, false);
	}

	private static <O> Timing latest(List<O> observers, Function<O, Timing> timing) {
		return observers.stream().map(timing).max(Timing::compareTo).orElse(Timing.NONE);
	}

	boolean isEmpty() {
		return this.observers.isEmpty();
	}

}
