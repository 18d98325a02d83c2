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

package io.mprpc.internal.grpc.report.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.mprpc.internal.grpc.report.stream.StreamStatus.State;
import io.mprpc.internal.registry.AnnouncedServer;
import org.jspecify.annotations.Nullable;

/**
 * Way to one registry server: connects, and connects again when the stream has broken.
 * Used on the loop only, but for its status.
 */
final class ReportStream implements ReportCall.Owner {

	/** Another attempt at once would end in the same way. */
	private static final Set<Status.Code> REFUSALS = Set.of(Status.Code.PERMISSION_DENIED, Status.Code.INVALID_ARGUMENT,
			Status.Code.UNAUTHENTICATED, Status.Code.FAILED_PRECONDITION, Status.Code.RESOURCE_EXHAUSTED,
			Status.Code.UNIMPLEMENTED);

	private final StreamContext context;

	private final Listener listener;

	private final ReconnectBackoff backoff;

	private final ReachabilityLog log;

	private AnnouncedServer server;

	private boolean announced = true;

	private @Nullable ManagedChannel channel;

	private @Nullable ReportCall call;

	private boolean accepted;

	private boolean closed;

	private @Nullable Future<?> timer;

	private volatile StreamStatus status;

	ReportStream(AnnouncedServer server, StreamContext context, Listener listener) {
		this.server = server;
		this.context = context;
		this.listener = listener;
		StreamTimings timings = context.timings();
		this.backoff = new ReconnectBackoff(timings.firstRetry(), timings.lastRetry(), context.random());
		this.log = new ReachabilityLog(server.name(), timings.outage());
		this.status = new StreamStatus(server.name(), State.CONNECTING, "", null);
		connectSoon();
	}

	/** State for any thread. */
	StreamStatus status() {
		return this.status;
	}

	boolean isAnnounced() {
		return this.announced;
	}

	/** Whether there is a stream, be it in its handshake. */
	boolean isOpen() {
		return this.call != null;
	}

	/**
	 * The server is announced.
	 * @param current its announcement
	 */
	void announced(AnnouncedServer current) {
		boolean sameProcess = this.announced && current.publicKey().equals(this.server.publicKey())
				&& current.secure() == this.server.secure();
		boolean restarted = !current.publicKey().equals(this.server.publicKey())
				|| current.secure() != this.server.secure();
		this.server = current;
		this.announced = true;
		if (sameProcess) {
			return;
		}
		if (this.call != null && restarted) {
			// The old connection may not know yet that its server is gone.
			this.backoff.reset();
			this.call.cancel("The server has restarted");
		}
		retrySoon();
	}

	/** The server is not announced any more, or does not show the namespace. */
	void withdrawn() {
		this.announced = false;
	}

	/** Tries again now if it waits, because something has changed. */
	void retrySoon() {
		if (this.call == null && !this.closed) {
			this.backoff.reset();
			connectSoon();
		}
	}

	void reportSoon() {
		if (this.call != null) {
			this.call.reportSoon();
		}
	}

	/** Sends a last report and ends; {@link Listener#ended} tells when. */
	void close() {
		this.closed = true;
		cancelTimer();
		if (this.call != null) {
			this.call.close();
		}
		else {
			this.listener.ended(this);
		}
	}

	/** Ends at once. */
	void drop() {
		this.closed = true;
		cancelTimer();
		if (this.channel != null) {
			this.channel.shutdownNow();
		}
	}

	@Override
	public void accepted() {
		this.accepted = true;
		this.listener.accepted();
		status(State.REPORTING, "");
		schedule(this.context.timings().stable(), this::stable);
	}

	@Override
	public void reported(Instant at) {
		this.status = new StreamStatus(this.status.server(), this.status.state(), this.status.reason(), at);
	}

	@Override
	public void ended(ReportCall ended, Status cause) {
		if (ended == this.call) {
			failed(cause);
		}
	}

	private void failed(Status cause) {
		cancelTimer();
		this.call = null;
		ManagedChannel used = this.channel;
		this.channel = null;
		if (used != null) {
			used.shutdownNow();
		}
		if (this.accepted) {
			this.accepted = false;
			this.listener.broken();
		}
		if (this.closed) {
			this.listener.ended(this);
			return;
		}
		if (REFUSALS.contains(cause.getCode())) {
			this.log.refused(cause);
			status(State.REFUSED, ReachabilityLog.reason(cause));
			schedule(this.backoff.jitter(this.context.timings().refused()), this::connect);
		}
		else {
			this.log.failed(cause, this.context.time().nanoTime());
			status(State.WAITING, ReachabilityLog.reason(cause));
			schedule(this.backoff.next(), this::connect);
		}
		this.listener.ended(this);
	}

	private void connectSoon() {
		Duration spread = this.context.timings().spread();
		schedule(Duration.ofNanos((long) (spread.toNanos() * this.context.random().nextDouble())), this::connect);
	}

	private void connect() {
		if (!this.context.channels().allow(this.server)) {
			this.log.insecure();
			status(State.INSECURE, "The server is announced without TLS");
			return;
		}
		this.log.attempt(this.context.time().nanoTime());
		status(State.CONNECTING, "");
		try {
			ManagedChannel opened = this.context.channels().builder(this.server).executor(this.context.loop()).build();
			this.channel = opened;
			ReportCall begun = new ReportCall(opened, this.server.name(), this.context, this);
			this.call = begun;
			begun.start();
		}
		catch (RuntimeException ex) {
			failed(Status.INTERNAL.withDescription("No connection can be made").withCause(ex));
		}
	}

	private void stable() {
		this.backoff.reset();
		this.log.stable(this.context.time().nanoTime());
	}

	private void status(State state, String reason) {
		this.status = new StreamStatus(this.status.server(), state, reason, this.status.lastReport());
	}

	private void schedule(Duration delay, Runnable work) {
		cancelTimer();
		this.timer = this.context.loop().schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void cancelTimer() {
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

	/**
	 * Listener to a way to a server, called on the loop.
	 */
	interface Listener {

		/** A server has accepted the process. */
		void accepted();

		/** A stream that was accepted has ended. */
		void broken();

		/**
		 * There is no stream now.
		 * @param stream the way to the server
		 */
		void ended(ReportStream stream);

	}

}
