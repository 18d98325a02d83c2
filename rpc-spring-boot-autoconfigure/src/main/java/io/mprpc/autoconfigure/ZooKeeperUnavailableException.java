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

package io.mprpc.autoconfigure;

import java.io.Serial;
import java.time.Duration;

/**
 * ZooKeeper did not answer at start, and the application is not to start without it.
 */
class ZooKeeperUnavailableException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String address;

	private final Duration timeout;

	ZooKeeperUnavailableException(String address, Duration timeout) {
		super("ZooKeeper at " + address + " did not answer within " + timeout.toMillis() + " ms");
		this.address = address;
		this.timeout = timeout;
	}

	String address() {
		return this.address;
	}

	Duration timeout() {
		return this.timeout;
	}

}
