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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.grpc.Attributes;
import io.grpc.Grpc;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a connection as text, without asking the name service.
 */
final class PeerAddress {

	private PeerAddress() {
	}

	static @Nullable SocketAddress of(Attributes transport) {
		return transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
	}

	static String text(@Nullable SocketAddress address) {
		if (address == null) {
			return AccessRecord.UNKNOWN;
		}
		if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
			InetAddress host = internet.getAddress();
			String text = host.getHostAddress();
			return ((host instanceof Inet6Address) ? '[' + text + ']' : text) + ':' + internet.getPort();
		}
		return address.toString();
	}

}
