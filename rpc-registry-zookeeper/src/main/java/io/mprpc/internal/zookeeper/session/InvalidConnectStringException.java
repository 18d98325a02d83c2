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

import java.io.Serial;

/**
 * Exception for a connect string that does not say where ZooKeeper is.
 *
 * @since 0.1
 */
public final class InvalidConnectStringException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String connectString;

	private final String reason;

	InvalidConnectStringException(String connectString, String reason) {
		super("'" + connectString + "' is not a ZooKeeper connect string: " + reason);
		this.connectString = connectString;
		this.reason = reason;
	}

	/**
	 * The given connect string.
	 * @return the text
	 */
	public String connectString() {
		return this.connectString;
	}

	/**
	 * The fault of the connect string.
	 * @return the reason, as part of a sentence
	 */
	public String reason() {
		return this.reason;
	}

}
