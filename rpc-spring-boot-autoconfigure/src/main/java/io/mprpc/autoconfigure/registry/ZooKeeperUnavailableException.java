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

package io.mprpc.autoconfigure.registry;

import java.io.Serial;
import java.time.Duration;
import java.util.Objects;

import io.mprpc.registry.RegistryConnection;

/**
 * Exception thrown when ZooKeeper did not accept this process at start, and the
 * application must not start without it.
 */
class ZooKeeperUnavailableException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String address;

	private final Duration timeout;

	private final RegistryConnection.State state;

	private final String problem;

	ZooKeeperUnavailableException(RegistryConnection connection, Duration timeout) {
		this(connection.address(), timeout, connection.state(),
				Objects.requireNonNullElse(connection.problem(), "it did not answer"));
	}

	private ZooKeeperUnavailableException(String address, Duration timeout, RegistryConnection.State state,
			String problem) {
		super("No session with ZooKeeper at " + address + " within " + timeout.toMillis() + " ms: " + problem);
		this.address = address;
		this.timeout = timeout;
		this.state = state;
		this.problem = problem;
	}

	String address() {
		return this.address;
	}

	Duration timeout() {
		return this.timeout;
	}

	RegistryConnection.State state() {
		return this.state;
	}

	String problem() {
		return this.problem;
	}

}
