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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Operations on znodes within one session: nothing done here can slip into a later
 * session, it fails instead. Calls return immediately; futures complete on the given
 * executor in the order in which ZooKeeper answered, interleaved rightly with what
 * watchers on the same executor are delivered.
 */
public final class SessionClient {

	private final ZooKeeper zooKeeper;

	private final long sessionId;

	private final NodeAccess access;

	private final Executor executor;

	public SessionClient(ZooKeeper zooKeeper, long sessionId, NodeAccess access, Executor executor) {
		this.zooKeeper = zooKeeper;
		this.sessionId = sessionId;
		this.access = access;
		this.executor = executor;
	}

	public SessionClient on(Executor otherExecutor) {
		return new SessionClient(this.zooKeeper, this.sessionId, this.access, otherExecutor);
	}

	/** As ZooKeeper granted it. */
	Duration sessionTimeout() {
		return Duration.ofMillis(this.zooKeeper.getSessionTimeout());
	}

	public long sessionId() {
		return this.sessionId;
	}

	/** Access rights of the own nodes that are created. */
	public List<ACL> acl() {
		return this.access.ofOwnNodes();
	}

	/** Creates a persistent node that others may share; one that exists is fine. */
	public CompletableFuture<Void> ensure(String path) {
		return ensure(path, this.access.ofSharedNodes());
	}

	/** Creates a persistent node with rights of its own; one that exists is fine. */
	public CompletableFuture<Void> ensure(String path, List<ACL> acl) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.zooKeeper.create(path, new byte[0], acl, CreateMode.PERSISTENT,
				(rc, p, ctx, name) -> complete(future, (rc == Code.NODEEXISTS.intValue()) ? 0 : rc, path, null), null);
		return future;
	}

	/** Creates a persistent node with data; fails if it exists. */
	CompletableFuture<Stat> create(String path, byte[] data) {
		CompletableFuture<Stat> future = new CompletableFuture<>();
		this.zooKeeper.create(path, data, acl(), CreateMode.PERSISTENT,
				(rc, p, ctx, name, stat) -> complete(future, rc, path, stat), null);
		return future;
	}

	/**
	 * Reads the access rights of a node.
	 * @return its rights, {@code null} if there is no such node
	 */
	CompletableFuture<@Nullable List<ACL>> acl(String path) {
		CompletableFuture<List<ACL>> future = new CompletableFuture<>();
		this.zooKeeper.getACL(path, null,
				(rc, p, ctx, acl, stat) -> complete(future, (rc == Code.NONODE.intValue()) ? 0 : rc, path, acl), null);
		return future;
	}

	/** Deletes a node; one that is missing is fine. */
	CompletableFuture<Void> delete(String path) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.zooKeeper.delete(path, -1,
				(rc, p, ctx) -> complete(future, (rc == Code.NONODE.intValue()) ? 0 : rc, path, null), null);
		return future;
	}

	/** Replaces the access rights of a node, which may be missing. */
	CompletableFuture<Void> protect(String path, List<ACL> acl) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.zooKeeper.setACL(path, acl, -1,
				(rc, p, ctx, stat) -> complete(future, (rc == Code.NONODE.intValue()) ? 0 : rc, path, null), null);
		return future;
	}

	/** Replaces the data of a node that has a version. */
	CompletableFuture<Stat> set(String path, byte[] data, int version) {
		CompletableFuture<Stat> future = new CompletableFuture<>();
		this.zooKeeper.setData(path, data, version, (rc, p, ctx, stat) -> complete(future, rc, path, stat), null);
		return future;
	}

	/** Lets the server catch up with the leader of its ensemble. */
	public CompletableFuture<Void> sync(String path) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.zooKeeper.sync(path, (rc, p, ctx) -> complete(future, rc, path, null), null);
		return future;
	}

	/** Whether a node exists. */
	public CompletableFuture<Boolean> exists(String path) {
		CompletableFuture<Boolean> future = new CompletableFuture<>();
		this.zooKeeper.exists(path, false, (rc, p, ctx, stat) -> {
			boolean absent = rc == Code.NONODE.intValue();
			complete(future, absent ? 0 : rc, path, !absent);
		}, null);
		return future;
	}

	/**
	 * Reads a node.
	 * @return its content, {@code null} if there is no such node
	 */
	public CompletableFuture<@Nullable Content> read(String path, @Nullable Watcher watcher) {
		CompletableFuture<Content> future = new CompletableFuture<>();
		this.zooKeeper.getData(path, watcher, (rc, p, ctx, data, stat) -> {
			if (rc == Code.NONODE.intValue()) {
				complete(future, 0, path, null);
			}
			else {
				complete(future, rc, path,
						(stat != null) ? new Content((data != null) ? data : new byte[0], stat) : null);
			}
		}, null);
		return future;
	}

	/**
	 * Reads a node as text that others wrote. A node that must not be read is reported as
	 * one that cannot be read, so that it spoils nothing but itself.
	 * @return its content, {@code null} if there is no such node
	 */
	public CompletableFuture<@Nullable Text> text(String path) {
		return read(path, null).<@Nullable Text>handle((content, ex) -> {
			if (ex == null) {
				return (content != null) ? new Text(content.data(), content.stat().getMtime()) : null;
			}
			Throwable cause = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
			if (cause instanceof KeeperException.NoAuthException) {
				return new Text(null, 0);
			}
			throw (ex instanceof CompletionException completion) ? completion : new CompletionException(cause);
		});
	}

	/**
	 * Lists the names of a node's children.
	 * @return the names, {@code null} if there is no such node
	 */
	public CompletableFuture<@Nullable List<String>> children(String path) {
		CompletableFuture<List<String>> future = new CompletableFuture<>();
		this.zooKeeper.getChildren(path, false,
				(rc, p, ctx, children) -> complete(future, (rc == Code.NONODE.intValue()) ? 0 : rc, path, children),
				null);
		return future;
	}

	/** Does all or nothing; fails with a {@link KeeperException} that names the node. */
	public CompletableFuture<Void> multi(List<Op> operations) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.zooKeeper.multi(operations, (rc, p, ctx, results) -> {
			String culprit = (results != null) ? culprit(operations, results) : null;
			complete(future, rc, (culprit != null) ? culprit : operations.get(0).getPath(), null);
		}, null);
		return future;
	}

	/** Adds a persistent watch, which need not be on an existing node. */
	public CompletableFuture<Void> watch(String path, AddWatchMode mode, Watcher watcher) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.zooKeeper.addWatch(path, watcher, mode, (rc, p, ctx) -> complete(future, rc, path, null), null);
		return future;
	}

	// Operations before the culprit say OK, those behind it that something else failed.
	private static @Nullable String culprit(List<Op> operations, List<OpResult> results) {
		for (int i = 0; i < results.size() && i < operations.size(); i++) {
			if (results.get(i) instanceof OpResult.ErrorResult error && error.getErr() != 0) {
				return operations.get(i).getPath();
			}
		}
		return null;
	}

	/**
	 * Code of an answer, which a newer server may give without this client knowing it.
	 */
	static Code code(int rc) {
		try {
			return Code.get(rc);
		}
		catch (IllegalArgumentException ex) {
			return Code.SYSTEMERROR;
		}
	}

	private <T> void complete(CompletableFuture<T> future, int rc, String path, @Nullable T value) {
		try {
			this.executor.execute(() -> {
				if (rc == 0) {
					future.complete(value);
				}
				else {
					future.completeExceptionally(KeeperException.create(code(rc), path));
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// Whoever waited has stopped.
			future.completeExceptionally(ex);
		}
	}

	/**
	 * Content of a node.
	 *
	 * @param data its data
	 * @param stat its versions and owner
	 */
	public record Content(byte[] data, Stat stat) {

	}

	/**
	 * Text of a node.
	 *
	 * @param data its data, {@code null} if it must not be read
	 * @param committedAt ZooKeeper's time of the transaction that wrote it, in
	 * milliseconds
	 */
	public record Text(byte @Nullable [] data, long committedAt) {

		/**
		 * The data.
		 * @throws IllegalArgumentException if it must not be read: the message goes on
		 * where "the node is not readable because" ends
		 */
		public byte[] readable() {
			if (this.data == null) {
				throw new IllegalArgumentException("its ACL does not let this process read it");
			}
			return this.data;
		}

	}

}
