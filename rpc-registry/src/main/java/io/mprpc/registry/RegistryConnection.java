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

package io.mprpc.registry;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * State of the connection to the registry, for reports.
 *
 * @since 0.1
 */
public interface RegistryConnection {

	/** Session timeout that is asked for unless another is set. */
	Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(4);

	/**
	 * The address of the registry, without secrets.
	 * @return the connect string
	 */
	String address();

	/**
	 * Which environment this process belongs to.
	 * @return the namespace
	 */
	String namespace();

	/**
	 * The current state.
	 * @return the state
	 */
	State state();

	/**
	 * Cause for which there is no connection, for messages and health: the servers found
	 * at which address, and the property to check.
	 * @return the cause, {@code null} while connected or as long as it is not known
	 */
	default @Nullable String problem() {
		return null;
	}

	/**
	 * Identity of the current session, in hexadecimal.
	 * @return the session id, {@code 0x0} while there is none
	 */
	String sessionId();

	/**
	 * Time after which the registry takes a silent process for dead and removes what it
	 * has registered.
	 * @return the timeout of this process's own session
	 */
	default Duration sessionTimeout() {
		return DEFAULT_SESSION_TIMEOUT;
	}

	/**
	 * Waits until the registry is connected.
	 * @param atMost how long to wait
	 * @return whether it is connected
	 */
	boolean awaitConnected(Duration atMost);

	/**
	 * Calls a listener on each change of the state, on a thread of the connection.
	 * @param listener the listener; must not block
	 * @return to end it
	 */
	Subscription onStateChange(Consumer<State> listener);

	/**
	 * State of the connection.
	 */
	enum State {

		/** Not connected yet since the start. */
		CONNECTING,

		/** Connected with a session. */
		CONNECTED,

		/** The connection is gone, the session may live. */
		SUSPENDED,

		/** The session has ended; a new one is sought. */
		LOST,

		/**
		 * Reached, but the registry does not accept the credentials; tried again until it
		 * does.
		 */
		DENIED,

		/**
		 * Reached, but the registry's version is too old; tried again until it is
		 * upgraded.
		 */
		UNSUPPORTED,

		/** Closed by the application. */
		CLOSED

	}

}
