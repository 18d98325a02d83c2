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

package io.mprpc.registryserver.tryit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Range of IP addresses, written {@code 10.0.0.0/8} or {@code fd00::/8}; an address
 * without a length is a range of its own.
 */
public final class AddressRange {

	// Never a host name, which would have to be resolved.
	private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

	private final byte[] network;

	private final int length;

	private AddressRange(byte[] network, int length) {
		this.network = network;
		this.length = length;
	}

	/**
	 * Reads a range.
	 * @param text the text
	 * @return the range
	 * @throws IllegalArgumentException if it is none; the message says why
	 */
	public static AddressRange parse(String text) {
		int slash = text.indexOf('/');
		byte[] network = address((slash < 0) ? text : text.substring(0, slash));
		int bits = network.length * Byte.SIZE;
		int length = (slash < 0) ? bits : length(text.substring(slash + 1), bits);
		for (int bit = length; bit < bits; bit++) {
			if (bit(network, bit)) {
				throw new IllegalArgumentException(
						"the address has bits beyond the length " + length + " of the network");
			}
		}
		return new AddressRange(network, length);
	}

	private static byte[] address(String text) {
		if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
			throw new IllegalArgumentException("it must be a network such as 10.0.0.0/8 or fd00::/8");
		}
		try {
			return InetAddress.getByName(text).getAddress();
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("it must be a network such as 10.0.0.0/8 or fd00::/8", ex);
		}
	}

	private static int length(String text, int bits) {
		try {
			int length = Integer.parseInt(text);
			if (length >= 0 && length <= bits) {
				return length;
			}
		}
		catch (NumberFormatException ex) {
			// Said below.
		}
		throw new IllegalArgumentException("the length behind the slash must be between 0 and " + bits);
	}

	boolean contains(InetAddress address) {
		byte[] bytes = address.getAddress();
		if (bytes.length != this.network.length) {
			return false;
		}
		for (int bit = 0; bit < this.length; bit++) {
			if (bit(bytes, bit) != bit(this.network, bit)) {
				return false;
			}
		}
		return true;
	}

	private static boolean bit(byte[] bytes, int number) {
		return (bytes[number / Byte.SIZE] & (0x80 >> (number % Byte.SIZE))) != 0;
	}

}
