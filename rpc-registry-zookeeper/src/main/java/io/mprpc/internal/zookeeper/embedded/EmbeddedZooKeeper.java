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

package io.mprpc.internal.zookeeper.embedded;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperException.Reason;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.util.ServiceUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ZooKeeper server inside this process, alone or as a member of an ensemble.
 * <p>
 * It never ends the JVM: when ZooKeeper fails, {@link #isRunning()} turns {@code false}
 * and {@link #failure()} says why. Who starts it closes it. ZooKeeper's own
 * {@code ZooKeeperServerEmbedded} does the same with less to tell: it keeps the reason of
 * a failed start to itself until the start timeout has passed, cannot say that the server
 * has died, and writes the configuration with its secrets to disk.
 *
 * @since 0.1
 */
public final class EmbeddedZooKeeper implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedZooKeeper.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

	private static final String THREAD = "mprpc-zookeeper";

	private static final List<EmbeddedZooKeeper> running = new CopyOnWriteArrayList<>();

	private final EmbeddedZooKeeperSettings settings;

	private final DataDirectory directory;

	private final RunningServer server;

	private final CompletableFuture<Void> started = new CompletableFuture<>();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final DatadirCleanupManager cleanup;

	private final AccessProperties access;

	private final CompletableFuture<Throwable> failed = new CompletableFuture<>();

	private volatile @Nullable Throwable failure;

	private volatile boolean closing;

	private EmbeddedZooKeeper(EmbeddedZooKeeperSettings settings, DataDirectory directory,
			QuorumPeerConfig configuration, AccessProperties access) {
		this.settings = settings;
		this.directory = directory;
		this.access = access;
		this.server = (settings.ensemble() != null) ? new EnsembleMember() : new StandaloneServer();
		this.cleanup = new DatadirCleanupManager(configuration.getDataDir(), configuration.getDataLogDir(),
				configuration.getSnapRetainCount(), configuration.getPurgeInterval());
	}

	/**
	 * Starts a server and waits until it listens. A member of an ensemble serves clients
	 * only after the ensemble has elected a leader: see {@link #isServing()}.
	 * @param settings how it runs
	 * @return the running server
	 * @throws EmbeddedZooKeeperException if it does not start: the message names the
	 * cause and {@link EmbeddedZooKeeperException#action()} the remedy
	 */
	public static EmbeddedZooKeeper start(EmbeddedZooKeeperSettings settings) {
		StartConditions.requireLibraries();
		DataDirectory directory = DataDirectory.open(settings.dataDirectory());
		try {
			int id = new ServerIdentity(directory.path()).claim(settings.ensemble());
			StartConditions.requireFreePorts(settings, id);
			return start(settings, directory, AccessProperties.apply(settings.access(), directory.path()));
		}
		catch (RuntimeException ex) {
			directory.close();
			throw ex;
		}
	}

	private static EmbeddedZooKeeper start(EmbeddedZooKeeperSettings settings, DataDirectory directory,
			AccessProperties access) {
		try {
			Properties properties = ServerConfiguration.properties(settings, directory.path());
			QuorumPeerConfig configuration = ServerConfiguration.parse(properties);
			EmbeddedZooKeeper zooKeeper = new EmbeddedZooKeeper(settings, directory, configuration, access);
			zooKeeper.start(configuration);
			return zooKeeper;
		}
		catch (RuntimeException ex) {
			access.close();
			throw ex;
		}
	}

	/**
	 * Address at which this process itself connects: never encrypted, and on the loopback
	 * interface where other connections have to be encrypted.
	 * @return {@code host:port} with the real port
	 */
	public String localConnectString() {
		return (this.server.securePort() > 0) ? ServerConfiguration.LOOPBACK + ':' + this.server.plainPort()
				: connectString();
	}

	/**
	 * Address at which clients of this machine connect.
	 * @return {@code host:port} with the real port
	 */
	public String connectString() {
		String host = this.settings.host();
		if (new InetSocketAddress(host, 0).getAddress().isAnyLocalAddress()) {
			host = "localhost";
		}
		return ((host.indexOf(':') >= 0) ? '[' + host + ']' : host) + ':' + port();
	}

	/**
	 * The port that clients connect to.
	 * @return the real port, where 0 was asked for the one that was found
	 */
	public int port() {
		int port = this.server.securePort();
		return (port > 0) ? port : this.server.plainPort();
	}

	/**
	 * Directory of the data.
	 * @return the directory
	 */
	public Path dataDirectory() {
		return this.directory.path();
	}

	/**
	 * Whether the server has been started and has neither been closed nor failed.
	 * @return whether it runs
	 */
	public boolean isRunning() {
		return this.started.isDone() && !this.ended.isDone() && this.failure == null && !this.closing;
	}

	/**
	 * Whether the server answers clients: it runs and, as a member of an ensemble,
	 * belongs to a quorum.
	 * @return whether it serves
	 */
	public boolean isServing() {
		return isRunning() && this.server.isServing();
	}

	/**
	 * Current state of the server.
	 * @return the role
	 */
	public Role role() {
		return isRunning() ? this.server.role() : Role.STOPPED;
	}

	/**
	 * Cause for which the server stopped by itself.
	 * @return the reason, {@code null} if it did not
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Calls a listener when the server stops by itself, or immediately if it has.
	 * @param listener given the reason, on a thread of ZooKeeper; must not block
	 */
	public void onFailure(Consumer<Throwable> listener) {
		this.failed.thenAccept(listener);
	}

	/**
	 * Stops the server, waits until its threads have ended and its ports are free, at
	 * most for 20 seconds, and deletes its data if that is temporary. Closing twice does
	 * nothing.
	 */
	@Override
	public void close() {
		this.closing = true;
		stop();
	}

	private void start(QuorumPeerConfig configuration) {
		ServiceUtils.setSystemExitProcedure(EmbeddedZooKeeper::exitRequested);
		running.add(this);
		this.cleanup.start();
		Thread thread = new Thread(() -> run(configuration), THREAD);
		thread.setDaemon(false);
		thread.start();
		try {
			this.started.get(this.settings.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			close();
			throw new EmbeddedZooKeeperException(Reason.TIMEOUT,
					"The embedded ZooKeeper did not listen on " + this.settings.host() + ':' + this.settings.port()
							+ " within " + this.settings.startTimeout() + " (data in " + dataDirectory() + ')',
					"Look for ZooKeeper's own messages above, or raise the start timeout: reading much data takes time.",
					ex);
		}
		catch (ExecutionException ex) {
			close();
			throw explain((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			close();
			Thread.currentThread().interrupt();
			throw new EmbeddedZooKeeperException(Reason.OTHER, "Interrupted while the embedded ZooKeeper started",
					"Start it again.", ex);
		}
	}

	private void run(QuorumPeerConfig configuration) {
		Throwable cause = null;
		try {
			this.server.run(configuration, this::listening);
		}
		catch (Exception | LinkageError ex) {
			cause = ex;
		}
		finally {
			if (!this.closing) {
				fail((cause != null) ? cause : this.directory.explain("ZooKeeper stopped by itself"));
			}
			quietly(this.server::release);
			this.ended.complete(null);
		}
	}

	private void listening() {
		if (this.closing) {
			this.server.release();
			throw new IllegalStateException("Closed while starting");
		}
		// Tells servers apart in a thread dump.
		Thread.currentThread().setName(THREAD + ':' + port());
		this.started.complete(null);
	}

	private void fail(Throwable cause) {
		if (this.failure == null) {
			this.failure = cause;
			if (!this.started.completeExceptionally(cause)) {
				logger.error("The embedded ZooKeeper on {}:{} has failed; the application goes on without it",
						this.settings.host(), this.settings.port(), cause);
				this.failed.complete(cause);
			}
		}
	}

	private void stop() {
		if (!running.remove(this)) {
			return;
		}
		this.cleanup.shutdown();
		quietly(this.server::stop);
		try {
			this.ended.get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn("The embedded ZooKeeper on {}:{} has not stopped within {}", this.settings.host(),
					this.settings.port(), STOP_TIMEOUT);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.access.close();
			this.directory.close();
		}
	}

	private static void quietly(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			// ZooKeeper closes parts that have never been opened, too.
			logger.debug("While stopping the embedded ZooKeeper", ex);
		}
	}

	/**
	 * Takes the place of {@code System.exit} in ZooKeeper. The call does not say which
	 * server makes it; more than one in a JVM is for tests.
	 */
	private static void exitRequested(int code) {
		if (code != 0) {
			for (EmbeddedZooKeeper zooKeeper : running) {
				zooKeeper.fail(zooKeeper.directory.explain("ZooKeeper asked for an exit of the JVM with code " + code));
			}
		}
	}

	private EmbeddedZooKeeperException explain(Throwable cause) {
		for (Throwable current = cause; current != null; current = current.getCause()) {
			if (current instanceof BindException) {
				return StartConditions.portFailure("clients", this.settings.host(), this.settings.port(), cause);
			}
		}
		return new EmbeddedZooKeeperException(Reason.OTHER,
				"The embedded ZooKeeper does not start with the data in " + dataDirectory() + ": " + cause,
				"Look at the cause. Damaged data can be replaced from another member or a backup; an empty directory "
						+ "starts an empty registry, into which applications register again by themselves.",
				cause);
	}

	/**
	 * State of a server.
	 */
	public enum Role {

		/** Serves alone. */
		STANDALONE,

		/** Leads the ensemble. */
		LEADER,

		/** Follows the ensemble's leader. */
		FOLLOWER,

		/** Follows without a vote. */
		OBSERVER,

		/** Seeks a leader: there is no quorum that this server belongs to. */
		LOOKING,

		/** Does not run. */
		STOPPED

	}

}
