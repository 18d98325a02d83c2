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

package io.mprpc.internal.zookeeper.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.layout.ZnodeName;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.watch.WatchLoop;
import io.mprpc.registry.Document;
import io.mprpc.registry.RegistryAccessException;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceNames;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;

/**
 * Names of services as znodes below {@code /services}. ZooKeeper deletes no node that has
 * children, so that nothing that is registered meanwhile is lost.
 *
 * @since 0.1
 */
public final class ZooKeeperServiceNames implements ServiceNames, AutoCloseable {

	private static final int ANY_VERSION = -1;

	private final ZnodeLayout layout;

	private final Duration timeout;

	private final WatchLoop loop;

	/**
	 * Creates the access to names.
	 * @param connection connection to write through; stays open when this is closed
	 */
	public ZooKeeperServiceNames(ZooKeeperConnection connection) {
		this.layout = connection.layout();
		this.timeout = connection.settings().operationTimeout();
		this.loop = new WatchLoop(connection, Duration.ZERO);
	}

	@Override
	public CompletionStage<Boolean> remove(ServiceName service, int documentVersion) {
		CompletableFuture<Boolean> removed = new CompletableFuture<>();
		this.loop.execute(() -> {
			SessionClient sessionClient = this.loop.sessionClient();
			if (sessionClient == null) {
				removed.completeExceptionally(
						new RegistryAccessException(service + " cannot be removed: ZooKeeper is out of reach", null));
				return;
			}
			operations(sessionClient, service, documentVersion).thenCompose((operations) -> operations.isEmpty()
					? CompletableFuture.completedFuture(null) : sessionClient.multi(operations))
				.whenComplete((done, ex) -> complete(removed, service, ex));
		});
		return removed.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionallyCompose((ex) -> CompletableFuture
				.failedFuture((ex instanceof RegistryAccessException) ? ex : new RegistryAccessException(
						"ZooKeeper has not answered in time: whether " + service + " was removed is not known", ex)));
	}

	/**
	 * Stops. Removals that have not been answered fail.
	 */
	@Override
	public void close() {
		this.loop.close();
	}

	private CompletableFuture<List<Op>> operations(SessionClient sessionClient, ServiceName service,
			int documentVersion) {
		String path = this.layout.service(service);
		String consumers = this.layout.consumers() + '/' + ZnodeName.encode(service.value());
		return sessionClient.children(path).thenCombine(sessionClient.exists(consumers), (children, consumed) -> {
			List<Op> operations = new ArrayList<>();
			if (children != null) {
				children.forEach((child) -> operations.add(Op.delete(path + '/' + child, ANY_VERSION)));
				operations.add(Op.delete(path, ANY_VERSION));
			}
			if (consumed) {
				operations.add(Op.delete(consumers, ANY_VERSION));
			}
			if (documentVersion != Document.NO_VERSION) {
				operations.add(Op.delete(this.layout.governedService(service), documentVersion));
			}
			return operations;
		});
	}

	private static void complete(CompletableFuture<Boolean> removed, ServiceName service, @Nullable Throwable ex) {
		Throwable cause = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
		if (cause == null) {
			removed.complete(true);
		}
		else if (cause instanceof KeeperException.NotEmptyException
				|| cause instanceof KeeperException.BadVersionException
				|| cause instanceof KeeperException.NoNodeException) {
			removed.complete(false);
		}
		else {
			removed.completeExceptionally(new RegistryAccessException(
					"ZooKeeper did not remove " + service + ": " + cause.getMessage(), cause));
		}
	}

}
