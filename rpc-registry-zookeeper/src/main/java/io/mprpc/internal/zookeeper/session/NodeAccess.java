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
import java.util.Collections;
import java.util.List;

import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;

/**
 * Permissions of others on the nodes that a process creates.
 *
 * @since 0.1
 */
public enum NodeAccess {

	/** Everything. */
	OPEN(ZooDefs.Ids.OPEN_ACL_UNSAFE, ZooDefs.Ids.OPEN_ACL_UNSAFE),

	/** Nothing. */
	PRIVATE(ZooDefs.Ids.CREATOR_ALL_ACL, ZooDefs.Ids.CREATOR_ALL_ACL),

	/** Read them. */
	READABLE(own(), own()),

	/**
	 * Read them, and register instances of their own for the same services: the nodes of
	 * services and methods take children of others. Who may delete what is then decided
	 * by the server: a registry server lets each client delete its own nodes only.
	 */
	SHARED(own(), shared());

	private final List<ACL> ofOwnNodes;

	private final List<ACL> ofSharedNodes;

	NodeAccess(List<ACL> ofOwnNodes, List<ACL> ofSharedNodes) {
		// Not immutable lists: ZooKeeper asks them whether they contain null.
		this.ofOwnNodes = Collections.unmodifiableList(new ArrayList<>(ofOwnNodes));
		this.ofSharedNodes = Collections.unmodifiableList(new ArrayList<>(ofSharedNodes));
	}

	/** Permissions on nodes that are the process's alone. */
	List<ACL> ofOwnNodes() {
		return this.ofOwnNodes;
	}

	/** Access rights of nodes that stand above those of several processes. */
	List<ACL> ofSharedNodes() {
		return this.ofSharedNodes;
	}

	private static List<ACL> own() {
		return List.of(new ACL(ZooDefs.Perms.ALL, ZooDefs.Ids.AUTH_IDS),
				new ACL(ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE));
	}

	// No client may change permissions, so that none can lock the others out.
	private static List<ACL> shared() {
		return List.of(new ACL(ZooDefs.Perms.READ | ZooDefs.Perms.CREATE | ZooDefs.Perms.DELETE, ZooDefs.Ids.AUTH_IDS),
				new ACL(ZooDefs.Perms.READ | ZooDefs.Perms.CREATE, ZooDefs.Ids.ANYONE_ID_UNSAFE));
	}

}
