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

package io.mprpc.internal.zookeeper.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.mprpc.internal.input.UntrustedText;
import io.mprpc.internal.zookeeper.session.SessionClient;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follower of one znode, with or without all below it: sets a persistent watch, lists,
 * and applies events from then on. Lists again after each reconnect, because ZooKeeper
 * does not tell a persistent watch what it missed.
 * <p>
 * All on the thread of the {@link WatchLoop}. Since events and answers arrive there in
 * the order in which ZooKeeper sent them, an answer can be applied as it comes: whatever
 * happens after it is reported by a later event.
 */
public final class WatchedTree {

	private static final Logger logger = LoggerFactory.getLogger(WatchedTree.class);

	private static final Duration FIRST_RETRY = Duration.ofMillis(50);

	private static final Duration LAST_RETRY = Duration.ofSeconds(5);

	private static final Duration DENIED_RETRY = Duration.ofSeconds(30);

	private static final CompletableFuture<?> NOTHING = CompletableFuture.completedFuture(null);

	private final String path;

	private final AddWatchMode mode;

	private final TreeHandler handler;

	private final WatchLoop loop;

	private @Nullable SessionClient sessionClient;

	private long watchedIn;

	// Counts connections and reloads, so that what belongs to an earlier one is dropped.
	private int round;

	private int failures;

	private boolean loading;

	// Since the connection was made.
	private boolean loaded;

	private boolean again;

	private boolean warnedOfDenial;

	WatchedTree(String path, AddWatchMode mode, TreeHandler handler, WatchLoop loop) {
		this.path = path;
		this.mode = mode;
		this.handler = handler;
		this.loop = loop;
	}

	void connected(SessionClient current) {
		this.sessionClient = current;
		this.loaded = false;
		this.failures = 0;
		load();
	}

	void disconnected() {
		this.sessionClient = null;
		this.round++;
		this.loading = false;
		this.loaded = false;
		this.handler.stale();
	}

	/** Lists again, after a listing that may be under way. */
	public void reload() {
		if (this.loading) {
			this.again = true;
		}
		else {
			load();
		}
	}

	/**
	 * Whether all was listed since the connection was made, and is not being listed
	 * again.
	 */
	public boolean isCurrent() {
		return this.loaded && !this.loading;
	}

	private void load() {
		SessionClient current = this.sessionClient;
		if (current == null) {
			return;
		}
		this.loading = true;
		this.again = false;
		int mine = ++this.round;
		this.loop.gate().enter(() -> (mine == this.round) ? load(current, mine) : NOTHING);
	}

	private CompletableFuture<?> load(SessionClient current, int mine) {
		return watch(current).thenCompose((ignored) -> this.handler.load(current)).whenComplete((ignored, ex) -> {
			if (mine == this.round) {
				this.loading = false;
				loaded(ex);
			}
		});
	}

	private CompletableFuture<Void> watch(SessionClient current) {
		if (this.watchedIn == current.sessionId()) {
			return CompletableFuture.completedFuture(null);
		}
		return current.watch(this.path, this.mode, new TreeWatcher(current))
			.thenAccept((ignored) -> this.watchedIn = current.sessionId());
	}

	private void loaded(@Nullable Throwable ex) {
		if (ex == null) {
			this.failures = 0;
			this.loaded = true;
			this.warnedOfDenial = false;
			this.handler.current();
			if (this.again) {
				load();
			}
			return;
		}
		Throwable cause = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
		if (cause instanceof KeeperException.NoAuthException denied) {
			if (!this.warnedOfDenial) {
				logger.warn("No permission to read znode " + UntrustedText.printable(denied.getPath())
						+ " in ZooKeeper: check its ACL and the registry's credentials");
			}
			this.warnedOfDenial = true;
			this.handler.denied();
			retry(DENIED_RETRY);
		}
		else {
			if (!(cause instanceof KeeperException)) {
				logger.error("Could not read " + this.path + " from ZooKeeper", cause);
			}
			this.failures++;
			Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(this.failures - 1, 7));
			delay = (delay.compareTo(LAST_RETRY) < 0) ? delay : LAST_RETRY;
			retry(delay.plus(this.loop.jitter().upTo(delay)));
		}
	}

	private void retry(Duration delay) {
		int mine = this.round;
		this.loop.after(delay, () -> {
			if (mine == this.round) {
				load();
			}
		});
	}

	private void event(SessionClient session, Watcher.Event.EventType type, String at) {
		SessionClient current = this.sessionClient;
		if (current != null && current.sessionId() == session.sessionId()) {
			this.handler.event(current, type, at);
		}
	}

	private final class TreeWatcher implements Watcher {

		private final SessionClient session;

		TreeWatcher(SessionClient session) {
			this.session = session;
		}

		@Override
		public void process(WatchedEvent event) {
			if (event.getType() != Event.EventType.None && event.getPath() != null) {
				WatchedTree.this.loop.meters().events.increment();
				WatchedTree.this.loop
					.execute(() -> WatchedTree.this.event(this.session, event.getType(), event.getPath()));
			}
		}

	}

}
