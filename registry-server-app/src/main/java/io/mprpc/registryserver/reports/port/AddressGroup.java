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

package io.mprpc.registryserver.reports.port;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Remote addresses that count as one: an IPv4 address, or an IPv6 network (/64), of which
 * one machine has every address.
 */
public final class AddressGroup {

	private static final int NETWORK_BYTES = 8;

	private AddressGroup() {
	}

	/**
	 * The group of an address.
	 * @param address the address of a connection, {@code null} if it is not known
	 * @return a text that is the same for all addresses of the group
	 */
	public static String of(@Nullable SocketAddress address) {
		if (!(address instanceof InetSocketAddress socket) || socket.getAddress() == null) {
			return "unknown";
		}
		InetAddress host = socket.getAddress();
		if (host instanceof Inet6Address && !host.isLoopbackAddress()) {
			return HexFormat.of().formatHex(host.getAddress(), 0, NETWORK_BYTES);
		}
		return host.getHostAddress();
	}

}
