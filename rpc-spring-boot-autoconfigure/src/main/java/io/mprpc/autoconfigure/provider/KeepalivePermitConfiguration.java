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

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.grpc.ServerBuilder;
import io.mprpc.internal.configuration.PropertyRules;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.grpc.server.ServerBuilderCustomizer;

/**
 * Permission for consumers to probe their connections as often as those of this library
 * do. A gRPC server takes one probe in five minutes by default and ends the connection of
 * a client that probes an idle stream more often.
 */
@Configuration(proxyBeanMethods = false)
class KeepalivePermitConfiguration {

	private static final String SPRINGS_PROPERTY = "spring.grpc.server.keepalive.permit.time";

	/**
	 * The permitted time between two probes, as it is registered for consumers, from
	 * whichever property it comes.
	 */
	static @Nullable Duration permitted(RpcServerProperties properties, @Nullable GrpcServerProperties springs,
			Environment environment) {
		boolean saidToSpring = Binder.get(environment).bind(SPRINGS_PROPERTY, String.class).isBound();
		if (!saidToSpring) {
			return properties.getKeepalive().getPermitTime();
		}
		return (springs != null) ? springs.getKeepalive().getPermit().getTime() : null;
	}

	@Bean
	<T extends ServerBuilder<T>> ServerBuilderCustomizer<T> rpcKeepalivePermitCustomizer(RpcServerProperties properties,
			Environment environment) {
		Duration permitted = PropertyRules.notNegative("rpc.server.keepalive.permit-time",
				properties.getKeepalive().getPermitTime());
		boolean saidToSpring = Binder.get(environment).bind(SPRINGS_PROPERTY, String.class).isBound();
		return (builder) -> {
			// Only a server that listens on a network can be probed.
			if (!saidToSpring && builder.getClass().getName().startsWith("io.grpc.netty.")) {
				builder.permitKeepAliveTime(permitted.toNanos(), TimeUnit.NANOSECONDS);
			}
		};
	}

}
