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

package io.mprpc.autoconfigure.configuration;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.mprpc.autoconfigure.consumer.RpcClientProperties;
import io.mprpc.autoconfigure.consumer.RpcConsumerAutoConfiguration;
import io.mprpc.internal.configuration.DurationUnits;
import io.mprpc.internal.configuration.UnknownProperties;
import io.mprpc.internal.consumer.ReferencedServices;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the check of properties below
 * {@code rpc.}: those that nothing reads, and durations without a unit.
 *
 * @since 0.1
 */
@AutoConfiguration(after = RpcConsumerAutoConfiguration.class)
@EnableConfigurationProperties(RpcConfigurationProperties.class)
@ImportRuntimeHints(RpcConfigurationAutoConfiguration.Hints.class)
public final class RpcConfigurationAutoConfiguration {

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor rpcDurationUnits(Environment environment) {
		return (handler) -> new DurationUnits(handler, environment);
	}

	@Bean
	UnknownProperties rpcUnknownProperties(ConfigurableApplicationContext context,
			RpcConfigurationProperties properties) {
		Supplier<@Nullable Map<String, Set<String>>> services = () -> ReferencedServices.of(context.getBeanFactory());
		return new UnknownProperties(context, properties.getOnUnknownProperty(), properties.getIgnoredPrefixes(),
				RpcClientProperties.Reference.class, services);
	}

	static class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern(UnknownProperties.METADATA);
		}

	}

}
