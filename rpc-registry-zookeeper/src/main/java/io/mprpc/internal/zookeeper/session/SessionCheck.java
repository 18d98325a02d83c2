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

import java.util.function.Consumer;

import org.apache.zookeeper.ZooKeeper;

/**
 * The first question over each new connection. ZooKeeper grants a session before it looks
 * at credentials, and an old server closes the connection at an operation that it does
 * not know: only an answer shows that the session can be used.
 */
final class SessionCheck {

	private SessionCheck() {
	}

	/**
	 * Asks for the number of znodes, which is known since ZooKeeper 3.6, as persistent
	 * recursive watches are, and costs the server nothing.
	 * @param result told on the handle's event thread
	 */
	static void ask(ZooKeeper handle, Consumer<Result> result) {
		handle.getAllChildrenNumber("/", (rc, path, ctx, number) -> result.accept(result(rc)), null);
	}

	private static Result result(int rc) {
		return switch (SessionClient.code(rc)) {
			case AUTHFAILED, SESSIONCLOSEDREQUIRESASLAUTH -> Result.DENIED;
			case UNIMPLEMENTED -> Result.UNSUPPORTED;
			case CONNECTIONLOSS, SESSIONEXPIRED, SESSIONMOVED, OPERATIONTIMEOUT, REQUESTTIMEOUT -> Result.LOST;
			// The root may be closed to this user, or the code be unknown here: it is an
			// answer.
			default -> Result.USABLE;
		};
	}

	/**
	 * Result of an answer.
	 */
	enum Result {

		/** The session can be used. */
		USABLE,

		/** The server does not accept the credentials, or requires some. */
		DENIED,

		/** The server is too old. */
		UNSUPPORTED,

		/** Nothing: the connection was lost first. */
		LOST

	}

}
