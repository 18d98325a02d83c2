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

import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.DataNode;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.auth.ServerAuthenticationProvider;

/**
 * Authentication provider whose permissions let each client delete its own nodes, and
 * none those of others. In ZooKeeper the right to delete belongs to the parent, so that
 * who first registers a service could delete what others add to it, and the others not
 * even their own.
 */
abstract class OwnNodesProvider extends ServerAuthenticationProvider {

	@Override
	public final boolean matches(ServerObjs server, MatchValues values) {
		if (values.getPerm() == ZooDefs.Perms.DELETE && values.getPath() != null
				&& ServerUsers.of(server.getZks()) != null) {
			return owns(server.getZks().getZKDatabase(), values.getPath(), new Id(getScheme(), values.getId()));
		}
		return values.getId().equals(values.getAclExpr());
	}

	@Override
	public final boolean isAuthenticated() {
		return true;
	}

	private static boolean owns(ZKDatabase database, String path, Id id) {
		DataNode node = database.getNode(path);
		if (node == null) {
			return false;
		}
		for (ACL acl : database.aclForNode(node)) {
			if (acl.getPerms() == ZooDefs.Perms.ALL && acl.getId().equals(id)) {
				return true;
			}
		}
		return false;
	}

}
