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
package io.mprpc.sample.readme;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that run the separately built project of the README, as the README describes.
 */
class ReadmeJarTests {

	private static final Path JAR = Path.of("target", "it", "first-call", "target", "first-call.jar");

	private static final Path REGISTRY = Path.of("..", "..", "registry-server-app", "target",
			"registry-server-app.jar");

	private static final String LOGIN = "Login says: Hello, zhang san (success: true)";

	private static final String LOGIN_PATTERN = LOGIN.replaceAll("[()]", "\\\\$0");

	private static final String NO_EMBEDDED_REGISTRY = "--rpc.registry.embedded.enabled=false";

	@BeforeAll
	static void archiveIsThere() {
		Assumptions.assumeTrue(Boolean.getBoolean("readme.built"),
				"The archive is there after packaging: run mvn verify");
	}

	@TempDir
	private Path directory;

	@Test
	void anApplicationCallsItsOwnService() throws IOException {
		try (RunningJar application = start("first-call", Map.of())) {
			application.awaitOutput(LOGIN_PATTERN);
			application.awaitOutput("Registering 1 gRPC services");
			assertThat(application.isAlive()).isTrue();
			assertThat(application.output()).doesNotContain(" WARN ", " ERROR ");
		}
	}

	@Test
	void aConsumerCallsAProviderThroughARegistry() throws IOException, InterruptedException {
		try (RunningJar registry = RunningJar.start(REGISTRY, this.directory.resolve("registry"),
				Map.of("RPC_REGISTRY_SERVER_ZOOKEEPER_PORT", "0", "RPC_REGISTRY_SERVER_REPORTS_PORT", "0",
						"SERVER_PORT", "0"))) {
			String port = registry.awaitOutput("Registry at 127\\.0\\.0\\.1:(\\d+) ");
			Map<String, String> address = Map.of("RPC_REGISTRY_CONNECT_STRING", "127.0.0.1:" + port);
			try (RunningJar provider = start("provider", address, NO_EMBEDDED_REGISTRY,
					"--spring.profiles.active=provider")) {
				provider.awaitOutput("Registering 1 gRPC services");
				try (RunningJar consumer = start("consumer", address, NO_EMBEDDED_REGISTRY,
						"--spring.profiles.active=consumer")) {
					assertThat(consumer.awaitEnd()).as(consumer::output).isZero();
					assertThat(consumer.output()).contains(LOGIN).doesNotContain("gRPC Server started");
				}
				assertThat(provider.output()).doesNotContain(LOGIN);
			}
		}
	}

	private RunningJar start(String name, Map<String, String> variables, String... arguments) throws IOException {
		Map<String, String> all = new HashMap<>(variables);
		all.put("SPRING_GRPC_SERVER_PORT", "0");
		return RunningJar.start(JAR, this.directory.resolve(name), all, arguments);
	}

}
