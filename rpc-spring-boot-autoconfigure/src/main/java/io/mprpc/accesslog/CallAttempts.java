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

package io.mprpc.accesslog;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call, and which of them an instance answered.
 */
final class CallAttempts extends ClientStreamTracer.Factory {

	private final AtomicInteger sent = new AtomicInteger();

	private volatile Attempt served = new Attempt();

	@Override
	public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
		return new Attempt();
	}

	/**
	 * How many attempts went to a connection.
	 */
	int count() {
		return this.sent.get();
	}

	/**
	 * The attempt that was answered last, or sent last where none was answered.
	 */
	Attempt served() {
		return this.served;
	}

	/**
	 * One attempt.
	 */
	final class Attempt extends ClientStreamTracer {

		// Each written by one thread at a time, and read when the call has ended.
		private long requestBytes;

		private long responseBytes;

		private volatile Attributes transport = Attributes.EMPTY;

		@Override
		public void streamCreated(Attributes transportAttributes, Metadata headers) {
			this.transport = transportAttributes;
			CallAttempts.this.sent.incrementAndGet();
			CallAttempts.this.served = this;
		}

		@Override
		public void inboundHeaders() {
			CallAttempts.this.served = this;
		}

		@Override
		public void outboundUncompressedSize(long bytes) {
			this.requestBytes += bytes;
		}

		@Override
		public void inboundUncompressedSize(long bytes) {
			this.responseBytes += bytes;
		}

		@Nullable SocketAddress peer() {
			return PeerAddress.of(this.transport);
		}

		long requestBytes() {
			return this.requestBytes;
		}

		long responseBytes() {
			return this.responseBytes;
		}

	}

}
