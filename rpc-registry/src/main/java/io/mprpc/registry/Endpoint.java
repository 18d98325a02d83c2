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

import java.util.Objects;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.input.UntrustedText;

/**
 * Address at which an instance takes calls, written {@code host:port}, with an IPv6 host
 * in brackets.
 *
 * @param host host name or IP address, without brackets
 * @param port TCP port from 1 to 65535
 * @since 0.1
 */
public record Endpoint(String host, int port) implements Comparable<Endpoint> {

	/**
	 * Checks host and port.
	 * @throws IllegalArgumentException if the host is empty, longer than 255 characters
	 * or holds what no host can, or if the port is out of range
	 */
	public Endpoint {
		Objects.requireNonNull(host, "host");
		if (!isHost(host)) {
			throw new IllegalArgumentException(
					"'" + UntrustedText.printable(host) + "' is not a host name or IP address");
		}
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException("Port " + port + " of host '" + host + "' is not between 1 and 65535");
		}
	}

	// A consumer that starts reads thousands before anything is compiled.
	private static boolean isHost(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!isPartOfHost(text.charAt(i))) {
				return false;
			}
		}
		return !text.isEmpty() && text.length() <= RegistryLimits.NAME_LENGTH;
	}

	// Colons are those of an IPv6 address, behind a percent sign is its zone.
	private static boolean isPartOfHost(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-'
				|| c == '_' || c == ':' || c == '%';
	}

	/**
	 * Reads {@code host:port}.
	 * @param text the text, an IPv6 host in brackets
	 * @return the endpoint
	 * @throws IllegalArgumentException if the text is not of that form
	 */
	public static Endpoint parse(String text) {
		int colon = text.lastIndexOf(':');
		if (colon <= 0) {
			throw new IllegalArgumentException("'" + UntrustedText.printable(text) + "' is not of the form host:port");
		}
		String host = text.substring(0, colon);
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		else if (host.indexOf(':') >= 0) {
			throw new IllegalArgumentException("'" + UntrustedText.printable(text)
					+ "' is not of the form host:port: an IPv6 host needs brackets");
		}
		try {
			return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'" + UntrustedText.printable(text) + "' is not of the form host:port",
					ex);
		}
	}

	@Override
	public int compareTo(Endpoint other) {
		int byHost = this.host.compareTo(other.host);
		return (byHost != 0) ? byHost : Integer.compare(this.port, other.port);
	}

	@Override
	public String toString() {
		return (this.host.indexOf(':') >= 0) ? '[' + this.host + "]:" + this.port : this.host + ':' + this.port;
	}

}
