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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.Subscription;
import org.apache.curator.CuratorZookeeperClient;
import org.apache.curator.ensemble.fixed.FixedEnsembleProvider;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to ZooKeeper of one process. Opening it does not wait; Curator's client
 * keeps it up and begins a new session when one has ended. Whoever opens it closes it,
 * which ends the session.
 * <p>
 * A session is given up only when ZooKeeper says that it has ended, or turns it away
 * while it takes others, never by this client's clock: after an outage of ZooKeeper
 * itself sessions go on, and nothing has to be written again.
 *
 * @since 0.1
 */
public final class ZooKeeperConnection implements RegistryConnection, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ZooKeeperConnection.class);

	private static final long CHECK_INTERVAL_MILLIS = 1000;

	private static final String TOO_OLD = "its version is too old: persistent recursive watches need ZooKeeper 3.6 "
			+ "or newer, upgrade it";

	private final ZooKeeperSettings settings;

	private final TimeSource time;

	private final Jitter jitter;

	private final ZnodeLayout layout;

	private final RegistryMeters meters = new RegistryMeters();

	private final CuratorZookeeperClient client;

	private final HandleFactory handles;

	private final SessionRecovery recovery;

	private final OutageLog outage;

	private final OutageInspector inspector;

	private final ConnectionThreads threads;

	// Sessions begin and end one after the other, which may take seconds.
	private final Executor sessions;

	private final AtomicBoolean checking = new AtomicBoolean();

	private final List<SessionListener> sessionListeners = new CopyOnWriteArrayList<>();

	private final List<Consumer<State>> stateListeners = new CopyOnWriteArrayList<>();

	private final Object monitor = new Object();

	private State state = State.CONNECTING;

	private @Nullable SessionClient sessionClient;

	// On the loop only.
	private @Nullable State checked;

	// The last handle that ZooKeeper did not let in.
	private @Nullable ZooKeeper refused;

	private ZooKeeperConnection(ZooKeeperSettings settings, TimeSource time, RandomGenerator random) {
		this.settings = settings;
		this.time = time;
		this.jitter = new Jitter(random);
		this.threads = new ConnectionThreads(time);
		this.sessions = new SerialExecutor(this.threads.blocking());
		this.layout = new ZnodeLayout(settings.connectString().path(), settings.namespace());
		this.outage = new OutageLog(address());
		boolean secure = Boolean.parseBoolean(settings.clientProperties().get(ZKClientConfig.SECURE_CLIENT));
		this.inspector = new OutageInspector(new ServerInspection(settings.connectString(), secure), time, this.jitter,
				this::inspected, this.threads.blocking());
		this.handles = new HandleFactory(settings, this::changed);
		int sessionTimeout = (int) settings.sessionTimeout().toMillis();
		this.client = new CuratorZookeeperClient(this.handles,
				new FixedEnsembleProvider(settings.connectString().servers()), sessionTimeout, sessionTimeout, null,
				new RetryOneTime(1), false);
		this.recovery = new SessionRecovery(this.client, this.handles, settings.sessionTimeout(), time, this.jitter,
				() -> lost(State.LOST));
	}

	/**
	 * Opens a connection. Returns immediately.
	 * @param settings how to reach ZooKeeper
	 * @param time source of time for all that works with the connection
	 * @param random source of random numbers, which spread what many processes would
	 * otherwise do at the same moment; called by several threads
	 * @return the connection, to be closed by the caller
	 * @throws IllegalArgumentException if the namespace is malformed
	 */
	public static ZooKeeperConnection open(ZooKeeperSettings settings, TimeSource time, RandomGenerator random) {
		ZooKeeperConnection connection = new ZooKeeperConnection(settings, time, random);
		// Loading ZooKeeper's client and its TLS takes longer than a start should wait.
		connection.sessions.execute(connection::startClient);
		connection.threads.loop()
			.scheduleWithFixedDelay(connection::check, CHECK_INTERVAL_MILLIS, CHECK_INTERVAL_MILLIS,
					TimeUnit.MILLISECONDS);
		return connection;
	}

	private void check() {
		State now = state();
		this.inspector.check(now);
		boolean unchanged = now == State.CONNECTED && this.checked == State.CONNECTED;
		if (!unchanged && this.checking.compareAndSet(false, true)) {
			this.checked = now;
			onSessions(() -> {
				try {
					this.recovery.check(now);
				}
				finally {
					this.checking.set(false);
				}
			});
		}
	}

	private void startClient() {
		try {
			if (state() != State.CLOSED) {
				this.client.start();
			}
		}
		catch (Exception ex) {
			logger.error("ZooKeeper's client for " + address() + " did not start, so nothing is registered or found: "
					+ "correct rpc.registry.* and start the application again", ex);
		}
	}

	@Override
	public String address() {
		return this.settings.connectString().toString();
	}

	@Override
	public String namespace() {
		return this.settings.namespace();
	}

	@Override
	public State state() {
		synchronized (this.monitor) {
			return this.state;
		}
	}

	@Override
	public @Nullable String problem() {
		return this.outage.problem();
	}

	@Override
	public Duration sessionTimeout() {
		synchronized (this.monitor) {
			Duration asked = this.settings.sessionTimeout();
			Duration granted = (this.sessionClient != null) ? this.sessionClient.sessionTimeout() : asked;
			return (granted.compareTo(asked) > 0) ? granted : asked;
		}
	}

	@Override
	public String sessionId() {
		synchronized (this.monitor) {
			return "0x" + Long.toHexString((this.sessionClient != null) ? this.sessionClient.sessionId() : 0);
		}
	}

	@Override
	public boolean awaitConnected(Duration atMost) {
		long deadline = this.time.nanoTime() + atMost.toNanos();
		synchronized (this.monitor) {
			try {
				while (this.state != State.CONNECTED && this.state != State.CLOSED) {
					long left = TimeUnit.NANOSECONDS.toMillis(deadline - this.time.nanoTime());
					if (left <= 0) {
						break;
					}
					this.monitor.wait(left);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return this.state == State.CONNECTED;
		}
	}

	@Override
	public Subscription onStateChange(Consumer<State> listener) {
		Executor calls = new SerialExecutor(Runnable::run);
		Consumer<State> entry = (next) -> calls.execute(() -> Listeners.call(listener, next));
		this.stateListeners.add(entry);
		return () -> this.stateListeners.remove(entry);
	}

	/**
	 * Ends the session, so that its nodes are gone immediately, and the connection. Waits
	 * at most for the operation timeout. Closing twice does nothing.
	 */
	@Override
	public void close() {
		synchronized (this.monitor) {
			if (this.state == State.CLOSED) {
				return;
			}
		}
		change(State.CLOSED, null);
		this.sessionListeners.clear();
		this.inspector.close();
		// While ZooKeeper is out of reach its client may take most of a session timeout.
		CountDownLatch ended = new CountDownLatch(1);
		onSessions(() -> {
			this.client.close();
			ended.countDown();
			this.recovery.close();
		});
		try {
			if (!ended.await(this.settings.operationTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
				logger.debug("The session with ZooKeeper at " + address() + " has not ended yet");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.threads.close();
	}

	public ConnectionThreads threads() {
		return this.threads;
	}

	public TimeSource time() {
		return this.time;
	}

	public Jitter jitter() {
		return this.jitter;
	}

	public ZooKeeperSettings settings() {
		return this.settings;
	}

	public ZnodeLayout layout() {
		return this.layout;
	}

	public RegistryMeters meters() {
		return this.meters;
	}

	/**
	 * Adds a listener and tells it the current state, on the calling thread.
	 */
	public Subscription listen(SessionListener listener) {
		synchronized (this.monitor) {
			this.sessionListeners.add(listener);
			if (this.sessionClient != null && this.state == State.CONNECTED) {
				listener.connected(this.sessionClient);
			}
		}
		return () -> this.sessionListeners.remove(listener);
	}

	private void changed(ZooKeeper handle, Watcher.Event.KeeperState event) {
		switch (event) {
			case SyncConnected -> SessionCheck.ask(handle, (result) -> checked(handle, result));
			case Disconnected -> disconnected(handle, State.SUSPENDED);
			case Expired -> disconnected(handle, State.LOST);
			case AuthFailed -> refused(handle, State.DENIED);
			default -> logger.debug("ZooKeeper says " + event);
		}
	}

	private void checked(ZooKeeper handle, SessionCheck.Result result) {
		if (this.handles.isCurrent(handle)) {
			switch (result) {
				case USABLE -> connected(handle);
				case DENIED -> refused(handle, State.DENIED);
				case UNSUPPORTED -> refused(handle, State.UNSUPPORTED);
				case LOST -> logger.debug("The connection was lost before ZooKeeper answered over it");
			}
		}
	}

	private void connected(ZooKeeper handle) {
		long sessionId = handle.getSessionId();
		SessionClient current = new SessionClient(handle, sessionId, this.settings.access(), Runnable::run);
		synchronized (this.monitor) {
			if (this.state == State.CLOSED) {
				return;
			}
			boolean newSession = this.sessionClient == null || this.sessionClient.sessionId() != sessionId;
			if (newSession) {
				this.meters.sessions.increment();
			}
			this.outage.over();
			logger.info("Connected to ZooKeeper at " + address() + ", namespace '" + namespace() + "', "
					+ (newSession ? "new" : "same") + " session 0x" + Long.toHexString(sessionId));
			change(State.CONNECTED, current);
			this.sessionListeners.forEach((listener) -> listener.connected(current));
		}
	}

	private void disconnected(ZooKeeper handle, State next) {
		synchronized (this.monitor) {
			if (handle != this.refused) {
				lost(next);
			}
		}
	}

	private void refused(ZooKeeper handle, State next) {
		synchronized (this.monitor) {
			if (this.state == State.CLOSED || handle == this.refused) {
				return;
			}
			this.refused = handle;
			lost(next);
			this.outage.report((next == State.DENIED) ? denial() : TOO_OLD);
			onSessions(() -> this.recovery.refused(handle));
		}
	}

	private String denial() {
		ZooKeeperSettings.Credentials credentials = this.settings.credentials();
		return (credentials != null)
				? "authentication failed: ZooKeeper does not accept user '" + credentials.username()
						+ "' with its password (rpc.registry.auth.username and rpc.registry.auth.password)"
				: "authentication failed: ZooKeeper requires credentials and this process has none "
						+ "(rpc.registry.auth.username and rpc.registry.auth.password, or rpc.registry.ssl.bundle)";
	}

	private void inspected(String cause) {
		synchronized (this.monitor) {
			if (this.state == State.CONNECTING || this.state == State.SUSPENDED || this.state == State.LOST) {
				this.outage.report(cause);
			}
		}
	}

	private void lost(State wanted) {
		synchronized (this.monitor) {
			if (this.state == State.CLOSED) {
				return;
			}
			if (this.state == State.CONNECTED) {
				this.meters.disconnections.increment();
			}
			// Each failed attempt is reported, the first ones too.
			State next = (wanted == State.SUSPENDED && this.sessionClient == null) ? State.CONNECTING : wanted;
			if (this.state != next) {
				logger.debug("The connection to ZooKeeper at " + address() + " is " + next);
			}
			change(next, this.sessionClient);
			this.sessionListeners.forEach((listener) -> listener.disconnected(wanted != State.SUSPENDED));
		}
	}

	private void change(State next, @Nullable SessionClient current) {
		synchronized (this.monitor) {
			boolean same = this.state == next;
			this.state = next;
			this.sessionClient = current;
			this.monitor.notifyAll();
			if (!same) {
				tell(next);
			}
		}
	}

	private void tell(State next) {
		try {
			this.stateListeners.forEach((listener) -> this.threads.listeners().execute(() -> listener.accept(next)));
		}
		catch (RejectedExecutionException ex) {
			// Closed meanwhile.
		}
	}

	private void onSessions(Runnable task) {
		try {
			this.sessions.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// Closed meanwhile.
		}
	}

}
