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

package io.mprpc.registryserver.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Identity that limits are applied to: the user, or the address of a client without a
 * login.
 */
public final class RequestOwner {

	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*(%\\w+)?");

	private static final int IPV6_NETWORK = 8;

	private RequestOwner() {
	}

	/**
	 * Owner of a request.
	 * @param request the request
	 * @return the user, or without a login the address
	 */
	public static String of(HttpServletRequest request) {
		Principal user = request.getUserPrincipal();
		return (user != null) ? "user " + user.getName() : "address " + network(request.getRemoteAddr());
	}

	/**
	 * Network of an address, to which limits are applied. A client with one IPv6 address
	 * usually has 2^64 of them.
	 * @param address an IP address
	 * @return the address itself, or the network of an IPv6 address
	 */
	public static String network(@Nullable String address) {
		// Only literal addresses: anything else that a proxy may forward would cause a
		// DNS lookup.
		if (address == null || !IPV6.matcher(address).matches()) {
			return String.valueOf(address);
		}
		try {
			byte[] bytes = InetAddress.getByName(address).getAddress();
			return (bytes.length > IPV6_NETWORK)
					? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK)) + "::/64" : address;
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

}
