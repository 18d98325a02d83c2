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
 * An observer of the calls that this process makes. The events of one call arrive in the
 * order of the methods below, on the threads of gRPC and of the caller: an implementation
 * must not block. An exception is logged once and affects neither the call nor other
 * observers.
 *
 * @param <S> type of the observer's state for each call
 * @since 0.1
 */
public interface ClientCallObserver<S> {

	/**
	 * Whether calls to a method are observed. Asked once for each method, and again after
	 * a change that {@link #follow} tells.
	 * @param fullMethodName full name of the method
	 * @return whether they are
	 */
	default boolean observes(String fullMethodName) {
		return true;
	}

	/**
	 * Takes the task to run when the answers of {@link #observes} have changed. Calls
	 * that have started keep the observers that they began with.
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
	 * Whether events and sizes of a call's attempts are needed.
	 * @return whether they are
	 */
	default boolean observesAttempts() {
		return false;
	}

	/**
	 * Whether the picks of the load balancer are needed: the instance that served a call,
	 * and why a call was not sent. Costs less than the attempts.
	 * @return whether they are
	 */
	default boolean observesRoute() {
		return false;
	}

	/**
	 * A call starts, on the thread of the caller.
	 * @param call the call
	 * @return state to pass to the later methods, {@code null} to ignore this call
	 */
	@Nullable S callStarted(ObservedClientCall call);

	/**
	 * An attempt is sent to an instance.
	 * @param attempt the attempt
	 * @param state result of {@link #callStarted}
	 */
	default void attemptSent(ObservedAttempt attempt, S state) {
	}

	/**
	 * An attempt ends, sent or not. The end of an attempt that was overtaken by another
	 * may come after the end of its call. An attempt that is cancelled while it waits may
	 * have no end.
	 * @param attempt the attempt
	 * @param status how it ended
	 * @param state result of {@link #callStarted}
	 */
	default void attemptEnded(ObservedAttempt attempt, Status status, S state) {
	}

	/**
	 * The call ends. Comes exactly once for each call that started, before the caller is
	 * told.
	 * @param call the call
	 * @param status how it ended
	 * @param state result of {@link #callStarted}
	 */
	default void callEnded(ObservedClientCall call, Status status, S state) {
	}

}
