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

import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Grpc;
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

	private final SelectedObservers<ClientCallObserver<Object>> selected;

	private final @Nullable Object[] states;

	private long startNanos;

	private long endNanos;

	private volatile int sent;

	private volatile int ended;

	private volatile @Nullable ObservedAttempt served;

	private volatile @Nullable Attributes reached;

	private volatile @Nullable PickedInstance picked;

	// Most calls have one pick only.
	private volatile @Nullable Picks earlierPicks;

	private volatile @Nullable PickProblem problem;

	ObservedClientCall(ClientCallObservation observation, MethodDescriptor<?, ?> method,
			SelectedObservers<ClientCallObserver<Object>> selected) {
		this.observation = observation;
		this.method = method;
		this.selected = selected;
		this.states = new Object[selected.observers().size()];
	}

	/**
	 * The call that options belong to, for the load balancer.
	 * @param options options of the call
	 * @return the call, {@code null} if no observer needs its picks
	 */
	public static @Nullable ObservedClientCall of(CallOptions options) {
		// An option of our own would be one more copy of the options for each call.
		List<ClientStreamTracer.Factory> factories = options.getStreamTracerFactories();
		for (int i = 0; i < factories.size(); i++) {
			if (factories.get(i) instanceof ObservedClientCall call) {
				return call.selected.route() ? call : null;
			}
		}
		return null;
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
	 * {@link ClientCallObserver#observesAttempts()} or
	 * {@link ClientCallObserver#observesRoute()}.
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
	 * The registered instance that answered, or that the call was sent to last where none
	 * answered. Needs {@link ClientCallObserver#observesRoute()}.
	 * @return the instance, {@code null} where the call was not sent, or not by the load
	 * balancer for registered instances
	 */
	public @Nullable PickedInstance instance() {
		PickedInstance last = this.picked;
		if (this.sent == 0 || last == null) {
			return null;
		}
		Picks earlier = this.earlierPicks;
		SocketAddress address = (earlier != null) ? address() : null;
		PickedInstance found = (address != null && !last.address().equals(address)) ? Picks.at(earlier, address) : null;
		return (found != null) ? found : last;
	}

	/**
	 * The problem of the last pick without an instance. Needs
	 * {@link ClientCallObserver#observesRoute()}.
	 * @return the problem, {@code null} if there was none
	 */
	public @Nullable PickProblem problem() {
		return this.problem;
	}

	/**
	 * An instance is picked for the call.
	 * @param instance the instance
	 */
	public void picked(PickedInstance instance) {
		// The attempts of a hedged call may be picked for at the same time; one that is
		// lost here leaves the other.
		PickedInstance last = this.picked;
		if (last != null && !last.equals(instance) && !Picks.contain(this.earlierPicks, last)) {
			this.earlierPicks = new Picks(last, this.earlierPicks);
		}
		this.picked = instance;
	}

	/**
	 * No instance can be picked for the call.
	 * @param why the problem
	 */
	public void notPicked(PickProblem why) {
		this.problem = why;
	}

	private @Nullable SocketAddress address() {
		ObservedAttempt attempt = this.served;
		Attributes to = (attempt != null) ? attempt.transport() : this.reached;
		return (to != null) ? to.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) : null;
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
		return this.selected.attempts() ? new ObservedAttempt(this, info) : new PickTracer(this);
	}

	void start() {
		this.startNanos = nanos(Timing.TOTAL);
		for (int i = 0; i < this.states.length; i++) {
			ClientCallObserver<Object> observer = this.selected.observers().get(i);
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
				ClientCallObserver<Object> observer = this.selected.observers().get(i);
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

	void sent(Attributes transport) {
		SENT.incrementAndGet(this);
		this.reached = transport;
	}

	void answered(Attributes transport) {
		this.reached = transport;
	}

	void attemptEnded(ObservedAttempt attempt, Status status) {
		for (int i = 0; i < this.states.length; i++) {
			Object state = this.states[i];
			if (state != null) {
				ClientCallObserver<Object> observer = this.selected.observers().get(i);
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
		this.endNanos = nanos(Timing.TOTAL);
		for (int i = 0; i < this.states.length; i++) {
			Object state = this.states[i];
			if (state != null) {
				ClientCallObserver<Object> observer = this.selected.observers().get(i);
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
		return nanos(Timing.PHASES);
	}

	private long nanos(Timing point) {
		return this.selected.timing().includes(point) ? this.observation.time().nanoTime() : 0;
	}

	/**
	 * Instances that were picked, the last one first.
	 */
	private record Picks(PickedInstance instance, @Nullable Picks before) {

		static boolean contain(@Nullable Picks picks, PickedInstance instance) {
			for (Picks pick = picks; pick != null; pick = pick.before) {
				if (pick.instance.equals(instance)) {
					return true;
				}
			}
			return false;
		}

		static @Nullable PickedInstance at(@Nullable Picks picks, SocketAddress address) {
			for (Picks pick = picks; pick != null; pick = pick.before) {
				if (pick.instance.address().equals(address)) {
					return pick.instance;
				}
			}
			return null;
		}

	}

}
