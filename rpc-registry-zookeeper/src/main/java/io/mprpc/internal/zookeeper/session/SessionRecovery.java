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

package io.mprpc.internal.zookeeper.session;

import java.io.IOException;
import java.time.Duration;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.RegistryConnection.State;
import org.apache.curator.CuratorZookeeperClient;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovery from a session that cannot be resumed. A server whose data was wiped or
 * restored turns away every client that has seen newer data, without saying that the
 * session has ended, and the client would try forever. So while a connection is lost for
 * longer than a session lasts, a second client tests whether new sessions are accepted;
 * if so, and the first client still has none, the first begins anew.
 * <p>
 * A handle that was refused, because of its credentials or because the server is too old,
 * is replaced after a pause that grows: ZooKeeper's client never tries again with it.
 * <p>
 * For use on one thread, except for the events of the second client.
 */
final class SessionRecovery {

	private static final Logger logger = LoggerFactory.getLogger(SessionRecovery.class);

	private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(3);

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LAST_PAUSE = Duration.ofSeconds(10);

	private final CuratorZookeeperClient client;

	private final HandleFactory handles;

	private final Duration sessionTimeout;

	private final TimeSource time;

	private final Jitter jitter;

	private final Runnable onGivenUp;

	private @Nullable ZooKeeper probe;

	private volatile boolean probeConnected;

	// Nanoseconds; the first has no meaning while the second is unset.
	private long since;

	private @Nullable State before;

	// In a row.
	private int refusals;

	private long retryAt;

	SessionRecovery(CuratorZookeeperClient client, HandleFactory handles, Duration sessionTimeout, TimeSource time,
			Jitter jitter, Runnable onGivenUp) {
		this.client = client;
		this.handles = handles;
		this.sessionTimeout = sessionTimeout;
		this.time = time;
		this.jitter = jitter;
		this.onGivenUp = onGivenUp;
	}

	/** To be called about every second with the state of the first client. */
	void check(State state) {
		long now = this.time.nanoTime();
		if (state != this.before) {
			this.before = state;
			this.since = now;
		}
		if (state == State.CONNECTED) {
			this.refusals = 0;
		}
		if (state == State.LOST) {
			nudge();
		}
		else if (state == State.DENIED || state == State.UNSUPPORTED) {
			close();
			if (now - this.retryAt >= 0) {
				this.retryAt = now + LAST_PAUSE.toNanos();
				reset();
			}
		}
		else if (state != State.SUSPENDED) {
			close();
		}
		else if (this.probe == null) {
			if (now - this.since > this.sessionTimeout.toNanos()) {
				open();
				this.since = now;
			}
		}
		else if (!this.probe.getState().isAlive()) {
			close();
		}
		else if (!this.probeConnected) {
			this.since = now;
		}
		else if (now - this.since > patience().toNanos()) {
			giveUp();
		}
	}

	void close() {
		ZooKeeper handle = this.probe;
		this.probe = null;
		this.probeConnected = false;
		if (handle != null) {
			close(handle);
		}
	}

	private static void close(ZooKeeper handle) {
		try {
			handle.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Duration patience() {
		return (this.sessionTimeout.compareTo(SHORTEST_PATIENCE) > 0) ? this.sessionTimeout : SHORTEST_PATIENCE;
	}

	private void open() {
		try {
			this.probe = this.handles
				.newHandle((handle, event) -> this.probeConnected = event == Watcher.Event.KeeperState.SyncConnected);
		}
		catch (IOException ex) {
			logger.debug("ZooKeeper cannot be looked for", ex);
		}
	}

	private void giveUp() {
		logger.warn("ZooKeeper answers others but turns this process's session away, as after its data was wiped or "
				+ "restored: beginning a new session");
		close();
		this.onGivenUp.run();
		reset();
	}

	/** The current handle was refused: the next one is made after a pause. */
	void refused(ZooKeeper handle) {
		this.retryAt = this.time.nanoTime() + pauseAfterRefusal();
		close(handle);
	}

	// Jitter: all processes of one user are refused at the same moment.
	private long pauseAfterRefusal() {
		Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(this.refusals++, 4));
		pause = (pause.compareTo(LAST_PAUSE) < 0) ? pause : LAST_PAUSE;
		return pause.plus(this.jitter.upTo(pause)).toNanos();
	}

	private void reset() {
		try {
			this.client.reset();
		}
		catch (Exception ex) {
			logger.debug("No new session with ZooKeeper yet", ex);
		}
	}

	// Curator makes the next handle when a session ends; if that failed it waits for a
	// caller to ask.
	private void nudge() {
		try {
			this.client.getZooKeeper();
		}
		catch (Exception ex) {
			logger.debug("No new session with ZooKeeper yet", ex);
		}
	}

}
