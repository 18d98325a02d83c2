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

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KubernetesServiceVariables}.
 */
@ExtendWith(OutputCaptureExtension.class)
class KubernetesServiceVariablesTests {

	private static final String SOURCE = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	@Test
	void aServiceOfTheRegistrysNameDoesNotSetItsPort(CapturedOutput output) {
		Map<String, Object> variables = new HashMap<>(Map.of("RPC_REGISTRY_SERVER_ZOOKEEPER_SERVICE_HOST", "10.0.0.1",
				"RPC_REGISTRY_SERVER_ZOOKEEPER_SERVICE_PORT", "2181", "RPC_REGISTRY_SERVER_ZOOKEEPER_PORT",
				"tcp://10.0.0.1:2181", "RPC_REGISTRY_SERVER_ZOOKEEPER_HOST", "127.0.0.1", "RPC_REGISTRY_EMBEDDED_PORT",
				"2182"));
		ConfigurableEnvironment environment = started(variables);
		Binder binder = Binder.get(environment);
		assertThat(binder.bind("rpc.registry-server.zookeeper.port", Integer.class).isBound()).isFalse();
		assertThat(binder.bind("rpc.registry-server.zookeeper.host", String.class).get()).isEqualTo("127.0.0.1");
		assertThat(binder.bind("rpc.registry.embedded.port", Integer.class).get()).isEqualTo(2182);
		PropertySource<?> source = environment.getPropertySources().get(SOURCE);
		assertThat(OriginLookup.getOrigin(source, "RPC_REGISTRY_SERVER_ZOOKEEPER_HOST"))
			.hasToString("System Environment Property \"RPC_REGISTRY_SERVER_ZOOKEEPER_HOST\"");
		assertThat(output).containsOnlyOnce("Not read as properties: RPC_REGISTRY_SERVER_ZOOKEEPER_PORT.")
			.contains("enableServiceLinks: false");
	}

	@Test
	void aPortThatSomebodySetStays(CapturedOutput output) {
		assertThat(Binder.get(started(new HashMap<>(Map.of("RPC_REGISTRY_SERVER_ZOOKEEPER_PORT", "2182"))))
			.bind("rpc.registry-server.zookeeper.port", Integer.class)
			.get()).isEqualTo(2182);
		assertThat(output).doesNotContain("Not read as properties");
	}

	private static ConfigurableEnvironment started(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().replace(SOURCE, new SystemEnvironmentPropertySource(SOURCE, variables));
		SpringApplication application = new SpringApplication(KubernetesServiceVariablesTests.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setEnvironment(environment);
		try (ConfigurableApplicationContext context = application.run()) {
			return context.getEnvironment();
		}
	}

}
