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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host that is registered for other processes: the configured one, else the address
 * that the server is bound to, else the one by which this machine is reached in its
 * network.
 *
 * @since 0.1
 */
public final class AdvertisedHost {

	private static final Logger logger = LoggerFactory.getLogger(AdvertisedHost.class);

	private final String property;

	private final String configured;

	private final Supplier<@Nullable InetAddress> network;

	private final Supplier<@Nullable InetAddress> network6;

	/**
	 * Creates a rule.
	 * @param property name of the property that configures it
	 * @param configured host to advertise whatever the server says, empty for none
	 * @param network finds this machine's IPv4 address in its network
	 * @param network6 finds this machine's global IPv6 address, for a network without
	 * IPv4
	 */
	public AdvertisedHost(String property, String configured, Supplier<@Nullable InetAddress> network,
			Supplier<@Nullable InetAddress> network6) {
		this.property = property;
		this.configured = configured;
		this.network = network;
		this.network6 = network6;
	}

	/**
	 * Decides.
	 * @param boundTo address that the server is bound to, {@code null} if it listens on
	 * all
	 * @return a host name or an IP address without brackets
	 */
	public String host(@Nullable InetAddress boundTo) {
		if (!this.configured.isEmpty()) {
			return this.configured;
		}
		if (boundTo != null && !boundTo.isAnyLocalAddress()) {
			return text(boundTo);
		}
		InetAddress found = this.network.get();
		if (found != null && !found.isLoopbackAddress()) {
			return text(found);
		}
		InetAddress found6 = this.network6.get();
		if (found6 != null) {
			return text(found6);
		}
		InetAddress loopback = (found != null) ? found : InetAddress.getLoopbackAddress();
		logger.warn("This machine has no address but " + text(loopback) + ", which is advertised: other machines "
				+ "cannot reach it. Set " + this.property + " if it has one");
		return text(loopback);
	}

	private static String text(InetAddress address) {
		String text = address.getHostAddress();
		int zone = text.indexOf('%');
		// A zone such as %eth0 means something on this machine only.
		return (address instanceof Inet6Address && zone >= 0) ? text.substring(0, zone) : text;
	}

}
