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

package io.mprpc.registry.zookeeper;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.mprpc.registry.InstancePublisher.Publication.State;
import io.mprpc.registry.TimeSource;
import org.apache.zookeeper.WatchedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one group of nodes in the registry until it is withdrawn: writes it once per
 * session, again when somebody changes it, and when an attempt failed. A connection that
 * comes back with the same session is no reason to write.
 * <p>
 * All work is done on the publisher's thread, one group after the other.
 */
final class GroupKeeper {

	private static final Logger logger = LoggerFactory.getLogger(GroupKeeper.class);

	/** Events come one per node; they are answered together. */
	private static final Duration REPAIR_DELAY = Duration.ofMillis(20);

	/** Repairs that follow each other sooner than this are a fight, to be slowed down. */
	private static final Duration CALM = Duration.ofSeconds(60);

	private static final Duration MAX_DELAY = Duration.ofSeconds(10);

	/**
	 * Time over which processes spread their return after all of them lost their
	 * sessions.
	 */
	private static final Duration REREGISTRATION = Duration.ofMillis(500);

	// Where a password was changed, nodes of the last session stand in the way for as
	// long
	// as that session lasts.
	private static final Duration FIRST_DENIED_DELAY = Duration.ofSeconds(1);

	private static final Duration MAX_DENIED_DELAY = Duration.ofSeconds(30);

	private final GroupWriter writer;

	private final ScheduledExecutorService thread;

	private final RegistryMeters meters;

	private final TimeSource time;

	private final Jitter jitter;

	private final BiConsumer<State, String> onOutcome;

	private volatile NodeGroup group;

	private volatile boolean touched;

	private State state = State.PENDING;

	private @Nullable Znodes znodes;

	// Session in which something may have been written; 0 is nobody's.
	private long triedIn;

	// Whether the group is another than was written last.
	private boolean replaced;

	private boolean removing;

	private int failures;

	private int repairs;

	private long lastRepairNanos;

	private @Nullable ScheduledFuture<?> next;

	private @Nullable NodeWatcher witness;

	private CompletableFuture<Void> removed = new CompletableFuture<>();

	/**
	 * Creates a keeper.
	 * @param onOutcome told of each state and its reason, on the publisher's thread
	 */
	GroupKeeper(NodeGroup group, GroupWriter writer, ScheduledExecutorService thread, RegistryMeters meters,
			TimeSource time, Jitter jitter, BiConsumer<State, String> onOutcome) {
		this.group = group;
		this.writer = writer;
		this.thread = thread;
		this.meters = meters;
		this.time = time;
		this.jitter = jitter;
		this.onOutcome = onOutcome;
	}

	NodeGroup group() {
		return this.group;
	}

	void connected(Znodes current) {
		this.znodes = current;
		boolean newSession = this.triedIn != current.sessionId();
		if (this.removing) {
			this.triedIn = newSession ? 0 : this.triedIn;
			schedule(Duration.ZERO);
		}
		else if (newSession) {
			// After an outage everybody is back at the same moment.
			boolean again = this.triedIn != 0;
			if (again) {
				become(State.PENDING, "ZooKeeper has begun a new session");
			}
			schedule(again ? this.jitter.upTo(REREGISTRATION) : Duration.ZERO);
		}
		else if (!isSettled() || this.replaced || this.touched) {
			schedule(Duration.ZERO);
		}
	}

	void disconnected(boolean sessionEnded) {
		this.znodes = null;
		if (sessionEnded && this.state != State.WITHDRAWN) {
			become(State.PENDING, "the session with ZooKeeper has ended");
		}
		if (this.removing) {
			// What is left vanishes with the session or is deleted when it is back.
			this.removed.complete(null);
		}
	}

	/**
	 * Replaces the group, whose paths must stay the same, and writes it if that is
	 * possible now.
	 * @return whether it is written
	 */
	boolean replace(NodeGroup changed) {
		this.group = changed;
		this.replaced = true;
		if (this.znodes == null || this.removing || this.state == State.CONFLICT) {
			return false;
		}
		run();
		return this.state == State.PUBLISHED;
	}

	/**
	 * Deletes the nodes as soon as possible.
	 * @return completes when they are deleted, or when that is not possible now
	 */
	CompletableFuture<Void> remove() {
		if (!this.removing) {
			this.removing = true;
			become(State.WITHDRAWN, whatRemains());
			if (this.znodes == null || this.triedIn == 0) {
				this.removed.complete(null);
			}
			run();
		}
		return this.removed;
	}

	private String whatRemains() {
		if (this.triedIn == 0) {
			return "it was not registered";
		}
		return (this.znodes == null) ? "ZooKeeper is away and removes its nodes with the session" : "";
	}

	/** Whether nothing is left to do for this keeper. */
	boolean isDone() {
		return this.removing && this.triedIn == 0;
	}

	private boolean isSettled() {
		return this.state == State.PUBLISHED || this.state == State.CONFLICT;
	}

	private void run() {
		cancelNext();
		Znodes current = this.znodes;
		if (current == null) {
			return;
		}
		try {
			if (this.removing) {
				removeNow(current);
			}
			else {
				writeNow(current);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.error("Could not write " + this.group.label() + " to ZooKeeper", ex);
			schedule(backoff());
		}
	}

	private void removeNow(Znodes current) throws InterruptedException {
		if (this.triedIn == current.sessionId()) {
			GroupWriter.Outcome outcome = this.writer.remove(current, this.group);
			if (!outcome.succeeded()) {
				logger.warn("Could not withdraw " + this.group.label() + ": " + outcome.reason());
				schedule(backoff());
				return;
			}
		}
		this.triedIn = 0;
		this.removed.complete(null);
	}

	private void writeNow(Znodes current) throws InterruptedException {
		boolean fresh = this.triedIn != current.sessionId();
		this.triedIn = current.sessionId();
		GroupWriter.Outcome outcome = this.writer.write(current, this.group, witness(current), fresh);
		switch (outcome.kind()) {
			case WRITTEN, UNCHANGED -> succeeded(outcome.kind() == GroupWriter.Outcome.Kind.WRITTEN);
			case CONFLICT -> {
				this.failures = 0;
				become(State.CONFLICT, outcome.reason());
			}
			case DENIED -> {
				become(State.DENIED, outcome.reason());
				schedule(deniedBackoff());
			}
			case FAILED -> {
				become(State.PENDING, outcome.reason());
				schedule(backoff());
			}
		}
	}

	// One for the whole session: ZooKeeper's client keeps each until its node changes.
	private NodeWatcher witness(Znodes current) {
		NodeWatcher known = this.witness;
		if (known == null || known.sessionId != current.sessionId()) {
			known = new NodeWatcher(current.sessionId());
			this.witness = known;
		}
		return known;
	}

	private void succeeded(boolean written) {
		if (this.state != State.PUBLISHED) {
			this.meters.registrations.increment();
		}
		else if (written && !this.replaced) {
			this.meters.repairs.increment();
		}
		this.failures = 0;
		this.replaced = false;
		become(State.PUBLISHED, "");
	}

	private void become(State newState, String reason) {
		this.state = newState;
		this.onOutcome.accept(newState, reason);
	}

	private void touch(long sessionId) {
		Znodes current = this.znodes;
		if (!this.touched || this.removing || current == null || current.sessionId() != sessionId
				|| this.next != null) {
			return;
		}
		schedule(repairDelay());
	}

	private Duration repairDelay() {
		long now = this.time.nanoTime();
		boolean calm = this.repairs == 0 || now - this.lastRepairNanos > CALM.toNanos();
		this.repairs = calm ? 1 : this.repairs + 1;
		this.lastRepairNanos = now;
		// The first few are free: an operator may delete several nodes, one by one.
		return (this.repairs <= 5) ? REPAIR_DELAY : exponential(REPAIR_DELAY, this.repairs - 5, MAX_DELAY);
	}

	private Duration backoff() {
		this.failures++;
		Duration delay = exponential(Duration.ofMillis(50), this.failures, MAX_DELAY);
		return delay.plus(this.jitter.upTo(delay));
	}

	private Duration deniedBackoff() {
		this.failures++;
		Duration delay = exponential(FIRST_DENIED_DELAY, this.failures, MAX_DENIED_DELAY);
		return delay.plus(this.jitter.upTo(FIRST_DENIED_DELAY));
	}

	private static Duration exponential(Duration first, int step, Duration max) {
		Duration delay = first.multipliedBy(1L << Math.min(step - 1, 12));
		return (delay.compareTo(max) < 0) ? delay : max;
	}

	private void schedule(Duration delay) {
		cancelNext();
		try {
			this.next = this.thread.schedule(this::run, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The publisher is closed.
		}
	}

	private void cancelNext() {
		if (this.next != null) {
			this.next.cancel(false);
			this.next = null;
		}
	}

	/**
	 * Hears of changes to the nodes. ZooKeeper keeps these one-time watches over a lost
	 * connection and tells what was missed.
	 */
	private final class NodeWatcher implements GroupWriter.Witness {

		private final long sessionId;

		NodeWatcher(long sessionId) {
			this.sessionId = sessionId;
		}

		@Override
		public void reading() {
			GroupKeeper.this.touched = false;
		}

		@Override
		public void process(WatchedEvent event) {
			if (event.getType() == Event.EventType.None) {
				return;
			}
			GroupKeeper.this.meters.events.increment();
			// Set here and not on the thread, so that a later reading takes it as seen.
			GroupKeeper.this.touched = true;
			try {
				GroupKeeper.this.thread.execute(() -> touch(this.sessionId));
			}
			catch (RejectedExecutionException ex) {
				// The publisher is closed.
			}
		}

	}

}
