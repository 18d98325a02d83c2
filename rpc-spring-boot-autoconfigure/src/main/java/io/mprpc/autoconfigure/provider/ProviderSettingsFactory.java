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

package io.mprpc.autoconfigure.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

import io.mprpc.autoconfigure.registry.RpcInstanceProperties;
import io.mprpc.internal.configuration.AdvertisedHostProperty;
import io.mprpc.internal.configuration.PropertyRules;
import io.mprpc.internal.grpc.server.AdvertisedHost;
import io.mprpc.internal.grpc.server.DrainSettings;
import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.provider.ServiceDefaults;
import io.mprpc.registry.InstanceMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Factory of the provider's settings, which refuses invalid properties.
 */
final class ProviderSettingsFactory {

	private static final Logger logger = LoggerFactory.getLogger(ProviderSettingsFactory.class);

	private static final String PREFIX = "rpc.server.";

	private final RpcServerProperties properties;

	ProviderSettingsFactory(RpcServerProperties properties) {
		this.properties = properties;
	}

	/**
	 * Whether Spring Boot makes the server speak TLS: it does if a bundle is named,
	 * unless TLS is disabled.
	 */
	static boolean secure(@Nullable GrpcServerProperties server) {
		if (server == null) {
			return false;
		}
		Boolean enabled = server.getSsl().getEnabled();
		return (enabled != null) ? enabled : server.getSsl().getBundle() != null;
	}

	ServiceDefaults defaults(RpcInstanceProperties instance) {
		Map<String, String> tags = this.properties.getTags();
		PropertyRules.registered(PREFIX + "tags", tags, () -> RegistryLimits.tags(tags));
		return new ServiceDefaults(this.properties.isRegister(), this.properties.isRegisterUnimplementedMethods(),
				PropertyRules.registered(PREFIX + "version", this.properties.getVersion()),
				PropertyRules.range(PREFIX + "weight", this.properties.getWeight(), 0, InstanceMetadata.MAX_WEIGHT),
				PropertyRules.registered("rpc.instance.zone", instance.zone()), tags);
	}

	DrainSettings drain() {
		RpcServerProperties.Drain drain = this.properties.getDrain();
		return new DrainSettings(PropertyRules.notNegative(PREFIX + "drain.max-wait", drain.getMaxWait()),
				PropertyRules.notNegative(PREFIX + "drain.quiet-period", drain.getQuietPeriod()),
				PropertyRules.positive(PREFIX + "drain.report-interval", drain.getReportInterval()));
	}

	/** The port to advertise, 0 for that of the server. */
	int port() {
		Integer port = this.properties.getAdvertisedPort();
		return (port != null) ? PropertyRules.range(PREFIX + "advertised-port", port, 1, 65535) : 0;
	}

	AdvertisedHost host(InetUtils inetUtils) {
		return AdvertisedHostProperty.read(PREFIX + "advertised-host", this.properties.getAdvertisedHost(),
				inetUtils::findFirstNonLoopbackAddress);
	}

	/** The address that the web server is bound to, {@code null} if it listens on all. */
	static @Nullable InetAddress webAddress(Environment environment) {
		String address = environment.getProperty("server.address");
		try {
			return StringUtils.hasText(address) ? InetAddress.getByName(address) : null;
		}
		catch (UnknownHostException ex) {
			// The web server says so better than we could.
			logger.debug("server.address is unknown", ex);
			return null;
		}
	}

}
