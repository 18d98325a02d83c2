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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.registry.Subscription;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Initializer of a namespace for applications of many users, before the first of them
 * connects: they may add to services, consumers and applications, and only read what
 * operators set. For the process of a registry server, whose user may do everything.
 *
 * @since 0.1
 */
public final class NamespaceAclInitializer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(NamespaceAclInitializer.class);

	private static final List<ACL> ADDED_TO = List
		.of(new ACL(ZooDefs.Perms.READ | ZooDefs.Perms.CREATE, ZooDefs.Ids.ANYONE_ID_UNSAFE));

	private static final List<ACL> READ = List.of(new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE));

	private final Map<String, List<ACL>> nodes = new LinkedHashMap<>();

	private final List<String> reserved;

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	private final Subscription subscription;

	/**
	 * Begins with the next session, immediately where there is one.
	 * @param connection the connection, whose namespace is laid out
	 */
	public NamespaceAclInitializer(ZooKeeperConnection connection) {
		ZnodeLayout layout = connection.layout();
		// Other namespaces may be begun by those who use them.
		this.nodes.put(layout.top(), ADDED_TO);
		this.nodes.put(layout.root(), READ);
		this.nodes.put(layout.services(), ADDED_TO);
		this.nodes.put(layout.consumers(), ADDED_TO);
		this.nodes.put(layout.applications(), ADDED_TO);
		this.nodes.put(layout.governance(), READ);
		this.nodes.put(layout.governedServices(), READ);
		this.nodes.put(layout.governedConsumers(), READ);
		this.reserved = List.of(layout.servers(), layout.slots());
		this.subscription = connection.listen(new SessionListener() {

			@Override
			public void connected(SessionClient sessionClient) {
				guard(sessionClient);
			}

			@Override
			public void disconnected(boolean sessionEnded) {
				// Goes on with the next connection.
			}

		});
	}

	/**
	 * Whether everything is laid out.
	 * @return ends when it is
	 */
	public CompletableFuture<Void> done() {
		return this.done.copy();
	}

	@Override
	public void close() {
		this.subscription.close();
	}

	private void guard(SessionClient sessionClient) {
		if (this.done.isDone()) {
			return;
		}
		// ZooKeeper takes them in the order of the requests.
		List<CompletableFuture<Void>> answers = new ArrayList<>();
		this.nodes.forEach((path, acl) -> {
			answers.add(sessionClient.ensure(path, acl));
			// One that has been there before, too.
			answers.add(sessionClient.protect(path, acl));
		});
		// They stand beside the namespace and are nobody else's.
		this.reserved.forEach((path) -> answers.add(ReservedNode.establish(sessionClient, path, true)));
		CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).whenComplete((ignored, ex) -> {
			if (ex == null) {
				this.done.complete(null);
			}
			else {
				logger.warn("The namespace could not be laid out for applications of several users; it is tried again "
						+ "with the next connection", ex);
			}
		});
	}

}
