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

package io.mprpc.internal.grpc.report.stream;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * State of the stream to one registry server.
 *
 * @param server name of the server, {@code host:port}
 * @param state the state
 * @param reason why the server is not reported to, empty if it is
 * @param lastReport when the last report was sent, {@code null} if none was
 * @since 0.1
 */
public record StreamStatus(String server, State state, String reason, @Nullable Instant lastReport) {

	/**
	 * State of a stream.
	 */
	public enum State {

		/** The connection is being made, or the server checks the process. */
		CONNECTING,

		/** The server takes reports. */
		REPORTING,

		/** The server could not be reached; tried again. */
		WAITING,

		/** The server has refused the process; tried again every half minute. */
		REFUSED,

		/**
		 * The server is announced without TLS and this process demands TLS: not
		 * connected.
		 */
		INSECURE

	}

}
