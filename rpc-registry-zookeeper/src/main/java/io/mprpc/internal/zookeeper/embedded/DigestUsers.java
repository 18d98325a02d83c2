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

import java.nio.charset.StandardCharsets;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Id;

/**
 * ZooKeeper's digest scheme for a server that knows its users: ZooKeeper's own takes any
 * name with any password. ZooKeeper makes the instance itself, from the name of the
 * class.
 *
 * @since 0.1
 */
public final class DigestUsers extends OwnNodesProvider {

	static final String SCHEME = "digest";

	private static final Id SUPER = new Id("super", "");

	@Override
	public String getScheme() {
		return SCHEME;
	}

	@Override
	public KeeperException.Code handleAuthentication(ServerObjs server, byte[] authData) {
		String text = new String(authData, StandardCharsets.UTF_8);
		String name = text.substring(0, Math.max(0, text.indexOf(':')));
		String digest = ServerUsers.digest(text);
		ServerUsers users = ServerUsers.of(server.getZks());
		if (users != null) {
			boolean known = users.knows(name, digest);
			if (!known && (!users.isOpen() || users.isOperator(name))) {
				return KeeperException.Code.AUTHFAILED;
			}
			if (users.isOperator(name)) {
				server.getCnxn().addAuthInfo(SUPER);
			}
		}
		server.getCnxn().addAuthInfo(new Id(SCHEME, digest));
		return KeeperException.Code.OK;
	}

	@Override
	public boolean isValid(String id) {
		int colon = id.indexOf(':');
		return colon > 0 && colon == id.lastIndexOf(':') && colon < id.length() - 1;
	}

}
