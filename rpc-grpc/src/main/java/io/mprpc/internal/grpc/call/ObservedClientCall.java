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
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One call that this process makes, with all its attempts, as its observers see it.
 *
 * @since 0.1
 */
public final class ObservedClientCall extends ClientStreamTracer.Factory {

	private static final AtomicIntegerFieldUpdater<ObservedClientCall> SENT = AtomicIntegerFieldUpdater
		.newUpdater(ObservedClientCall.class, "sent");

	private static final AtomicIntegerFieldUpdater<ObservedClientCall> ENDED = AtomicIntegerFieldUpdater
		.newUpdater(ObservedClientCall.class, "ended");

	private final ClientCallObservation observation;

	private final MethodDescriptor<?, ?> method;

	private final List<ClientCallObserver<Object>> observers;

	private final @Nullable Object[] states;

	private long startNanos;

	private long endNanos;

	private volatile int sent;

	private volatile int ended;

	private volatile @Nullable ObservedAttempt served;

	ObservedClientCall(ClientCallObservation observation, MethodDescriptor<?, ?> method,
			List<ClientCallObserver<Object>> observers) {
		this.observation = observation;
		this.method = method;
		this.observers = observers;
		this.states = new Object[observers.size()];
	}

	/**
	 * The method that is called.
	 * @return the method
	 */
	public MethodDescriptor<?, ?> method() {
		return this.method;
	}

	/**
	 * Number of attempts that were sent to an instance. Needs
	 * {@link ClientCallObserver#observesAttempts()}.
	 * @return the number
	 */
	public int sentAttempts() {
		return this.sent;
	}

	/**
	 * The attempt that was answered last, or sent last where none was answered. Needs
	 * {@link ClientCallObserver#observesAttempts()}.
	 * @return the attempt, {@code null} where none was sent
	 */
	public @Nullable ObservedAttempt served() {
		return this.served;
	}

	/**
	 * Whether the call has ended.
	 * @return whether it has
	 */
	public boolean isEnded() {
		return this.ended != 0;
	}

	/**
	 * Time from the start of the call to its end. Needs {@link Timing#TOTAL}.
	 * @return the time in nanoseconds
	 */
	public long durationNanos() {
		return this.endNanos - this.startNanos;
	}

	@Override
	public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
		return new ObservedAttempt(this, info);
	}

	void start() {
		this.startNanos = this.observation.nanos(Timing.TOTAL);
		for (int i = 0; i < this.states.length; i++) {
			ClientCallObserver<Object> observer = this.observers.get(i);
			try {
				this.states[i] = observer.callStarted(this);
			}
			catch (RuntimeException ex) {
				this.observation.failures().caught(observer, ex);
			}
		}
	}

	void sent(ObservedAttempt attempt) {
		SENT.incrementAndGet(this);
		this.served = attempt;
		for (int i = 0; i < this.states.length; i++) {
			Object state = this.states[i];
			if (state != null) {
				ClientCallObserver<Object> observer = this.observers.get(i);
				try {
					observer.attemptSent(attempt, state);
				}
				catch (RuntimeException ex) {
					this.observation.failures().caught(observer, ex);
				}
			}
		}
	}

	void answered(ObservedAttempt attempt) {
		this.served = attempt;
	}

	void attemptEnded(ObservedAttempt attempt, Status status) {
		for (int i = 0; i < this.states.length; i++) {
			Object state = this.states[i];
			if (state != null) {
				ClientCallObserver<Object> observer = this.observers.get(i);
				try {
					observer.attemptEnded(attempt, status, state);
				}
				catch (RuntimeException ex) {
					this.observation.failures().caught(observer, ex);
				}
			}
		}
	}

	void end(Status status) {
		if (!ENDED.compareAndSet(this, 0, 1)) {
			return;
		}
		this.endNanos = this.observation.nanos(Timing.TOTAL);
		for (int i = 0; i < this.states.length; i++) {
			Object state = this.states[i];
			if (state != null) {
				ClientCallObserver<Object> observer = this.observers.get(i);
				try {
					observer.callEnded(this, status, state);
				}
				catch (RuntimeException ex) {
					this.observation.failures().caught(observer, ex);
				}
			}
		}
	}

	long phaseNanos() {
		return this.observation.nanos(Timing.PHASES);
	}

}
