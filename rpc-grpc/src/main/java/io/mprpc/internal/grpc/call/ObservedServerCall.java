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

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One call that arrived at this process, as its observers see it.
 *
 * @since 0.1
 */
public final class ObservedServerCall extends ServerStreamTracer {

	private static final Context.Key<ObservedServerCall> CURRENT = Context.key("mprpc-call");

	private static final @Nullable Object[] NOT_STARTED = {};

	// A cancelled call may end before it starts, and on another thread.
	private static final AtomicIntegerFieldUpdater<ObservedServerCall> PHASE = AtomicIntegerFieldUpdater
		.newUpdater(ObservedServerCall.class, "phase");

	private static final int ARRIVED = 0;

	private static final int STARTING = 1;

	private static final int STARTED = 2;

	private static final int ENDING = 3;

	private static final int ENDED = 4;

	private final ServerCallObservation observation;

	private final String fullMethodName;

	private final SelectedObservers<ServerCallObserver<Object>> selected;

	private final boolean known;

	private final long arrivalNanos;

	private @Nullable Object[] states = NOT_STARTED;

	// Each written by one thread at a time, and read when the call has ended.
	private long requestBytes;

	private long responseBytes;

	private long dispatchNanos;

	private long endNanos;

	private Status status = Status.UNKNOWN;

	private volatile @Nullable ServerCallInfo<?, ?> info;

	private volatile @Nullable String traceId;

	private volatile int phase;

	ObservedServerCall(ServerCallObservation observation, String fullMethodName,
			SelectedObservers<ServerCallObserver<Object>> selected, boolean known) {
		this.observation = observation;
		this.fullMethodName = fullMethodName;
		this.selected = selected;
		this.known = known;
		this.arrivalNanos = nanos(Timing.TOTAL);
	}

	/**
	 * The call that the current thread handles.
	 * @return the call, {@code null} outside any call, or where no trace is captured
	 */
	public static @Nullable ObservedServerCall current() {
		return CURRENT.get();
	}

	/**
	 * Full name of the method, as the client sent it.
	 * @return the name
	 */
	public String fullMethodName() {
		return this.fullMethodName;
	}

	/**
	 * The method, known once the call has been dispatched.
	 * @return the method
	 * @throws IllegalStateException if it is not known
	 */
	public MethodDescriptor<?, ?> method() {
		ServerCallInfo<?, ?> call = this.info;
		if (call == null) {
			throw new IllegalStateException(this.fullMethodName + " is not known to be a method");
		}
		return call.getMethodDescriptor();
	}

	/**
	 * Attributes of the connection.
	 * @return the attributes, none where the call was not dispatched
	 */
	public Attributes attributes() {
		ServerCallInfo<?, ?> call = this.info;
		return (call != null) ? call.getAttributes() : Attributes.EMPTY;
	}

	/**
	 * Identity of the trace that the call belongs to.
	 * @return the trace id, {@code null} where there is none
	 */
	public @Nullable String traceId() {
		return this.traceId;
	}

	/**
	 * Time that the call waited for a thread. Needs {@link Timing#PHASES}.
	 * @return the time in nanoseconds
	 */
	public long queueNanos() {
		return this.dispatchNanos - this.arrivalNanos;
	}

	/**
	 * Time from the arrival of the headers to the end. Needs {@link Timing#TOTAL}.
	 * @return the time in nanoseconds
	 */
	public long durationNanos() {
		return this.endNanos - this.arrivalNanos;
	}

	/**
	 * Size of the request messages before compression.
	 * @return the size in bytes
	 */
	public long requestBytes() {
		return this.requestBytes;
	}

	/**
	 * Size of the response messages before compression.
	 * @return the size in bytes
	 */
	public long responseBytes() {
		return this.responseBytes;
	}

	void trace(@Nullable String id) {
		this.traceId = id;
	}

	@Override
	public Context filterContext(Context context) {
		return this.observation.isTraced() ? context.withValue(CURRENT, this) : context;
	}

	@Override
	public void serverCallStarted(ServerCallInfo<?, ?> call) {
		this.dispatchNanos = nanos(Timing.PHASES);
		this.info = call;
		if (!this.known) {
			this.observation.dispatched(this.fullMethodName);
		}
		for (ServerCallObserver<Object> observer : this.selected.observers()) {
			try {
				observer.callDispatched(this);
			}
			catch (RuntimeException ex) {
				this.observation.failures().caught(observer, ex);
			}
		}
		if (PHASE.compareAndSet(this, ARRIVED, STARTING)) {
			started();
			if (!PHASE.compareAndSet(this, STARTING, STARTED)) {
				ended();
			}
		}
	}

	@Override
	public void inboundUncompressedSize(long bytes) {
		this.requestBytes += bytes;
	}

	@Override
	public void outboundUncompressedSize(long bytes) {
		this.responseBytes += bytes;
	}

	@Override
	public void streamClosed(Status closed) {
		this.endNanos = nanos(Timing.TOTAL);
		this.status = closed;
		int before = PHASE.getAndUpdate(this, (current) -> (current == STARTING) ? ENDING : ENDED);
		// Observers that are being notified of the start are notified of the end
		// thereafter.
		if (before == ARRIVED || before == STARTED) {
			ended();
		}
	}

	private void started() {
		@Nullable Object[] kept = new Object[this.selected.observers().size()];
		for (int i = 0; i < kept.length; i++) {
			ServerCallObserver<Object> observer = this.selected.observers().get(i);
			try {
				kept[i] = observer.callStarted(this);
			}
			catch (RuntimeException ex) {
				this.observation.failures().caught(observer, ex);
			}
		}
		this.states = kept;
	}

	private void ended() {
		@Nullable Object[] kept = this.states;
		for (int i = 0; i < this.selected.observers().size(); i++) {
			ServerCallObserver<Object> observer = this.selected.observers().get(i);
			try {
				observer.callEnded(this, this.status, (kept.length > 0) ? kept[i] : null);
			}
			catch (RuntimeException ex) {
				this.observation.failures().caught(observer, ex);
			}
		}
	}

	private long nanos(Timing point) {
		return this.selected.timing().includes(point) ? this.observation.time().nanoTime() : 0;
	}

}
