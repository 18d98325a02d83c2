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

import org.jspecify.annotations.Nullable;

/**
 * Exception that says why an embedded ZooKeeper server does not start, and what to do
 * about it.
 *
 * @since 0.1
 */
@SuppressWarnings("serial")
public class EmbeddedZooKeeperException extends RuntimeException {

	private final Reason reason;

	private final String action;

	EmbeddedZooKeeperException(Reason reason, String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.action = action;
	}

	/**
	 * The kind of failure.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * The action to take.
	 * @return one or more sentences
	 */
	public String action() {
		return this.action;
	}

	/**
	 * Kind of failure.
	 */
	public enum Reason {

		/** A library that ZooKeeper's server needs is not there. */
		LIBRARY_MISSING,

		/** A port is taken, or its address is not one of this machine. */
		PORT,

		/** The data directory cannot be used. */
		DATA_DIRECTORY,

		/** It is not clear which member of the ensemble this server is. */
		IDENTITY,

		/** The server did not start in time. */
		TIMEOUT,

		/** Anything else that ZooKeeper itself refused. */
		OTHER

	}

}
