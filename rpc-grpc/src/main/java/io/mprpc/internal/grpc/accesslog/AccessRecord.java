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

package io.mprpc.internal.grpc.accesslog;

import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Record of one call that has ended.
 *
 * @param side on which side this process was
 * @param endMillis when the call ended, in milliseconds since the epoch
 * @param service full name of the service
 * @param method simple name of the method
 * @param peer address of the other side, {@code null} where no connection was reached
 * @param status how the call ended
 * @param durationNanos how long it took: on the client from the call's start, on the
 * server from the arrival of its headers
 * @param requestBytes size of the request messages before compression
 * @param responseBytes size of the response messages before compression
 * @param attempts how often the call was sent, 1 on a server
 * @param traceId identity of the trace, {@code null} without tracing
 */
record AccessRecord(Side side, long endMillis, String service, String method, @Nullable SocketAddress peer,
		Status status, long durationNanos, long requestBytes, long responseBytes, int attempts,
		@Nullable String traceId) {

	/** Stands where a value is not known. */
	static final String UNKNOWN = "-";

	AccessRecord {
		Objects.requireNonNull(side, "side");
		Objects.requireNonNull(service, "service");
		Objects.requireNonNull(method, "method");
		Objects.requireNonNull(status, "status");
	}

	/**
	 * The other side as {@code host:port}, {@value #UNKNOWN} where there was none.
	 */
	String peerText() {
		return PeerAddress.text(this.peer);
	}

	long durationMicros() {
		return TimeUnit.NANOSECONDS.toMicros(this.durationNanos);
	}

	/**
	 * Side of a call on which this process was.
	 */
	enum Side {

		SERVER("server"), CLIENT("client");

		private final String text;

		Side(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
