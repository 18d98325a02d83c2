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

package io.mprpc.internal.zookeeper.document;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.snapshot.LastReadable;
import io.mprpc.internal.zookeeper.snapshot.ViewSnapshots;
import io.mprpc.internal.zookeeper.watch.ChildNames;
import io.mprpc.internal.zookeeper.watch.WatchLoop;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.DocumentStore;
import io.mprpc.registry.RegistryAccessException;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;

/**
 * Documents as znodes at the path that their names say; the version is the znode's.
 *
 * @since 0.1
 */
public final class ZooKeeperDocumentStore implements DocumentStore, AutoCloseable {

	private final ZnodeLayout layout;

	private final Duration timeout;

	private final WatchLoop loop;

	private final ViewSnapshots snapshots;

	private final Duration snapshotDelay;

	private final BiPredicate<DocumentName, String> reader;

	private final ConcurrentMap<DocumentName, DocumentFollower> followers = new ConcurrentHashMap<>();

	private final ConcurrentMap<DocumentName, ChildNames<String>> collections = new ConcurrentHashMap<>();

	/**
	 * Creates the access to documents.
	 * @param connection connection to read and write through; stays open when this is
	 * closed
	 * @param debounce time over which changes are gathered into one call of
	 * {@link #onChange}
	 */
	public ZooKeeperDocumentStore(ZooKeeperConnection connection, Duration debounce) {
		this(connection, debounce, ViewSnapshots.in(null, connection), DirectorySettings.DEFAULT.snapshotDelay(),
				(name, text) -> true);
	}

	/**
	 * Creates the access to documents that belong to the views of a directory: the last
	 * one that could be read is kept on disk with the view.
	 * @param connection connection to read and write through; stays open when this is
	 * closed
	 * @param debounce time over which changes are gathered into one call of
	 * {@link #onChange}
	 * @param directory the directory; closed after this
	 * @param reader whether a text can be read as the document of that name
	 */
	public ZooKeeperDocumentStore(ZooKeeperConnection connection, Duration debounce,
			ZooKeeperInstanceDirectory directory, BiPredicate<DocumentName, String> reader) {
		this(connection, debounce, directory.snapshots(), directory.snapshotDelay(), reader);
		this.snapshots.governed();
	}

	private ZooKeeperDocumentStore(ZooKeeperConnection connection, Duration debounce, ViewSnapshots snapshots,
			Duration snapshotDelay, BiPredicate<DocumentName, String> reader) {
		this.snapshots = snapshots;
		this.snapshotDelay = snapshotDelay;
		this.reader = reader;
		this.layout = connection.layout();
		this.timeout = connection.settings().operationTimeout();
		this.loop = new WatchLoop(connection, debounce);
	}

	@Override
	public Document document(DocumentName name) {
		return follower(name).document();
	}

	@Override
	public Subscription subscribe(DocumentName name, Consumer<Document> listener) {
		return follower(name).subscribe(listener);
	}

	@Override
	public SortedSet<String> names(DocumentName collection) {
		return this.collections.computeIfAbsent(collection, (name) -> {
			ChildNames<String> names = new ChildNames<>(this.layout.document(name), reader(name), this.loop);
			this.loop.execute(names::start);
			return names;
		}).names();
	}

	@Override
	public Subscription onChange(Runnable listener) {
		return this.loop.onChange(listener);
	}

	@Override
	public String location(DocumentName name) {
		return "znode " + this.layout.document(name);
	}

	@Override
	public CompletionStage<List<Document>> writeAll(List<Write> writes) {
		CompletableFuture<List<Document>> written = new CompletableFuture<>();
		this.loop.execute(() -> {
			SessionClient sessionClient = this.loop.sessionClient();
			if (sessionClient == null) {
				written.completeExceptionally(new RegistryAccessException(
						"The settings for " + names(writes) + " cannot be written: ZooKeeper is out of reach", null));
				return;
			}
			writeAll(sessionClient, writes).whenComplete((done, ex) -> {
				if (ex == null) {
					written.complete(writes.stream().map(ZooKeeperDocumentStore::written).toList());
				}
				else {
					written.completeExceptionally(failure(writes, ex));
				}
			});
		});
		return written.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionallyCompose((ex) -> {
			boolean told = ex instanceof DocumentChangedException || ex instanceof RegistryAccessException;
			return CompletableFuture.failedFuture(told ? ex : new RegistryAccessException(
					"ZooKeeper has not answered in time: whether " + names(writes) + " was changed is not known", ex));
		});
	}

	/**
	 * Stops following. Listeners are not called any more.
	 */
	@Override
	public void close() {
		this.loop.close();
	}

	private CompletableFuture<Void> writeAll(SessionClient sessionClient, List<Write> writes) {
		CompletableFuture<Void> ancestors = CompletableFuture.completedFuture(null);
		List<Op> operations = new ArrayList<>();
		for (Write write : writes) {
			String path = this.layout.document(write.name());
			String content = write.content();
			if (content == null) {
				operations.add(Op.delete(path, write.expectedVersion()));
				continue;
			}
			byte[] data = content.getBytes(StandardCharsets.UTF_8);
			if (write.expectedVersion() != Document.NO_VERSION) {
				operations.add(Op.setData(path, data, write.expectedVersion()));
			}
			else {
				ancestors = ancestors.thenCompose((ignored) -> ensureAncestors(sessionClient, path));
				operations.add(Op.create(path, data, sessionClient.acl(), CreateMode.PERSISTENT));
			}
		}
		return ancestors.thenCompose((ignored) -> sessionClient.multi(operations));
	}

	private static CompletableFuture<Void> ensureAncestors(SessionClient sessionClient, String path) {
		CompletableFuture<Void> ancestors = CompletableFuture.completedFuture(null);
		for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
			String ancestor = path.substring(0, slash);
			ancestors = ancestors.thenCompose((ignored) -> sessionClient.exists(ancestor))
				.thenCompose(
						(exists) -> exists ? CompletableFuture.completedFuture(null) : sessionClient.ensure(ancestor));
		}
		return ancestors;
	}

	// A znode's version rises by one with each write, and begins with 0.
	private static Document written(Write write) {
		String content = write.content();
		return (content != null)
				? new Document(write.name(), content, write.expectedVersion() + 1, Document.State.LIVE, content)
				: new Document(write.name(), null, Document.NO_VERSION, Document.State.LIVE, "");
	}

	private static String names(List<Write> writes) {
		return writes.stream().map((write) -> write.name().last()).collect(Collectors.joining(", "));
	}

	private RuntimeException failure(List<Write> writes, Throwable ex) {
		Throwable cause = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
		if (cause instanceof KeeperException.BadVersionException || cause instanceof KeeperException.NodeExistsException
				|| cause instanceof KeeperException.NoNodeException) {
			String path = ((KeeperException) cause).getPath();
			Write late = writes.stream()
				.filter((write) -> this.layout.document(write.name()).equals(path))
				.findFirst()
				.orElse(writes.get(0));
			return new DocumentChangedException(late.name(), late.expectedVersion());
		}
		if (cause instanceof KeeperException.NoAuthException denied) {
			return new RegistryAccessException("No permission in ZooKeeper to write znode " + denied.getPath()
					+ ": check its ACL and the registry's credentials", cause);
		}
		return new RegistryAccessException(
				"ZooKeeper did not say whether " + names(writes) + " was changed: " + cause.getMessage(), cause);
	}

	private static Function<String, String> reader(DocumentName collection) {
		return collection.equals(DocumentName.RULES) ? (node) -> ZnodeLayout.serviceName(node).value()
				: ZnodeLayout::name;
	}

	private DocumentFollower follower(DocumentName name) {
		return this.followers.computeIfAbsent(name, (key) -> {
			ServiceName service = key.isIn(DocumentName.RULES) ? new ServiceName(key.last()) : null;
			DocumentFollower follower = new DocumentFollower(key, this.layout.document(key), this.loop,
					new LastReadable(service, this.snapshots, (text) -> this.reader.test(key, text)));
			this.loop.execute(() -> follower.start(this.snapshotDelay));
			return follower;
		});
	}

}
