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

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * An observer of the calls that arrive at this process. Events come on the threads of
 * gRPC: an implementation must not block. An exception is logged once and affects neither
 * the call nor other observers.
 *
 * @param <S> type of the observer's state for each call
 * @since 0.1
 */
public interface ServerCallObserver<S> {

	/**
	 * Whether calls to a method are observed. Asked at least once for each method, for
	 * each call to a method that the server does not have, and again after a change that
	 * {@link #follow} tells.
	 * @param fullMethodName full name of the method, as the client sent it
	 * @return whether they are
	 */
	default boolean observes(String fullMethodName) {
		return true;
	}

	/**
	 * Takes the task to run when the answers of {@link #observes} have changed. Calls
	 * that have arrived keep the observers that they began with.
	 * @param changed the task
	 */
	default void follow(Runnable changed) {
	}

	/**
	 * Points at which the clock is needed.
	 * @return the points
	 */
	default Timing timing() {
		return Timing.TOTAL;
	}

	/**
	 * A thread takes the call up. Does not come where the server does not have the
	 * method. Comes also, and then as the last event, where the call was cancelled while
	 * it waited for the thread.
	 * @param call the call
	 */
	default void callDispatched(ObservedServerCall call) {
	}

	/**
	 * The call starts: comes after {@link #callDispatched}, but not for a call that has
	 * ended.
	 * @param call the call
	 * @return state to pass to {@link #callEnded}
	 */
	default @Nullable S callStarted(ObservedServerCall call) {
		return null;
	}

	/**
	 * The call ends. Comes exactly once for each call, whether it started or not.
	 * @param call the call
	 * @param status how it ended
	 * @param state result of {@link #callStarted}, {@code null} where it was not called
	 */
	default void callEnded(ObservedServerCall call, Status status, @Nullable S state) {
	}

}
