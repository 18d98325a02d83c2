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

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mprpc.internal.zookeeper.layout.NodeGroup;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;

/**
 * Persistent node below which only registry servers may write. What others wrote before
 * it was protected is deleted, because nothing tells whose it is: a registry server
 * writes its own again.
 */
public final class ReservedNode {

	private static final List<ACL> READ = List.of(new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE));

	private final SessionClient sessionClient;

	private final String path;

	private final List<ACL> acl;

	private ReservedNode(SessionClient sessionClient, String path, List<ACL> acl) {
		this.sessionClient = sessionClient;
		this.path = path;
		this.acl = acl;
	}

	/**
	 * Creates a node, or takes it over.
	 * @param operator whether the user of the session may do everything and so needs no
	 * permission of its own
	 * @return completes when the node is there and protected, unless the session leaves
	 * all of its nodes open; fails with an exception that names the node where ZooKeeper
	 * refuses
	 */
	public static CompletableFuture<Void> establish(SessionClient sessionClient, String path, boolean operator) {
		return new ReservedNode(sessionClient, path, operator ? READ : sessionClient.acl()).establish();
	}

	private CompletableFuture<Void> establish() {
		return this.sessionClient.acl(this.path)
			.thenCompose((present) -> (present != null) ? protect(present)
					: create().thenCompose((created) -> this.sessionClient.acl(this.path)).thenCompose(this::protect));
	}

	private CompletableFuture<Void> create() {
		CompletableFuture<Void> created = CompletableFuture.completedFuture(null);
		// An ancestor may belong to an administrator: it is not touched if it is there.
		for (String ancestor : NodeGroup.ancestors(List.of(this.path))) {
			created = created.thenCompose((done) -> this.sessionClient.exists(ancestor))
				.thenCompose((exists) -> exists ? CompletableFuture.completedFuture(null)
						: this.sessionClient.ensure(ancestor));
		}
		return created.thenCompose((done) -> this.sessionClient.ensure(this.path, this.acl));
	}

	private CompletableFuture<Void> protect(@Nullable List<ACL> before) {
		if (before == null || before.equals(this.acl) || ZooDefs.Ids.OPEN_ACL_UNSAFE.equals(this.acl)) {
			return CompletableFuture.completedFuture(null);
		}
		return this.sessionClient.protect(this.path, this.acl)
			.thenCompose((done) -> this.sessionClient.acl(this.path))
			.thenCompose((after) -> (after == null || new HashSet<>(after).equals(new HashSet<>(before)))
					? CompletableFuture.completedFuture(null) : clear());
	}

	private CompletableFuture<Void> clear() {
		return this.sessionClient.children(this.path)
			.thenCompose((nodes) -> CompletableFuture.allOf(((nodes != null) ? nodes : List.<String>of()).stream()
				.map((node) -> this.sessionClient.delete(this.path + '/' + node))
				.toArray(CompletableFuture[]::new)));
	}

}
