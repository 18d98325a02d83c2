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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.session.CoalescingCall;
import io.mprpc.internal.zookeeper.session.Jitter;
import io.mprpc.internal.zookeeper.session.Listeners;
import io.mprpc.internal.zookeeper.session.LoopTasks;
import io.mprpc.internal.zookeeper.session.RegistryMeters;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.session.SessionListener;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.Subscription;
import org.apache.zookeeper.AddWatchMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory's part of the connection's loop, on which everything it knows is changed.
 * Its listeners are called on another thread, so that a slow one holds up neither the
 * loop nor ZooKeeper's client.
 */
public final class WatchLoop implements AutoCloseable {

	/**
	 * Loads at the same time: a thousand in parallel took longer than one after the
	 * other.
	 */
	private static final int LOADS = 16;

	private static final Logger logger = LoggerFactory.getLogger(WatchLoop.class);

	private final RegistryMeters meters;

	private final TimeSource time;

	private final Jitter jitter;

	private final Duration debounce;

	private final LoopTasks tasks;

	private final Executor listeners;

	private final ConcurrencyLimiter gate = new ConcurrencyLimiter(LOADS);

	private final List<WatchedTree> trees = new ArrayList<>();

	private final List<CoalescingCall> changeListeners = new CopyOnWriteArrayList<>();

	private final AtomicBoolean changed = new AtomicBoolean();

	private final UnreadableNodes unreadable;

	private final Subscription session;

	private volatile boolean closed;

	private @Nullable SessionClient sessionClient;

	public WatchLoop(ZooKeeperConnection connection, Duration debounce) {
		this.meters = connection.meters();
		this.time = connection.time();
		this.jitter = connection.jitter();
		this.unreadable = new UnreadableNodes(this.time);
		this.debounce = debounce;
		this.tasks = new LoopTasks(connection.threads().loop());
		this.listeners = connection.threads().listeners();
		this.session = connection.listen(new Session());
	}

	public RegistryMeters meters() {
		return this.meters;
	}

	public TimeSource time() {
		return this.time;
	}

	Jitter jitter() {
		return this.jitter;
	}

	ConcurrencyLimiter gate() {
		return this.gate;
	}

	public Duration debounce() {
		return this.debounce;
	}

	/** The client of the current session, if connected. On the thread of the loop. */
	public @Nullable SessionClient sessionClient() {
		return this.sessionClient;
	}

	/** Begins to follow a tree. On the thread of the loop. */
	public WatchedTree follow(String path, AddWatchMode mode, TreeHandler handler) {
		WatchedTree tree = new WatchedTree(path, mode, handler, this);
		this.trees.add(tree);
		if (this.sessionClient != null) {
			tree.connected(this.sessionClient);
		}
		return tree;
	}

	/** Runs a task on the thread of the loop, after all that was given before. */
	public void execute(Runnable task) {
		this.tasks.execute(task);
	}

	/** Runs a task on the thread of the loop after a while. */
	public void after(Duration delay, Runnable task) {
		this.tasks.schedule(delay, task);
	}

	/** Runs a task on the thread of the listeners, after all that was given before. */
	public void notify(Runnable task) {
		try {
			this.listeners.execute(() -> call(task));
		}
		catch (RejectedExecutionException ex) {
			// The connection is closed.
		}
	}

	/** Calls the listeners for any change, once for several changes close together. */
	public void changed() {
		if (this.changed.compareAndSet(false, true)) {
			after(this.debounce, () -> {
				this.changed.set(false);
				this.changeListeners.forEach(CoalescingCall::request);
			});
		}
	}

	public Subscription onChange(Runnable listener) {
		CoalescingCall entry = new CoalescingCall(this::notify,
				() -> Listeners.call((ignored) -> listener.run(), Boolean.TRUE));
		this.changeListeners.add(entry);
		return () -> this.changeListeners.remove(entry);
	}

	/** Says once that a node is skipped. On the thread of the loop. */
	public void unreadable(String path, RuntimeException ex) {
		unreadable(path, "is skipped", ex);
	}

	/**
	 * Logs once the consequence of a node that cannot be read. On the thread of the loop.
	 */
	public void unreadable(String path, String consequence, RuntimeException ex) {
		this.meters.unreadable.increment();
		this.unreadable.unreadable(path, consequence, ex);
	}

	/** A readable node may be warned of again. On the thread of the loop. */
	public void readable(String path) {
		this.unreadable.readable(path);
	}

	@Override
	public void close() {
		this.closed = true;
		this.session.close();
		this.tasks.close();
	}

	private void call(Runnable task) {
		if (this.closed) {
			return;
		}
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.error("Calling listeners to the registry failed", ex);
		}
	}

	/** Hands events of the connection over to the thread of the loop. */
	private final class Session implements SessionListener {

		@Override
		public void connected(SessionClient current) {
			SessionClient onLoop = current.on(WatchLoop.this::execute);
			execute(() -> {
				WatchLoop.this.sessionClient = onLoop;
				List.copyOf(WatchLoop.this.trees).forEach((tree) -> tree.connected(onLoop));
			});
		}

		@Override
		public void disconnected(boolean sessionEnded) {
			execute(() -> {
				WatchLoop.this.sessionClient = null;
				List.copyOf(WatchLoop.this.trees).forEach(WatchedTree::disconnected);
			});
		}

	}

}
