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
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.jspecify.annotations.Nullable;

/**
 * The users of each server of this JVM. ZooKeeper makes its authentication providers
 * itself, once for all servers; they find here what their server knows.
 */
final class ServerUsers {

	private static final Map<Path, ServerUsers> byDirectory = new ConcurrentHashMap<>();

	private final Map<String, String> digests = new HashMap<>();

	private final @Nullable String operator;

	private final boolean closed;

	private ServerUsers(ServerAccess access) {
		access.users().forEach((name, password) -> this.digests.put(name, digest(name + ':' + password)));
		this.closed = access.isAuthenticationRequired();
		ServerAccess.User superUser = access.operator();
		this.operator = (superUser != null) ? superUser.name() : null;
		if (superUser != null) {
			this.digests.put(superUser.name(), digest(superUser.name() + ':' + superUser.password()));
		}
	}

	static void add(Path dataDirectory, ServerAccess access) {
		byDirectory.put(dataDirectory, new ServerUsers(access));
	}

	static void remove(Path dataDirectory) {
		byDirectory.remove(dataDirectory);
	}

	/** The users of a server, {@code null} if it does not ask. */
	static @Nullable ServerUsers of(ZooKeeperServer server) {
		return byDirectory.get(server.getTxnLogFactory().getSnapDir().toPath().getParent());
	}

	/** Whether that is a user's name and password. */
	boolean knows(String name, String digest) {
		String known = this.digests.get(name);
		return known != null && MessageDigest.isEqual(known.getBytes(StandardCharsets.UTF_8),
				digest.getBytes(StandardCharsets.UTF_8));
	}

	/** Whether clients may name users that are not known. */
	boolean isOpen() {
		return !this.closed;
	}

	boolean isOperator(String name) {
		return name.equals(this.operator);
	}

	static String digest(String nameAndPassword) {
		try {
			return DigestAuthenticationProvider.generateDigest(nameAndPassword);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("ZooKeeper's digest needs a hash that this JVM does not have", ex);
		}
	}

}
