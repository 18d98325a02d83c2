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

package io.mprpc.internal.zookeeper.publish;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.layout.NodeGroup;
import io.mprpc.internal.zookeeper.session.Jitter;
import io.mprpc.internal.zookeeper.session.LoopTasks;
import io.mprpc.internal.zookeeper.session.RegistryMeters;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.watch.ConcurrencyLimiter;
import io.mprpc.registry.InstancePublisher.Publication.State;
import org.apache.zookeeper.WatchedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeper of one group of nodes in the registry until it is withdrawn: writes it once per
 * session, again when another process changes it, and when an attempt failed. A
 * connection that comes back with the same session is no reason to write.
 * <p>
 * For use on the loop. A change that is requested while an attempt is under way takes
 * effect when that has ended; other groups do not wait for it.
 */
public final class EphemeralGroup {

	private static final Logger logger = LoggerFactory.getLogger(EphemeralGroup.class);

	private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

	private final GroupWriter writer;

	private final LoopTasks loop;

	private final RegistryMeters meters;

	private final WritePacing pacing;

	private final BiConsumer<State, String> onOutcome;

	private final ConcurrencyLimiter turn = new ConcurrencyLimiter(1);

	private volatile NodeGroup group;

	private volatile boolean touched;

	private State state = State.PENDING;

	private @Nullable SessionClient sessionClient;

	// Session in which something may have been written; 0 for none.
	private long triedIn;

	// Whether the group is another than was written last.
	private boolean replaced;

	private boolean removing;

	private Predicate<String> keptByOthers = (path) -> false;

	private @Nullable ScheduledFuture<?> next;

	private @Nullable NodeWatcher witness;

	private CompletableFuture<Void> removed = new CompletableFuture<>();

	/**
	 * Creates a group.
	 * @param onOutcome told of each state and its reason, on the loop
	 */
	public EphemeralGroup(NodeGroup group, GroupWriter writer, LoopTasks loop, RegistryMeters meters, TimeSource time,
			Jitter jitter, BiConsumer<State, String> onOutcome) {
		this.group = group;
		this.writer = writer;
		this.loop = loop;
		this.meters = meters;
		this.pacing = new WritePacing(time, jitter);
		this.onOutcome = onOutcome;
	}

	public NodeGroup group() {
		return this.group;
	}

	/**
	 * The connection stands.
	 * @return completes when that is taken in
	 */
	public CompletableFuture<?> connected(SessionClient current) {
		return inTurn(() -> {
			connectedNow(current);
			return NOTHING;
		});
	}

	private void connectedNow(SessionClient current) {
		this.sessionClient = current;
		boolean newSession = this.triedIn != current.sessionId();
		if (this.removing) {
			this.triedIn = newSession ? 0 : this.triedIn;
			schedule(Duration.ZERO);
		}
		else if (newSession) {
			// After an outage all processes are back at the same moment.
			boolean again = this.triedIn != 0;
			if (again) {
				become(State.PENDING, "ZooKeeper has begun a new session");
			}
			schedule(again ? this.pacing.afterNewSession() : Duration.ZERO);
		}
		else if (!isSettled() || this.replaced || this.touched) {
			schedule(Duration.ZERO);
		}
	}

	void disconnected(boolean sessionEnded) {
		inTurn(() -> {
			disconnectedNow(sessionEnded);
			return NOTHING;
		});
	}

	private void disconnectedNow(boolean sessionEnded) {
		this.sessionClient = null;
		if (sessionEnded && this.state != State.WITHDRAWN) {
			become(State.PENDING, "the session with ZooKeeper has ended");
		}
		if (this.removing) {
			// The remainder vanishes with the session or is deleted when it is back.
			this.removed.complete(null);
		}
	}

	/**
	 * Replaces the group, whose paths must stay the same, and writes it if that is
	 * possible now.
	 * @return completes with whether it is written
	 */
	public CompletableFuture<Boolean> replace(NodeGroup changed) {
		return inTurn(() -> {
			this.group = changed;
			this.replaced = true;
			if (this.sessionClient == null || this.removing || this.state == State.CONFLICT) {
				return CompletableFuture.completedFuture(false);
			}
			return run().thenApply((done) -> this.state == State.PUBLISHED);
		});
	}

	/**
	 * Deletes the nodes as soon as possible.
	 * @param kept paths of nodes that another group needs
	 * @return completes when they are deleted, or when that is not possible now
	 */
	public CompletableFuture<Void> remove(Predicate<String> kept) {
		inTurn(() -> {
			if (this.removing) {
				return NOTHING;
			}
			this.removing = true;
			this.keptByOthers = kept;
			become(State.WITHDRAWN, whatRemains());
			if (this.sessionClient == null || this.triedIn == 0) {
				this.removed.complete(null);
			}
			return run();
		});
		return this.removed;
	}

	private <T> CompletableFuture<T> inTurn(Supplier<? extends CompletableFuture<T>> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		this.turn.enter(() -> task.get().whenComplete((value, ex) -> {
			if (ex == null) {
				result.complete(value);
			}
			else {
				result.completeExceptionally(ex);
			}
		}));
		return result;
	}

	private String whatRemains() {
		if (this.triedIn == 0) {
			return "it was not registered";
		}
		return (this.sessionClient == null) ? "ZooKeeper is away and removes its nodes with the session" : "";
	}

	/** Whether nothing is left to do for this group. */
	boolean isDone() {
		return this.removing && this.triedIn == 0;
	}

	/** Whether a node is deleted with this group and not before. */
	boolean keeps(String path) {
		return !this.removing && this.triedIn != 0 && this.group.nodes().containsKey(path);
	}

	private boolean isSettled() {
		return this.state == State.PUBLISHED || this.state == State.CONFLICT;
	}

	private CompletableFuture<Void> run() {
		cancelNext();
		SessionClient current = this.sessionClient;
		if (current == null) {
			return NOTHING;
		}
		return attempt(current).handle((done, ex) -> {
			if (ex != null) {
				logger.error("Could not write " + this.group.label() + " to ZooKeeper", ex);
				schedule(this.pacing.afterFailure());
			}
			return null;
		});
	}

	private CompletableFuture<Void> attempt(SessionClient current) {
		try {
			return this.removing ? removeNow(current) : writeNow(current);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<Void> removeNow(SessionClient current) {
		if (this.triedIn != current.sessionId()) {
			removed();
			return NOTHING;
		}
		return this.writer.remove(current, this.group, this.keptByOthers).thenAccept((outcome) -> {
			if (outcome.succeeded()) {
				removed();
			}
			else {
				logger.warn("Could not withdraw " + this.group.label() + ": " + outcome.reason());
				schedule(this.pacing.afterFailure());
			}
		});
	}

	private void removed() {
		this.triedIn = 0;
		this.removed.complete(null);
	}

	private CompletableFuture<Void> writeNow(SessionClient current) {
		boolean fresh = this.triedIn != current.sessionId();
		this.triedIn = current.sessionId();
		return this.writer.write(current, this.group, witness(current), fresh).thenAccept(this::ended);
	}

	private void ended(WriteOutcome outcome) {
		switch (outcome.kind()) {
			case WRITTEN, UNCHANGED -> succeeded(outcome.kind() == WriteOutcome.Kind.WRITTEN);
			case CONFLICT -> {
				this.pacing.succeeded();
				become(State.CONFLICT, outcome.reason());
			}
			case DENIED -> {
				become(State.DENIED, outcome.reason());
				schedule(this.pacing.afterDenial());
			}
			case FAILED -> {
				become(State.PENDING, outcome.reason());
				schedule(this.pacing.afterFailure());
			}
		}
	}

	// One for the whole session: ZooKeeper's client keeps each until its node changes.
	private NodeWatcher witness(SessionClient current) {
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
		this.pacing.succeeded();
		this.replaced = false;
		become(State.PUBLISHED, "");
	}

	private void become(State newState, String reason) {
		this.state = newState;
		this.onOutcome.accept(newState, reason);
	}

	private void touch(long sessionId) {
		SessionClient current = this.sessionClient;
		if (!this.touched || this.removing || current == null || current.sessionId() != sessionId
				|| this.next != null) {
			return;
		}
		schedule(this.pacing.afterChangeByOthers());
	}

	private void schedule(Duration delay) {
		cancelNext();
		this.next = this.loop.schedule(delay, () -> inTurn(this::run));
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
			EphemeralGroup.this.touched = false;
		}

		@Override
		public void process(WatchedEvent event) {
			if (event.getType() == Event.EventType.None) {
				return;
			}
			EphemeralGroup.this.meters.events.increment();
			// Set here and not on the thread, so that a later reading takes it as seen.
			EphemeralGroup.this.touched = true;
			EphemeralGroup.this.loop.execute(() -> inTurn(() -> {
				touch(this.sessionId);
				return NOTHING;
			}));
		}

	}

}
