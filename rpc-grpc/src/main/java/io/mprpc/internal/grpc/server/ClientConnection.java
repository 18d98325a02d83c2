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

package io.mprpc.internal.grpc.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * One client's connection and how much it calls. Safe for use by several threads.
 */
public final class ClientConnection {

	private final @Nullable SocketAddress peer;

	private final LongAdder started = new LongAdder();

	private final LongAdder ended = new LongAdder();

	ClientConnection(@Nullable SocketAddress peer) {
		this.peer = peer;
	}

	void callStarted() {
		this.started.increment();
	}

	void callEnded() {
		this.ended.increment();
	}

	/** Calls that ever began on it. */
	long startedCalls() {
		return this.started.sum();
	}

	long openCalls() {
		return Math.max(0, this.started.sum() - this.ended.sum());
	}

	/**
	 * Whether the client may have come by the registry: one inside this process has not.
	 */
	boolean isRemote() {
		return this.peer == null || this.peer instanceof InetSocketAddress;
	}

	@Override
	public String toString() {
		String address = "unknown";
		if (this.peer instanceof InetSocketAddress internet && internet.getAddress() != null) {
			// Without the name that a reverse lookup would have to find.
			address = internet.getAddress().getHostAddress() + ':' + internet.getPort();
		}
		else if (this.peer != null) {
			address = this.peer.toString();
		}
		return address;
	}

}
