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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.zookeeper.layout.AnnouncementCodec;
import io.mprpc.internal.zookeeper.layout.NodeGroup;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.session.LoopTasks;
import io.mprpc.internal.zookeeper.session.ReservedNode;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.session.SessionListener;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.Subscription;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announcement of a registry server to the processes that report to it, as an ephemeral
 * znode. Before it is written, its parent is protected, so that nobody else can announce
 * a server where ZooKeeper knows users. Taken over from an earlier incarnation of the
 * server, and written again in each new session and when it is deleted or changed.
 *
 * @since 0.1
 */
public final class ServerAnnouncement implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ServerAnnouncement.class);

	private final AnnouncedServer server;

	private final boolean operator;

	private final ZnodeLayout layout;

	private final Duration timeout;

	private final LoopTasks loop;

	private final WritePacing pacing;

	private final EphemeralGroup group;

	private final Subscription session;

	private volatile Progress progress = new Progress(Publication.State.PENDING, "ZooKeeper has not answered yet");

	// On the loop, as all below.
	private @Nullable SessionClient sessionClient;

	private boolean published;

	private String reported = "";

	/**
	 * Begins to announce a server.
	 * @param connection connection to write through; stays open when the announcement is
	 * closed
	 * @param server the server
	 * @param operator whether the connection's user may do everything, as that of an
	 * embedded ZooKeeper with users does
	 * @throws IllegalArgumentException if the server has too many namespaces, one is
	 * malformed, or its key is none
	 */
	public ServerAnnouncement(ZooKeeperConnection connection, AnnouncedServer server, boolean operator) {
		this.server = server;
		this.operator = operator;
		this.layout = connection.layout();
		this.timeout = connection.settings().operationTimeout();
		this.loop = new LoopTasks(connection.threads().loop());
		this.pacing = new WritePacing(connection.time(), connection.jitter());
		NodeGroup node = new NodeGroup("registry server " + server.name(),
				Map.of(this.layout.server(server.endpoint()), AnnouncementCodec.write(server)), Set.of(), this::rival,
				false);
		this.group = new EphemeralGroup(node, new GroupWriter(this.timeout, this.loop), this.loop, connection.meters(),
				connection.time(), connection.jitter(), this::become);
		this.session = connection.listen(new Session());
	}

	/**
	 * State of the announcement.
	 * @return the state: {@link Publication.State#PUBLISHED} while processes can see it
	 */
	public Publication.State state() {
		return this.progress.state();
	}

	/**
	 * Cause of a state other than published.
	 * @return the reason, empty if there is none
	 */
	public String reason() {
		return this.progress.reason();
	}

	/**
	 * Deletes the announcement, waiting at most for the operation timeout, and stops. A
	 * node that cannot be deleted vanishes with the session.
	 */
	@Override
	public void close() {
		CompletableFuture<Void> removed = new CompletableFuture<>();
		if (this.loop
			.tryExecute(() -> this.group.remove((path) -> false).whenComplete((done, ex) -> removed.complete(null)))) {
			try {
				removed.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (ExecutionException | TimeoutException ex) {
				logger.debug("ZooKeeper did not answer", ex);
			}
		}
		this.session.close();
		this.loop.close();
	}

	// Who comes later takes the address over: mostly the same server after a restart. Who
	// loses it that way does not take it back.
	private @Nullable String rival(String path, byte[] data) {
		if (!this.published) {
			return null;
		}
		try {
			AnnouncedServer other = AnnouncementCodec.read(path.substring(path.lastIndexOf('/') + 1), data);
			return other.publicKey().equals(this.server.publicKey()) ? null
					: "another registry server has taken over znode " + path
							+ ": give one of them another address for reports "
							+ "(rpc.registry-server.reports.advertised-host and .advertised-port)";
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private void prepare(SessionClient current) {
		CompletableFuture
			.allOf(ReservedNode.establish(current, this.layout.servers(), this.operator),
					ReservedNode.establish(current, this.layout.slots(), this.operator))
			.whenComplete((done, ex) -> {
				if (current == this.sessionClient) {
					prepared(current, ex);
				}
			});
	}

	private void prepared(SessionClient current, @Nullable Throwable ex) {
		Throwable cause = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
		if (cause == null) {
			this.pacing.succeeded();
			this.group.connected(current);
			return;
		}
		String denial = denial(cause);
		become((denial != null) ? Publication.State.DENIED : Publication.State.PENDING,
				(denial != null) ? denial : String.valueOf(cause.getMessage()));
		this.loop.schedule((denial != null) ? this.pacing.afterDenial() : this.pacing.afterFailure(), () -> {
			if (current == this.sessionClient) {
				prepare(current);
			}
		});
	}

	private @Nullable String denial(Throwable ex) {
		if (ex instanceof KeeperException.NoAuthException denied) {
			return "znode " + denied.getPath() + " in ZooKeeper belongs to another user, who could announce servers of "
					+ "its own: delete it with all below it, or connect this server as that user "
					+ "(rpc.registry.auth.username and rpc.registry.auth.password)";
		}
		if (ex instanceof KeeperException.NotEmptyException foreign) {
			return "znode " + foreign.getPath()
					+ " in ZooKeeper is not a registry server's, it has children: delete it";
		}
		return null;
	}

	private void become(Publication.State state, String reason) {
		Progress before = this.progress;
		Progress now = new Progress(state, reason);
		if (before.state() == Publication.State.WITHDRAWN || now.equals(before)) {
			return;
		}
		this.progress = now;
		this.published |= state == Publication.State.PUBLISHED;
		String label = "Registry server " + this.server.name();
		switch (state) {
			case PUBLISHED -> {
				this.reported = "";
				logger.info(label + " is announced in ZooKeeper to the processes of the namespaces "
						+ new TreeSet<>(this.server.namespaces()));
			}
			case CONFLICT, DENIED -> {
				if (!reason.equals(this.reported)) {
					this.reported = reason;
					logger.error(label + " is not announced, so no process reports to it: " + reason);
				}
			}
			default -> logger.debug(label + " is " + state + " in ZooKeeper: " + reason);
		}
	}

	/** Hands events of the connection over to the loop. */
	private final class Session implements SessionListener {

		@Override
		public void connected(SessionClient current) {
			SessionClient onLoop = current.on(ServerAnnouncement.this.loop);
			ServerAnnouncement.this.loop.execute(() -> {
				ServerAnnouncement.this.sessionClient = onLoop;
				prepare(onLoop);
			});
		}

		@Override
		public void disconnected(boolean sessionEnded) {
			ServerAnnouncement.this.loop.execute(() -> {
				ServerAnnouncement.this.sessionClient = null;
				ServerAnnouncement.this.group.disconnected(sessionEnded);
			});
		}

	}

	private record Progress(Publication.State state, String reason) {

	}

}
