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

package io.mprpc.internal.configuration;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.function.Supplier;

import io.mprpc.internal.grpc.server.AdvertisedHost;
import io.mprpc.registry.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Property with the host that a server advertises instead of the one that is found.
 */
public final class AdvertisedHostProperty {

	private static final Logger logger = LoggerFactory.getLogger(AdvertisedHostProperty.class);

	private AdvertisedHostProperty() {
	}

	/**
	 * Reads the property.
	 * @param property name of the property
	 * @param value its value: a host name or an IP address, {@code null} or empty for the
	 * host that is found
	 * @param network finds this machine's IPv4 address in its network
	 * @return the rule by which the host is found
	 * @throws InvalidConfigurationPropertyValueException if the value is not a host
	 */
	public static AdvertisedHost read(String property, @Nullable String value,
			Supplier<@Nullable InetAddress> network) {
		String configured = (value != null) ? withoutBrackets(value.trim()) : "";
		if (!configured.isEmpty()) {
			try {
				new Endpoint(configured, 1);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(property, value, ex.getMessage() + ".");
			}
		}
		return new AdvertisedHost(property, configured, network, AdvertisedHostProperty::globalIpv6Address);
	}

	private static String withoutBrackets(String host) {
		return (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
	}

	private static @Nullable InetAddress globalIpv6Address() {
		try {
			return NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.filter((address) -> address instanceof Inet6Address && !address.isLoopbackAddress()
						&& !address.isLinkLocalAddress())
				.findFirst()
				.orElse(null);
		}
		catch (SocketException ex) {
			logger.debug("Network interfaces cannot be read", ex);
			return null;
		}
	}

}
