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

package io.mprpc.internal.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mprpc.internal.grpc.server.AdvertisedHost;
import io.mprpc.internal.grpc.server.ServerAddress;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.ServiceName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InstanceAssemblerTests {

	private static final Instant NOW = Instant.parse("2026-07-01T10:00:00Z");

	private static final String REPORT_KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

	private static final ServiceDefaults DEFAULTS = new ServiceDefaults(true, false, "7", 50, "z1",
			Map.of("ring", "blue"));

	private static final ServiceDefinition USERS = new ServiceDefinition(new ServiceName("demo.UserService"),
			Set.of("Login"), Set.of(), "users", true, "2", 10, "z2", Map.of("ring", "canary"));

	private final ApplicationPorts ports = new ApplicationPorts();

	@Test
	void instanceHasWhatServicesAndApplicationSay() {
		this.ports.put("http", 8080);
		this.ports.put("management", 8081);
		ProviderInstance instance = assembler(0).assemble(new ServerAddress(null, 9090, null), List.of(USERS), true);
		assertThat(instance.application()).isEqualTo("shop");
		assertThat(instance.endpoint()).hasToString("10.0.0.1:9090");
		assertThat(instance.properties()).containsExactlyInAnyOrderEntriesOf(
				Map.of("ring", "blue", "version", "7", "zone", "z1", "management.port", "8081"));
		Map<String, Integer> ports = Map.of("http", 8080, "management", 8081);
		String uuid = new UUID(0, 1).toString();
		assertThat(instance.metadata()).isEqualTo(new InstanceMetadata(uuid, "shop", "7", 50, "z1",
				Map.of("ring", "blue"), InstanceStatus.UP, NOW, ports, true, true, Duration.ofSeconds(5)));
		assertThat(instance.services()).singleElement().satisfies((service) -> {
			assertThat(service.service()).hasToString("demo.UserService");
			assertThat(service.methods()).containsExactly("Login");
			assertThat(service.metadata()).isEqualTo(new InstanceMetadata(uuid, "shop", "2", 10, "z2",
					Map.of("ring", "canary"), InstanceStatus.UP, NOW, ports, true, true, Duration.ofSeconds(5)));
		});
	}

	@Test
	void instanceHasTheKeyWhenItIsRegistered() {
		InstanceAssembler assembler = assembler(0);
		ProviderInstance serving = assembler.assemble(new ServerAddress(null, 9090, null), List.of(USERS), true);
		ProviderInstance registering = assembler.registering(serving);
		assertThat(registering.metadata()).isEqualTo(serving.metadata().withReportKey(REPORT_KEY));
		assertThat(registering.services()).singleElement()
			.satisfies((service) -> assertThat(service.metadata().reportKey()).isEqualTo(REPORT_KEY));
	}

	@Test
	void advertisedPortWins() {
		assertThat(assembler(31000).assemble(new ServerAddress(null, 9090, null), List.of(USERS), true).endpoint())
			.hasToString("10.0.0.1:31000");
	}

	@Test
	void portsThatDoNotListenAreNotTold() {
		this.ports.put("http", -1);
		this.ports.put("management", 0);
		assertThat(assembler(0).assemble(new ServerAddress(null, 9090, null), List.of(USERS), true).metadata().ports())
			.isEmpty();
	}

	@Test
	void whatOthersWouldNotReadIsNotWritten() {
		ServiceDefinition talkative = new ServiceDefinition(USERS.service(), Set.of("Login"), Set.of(), "users", true,
				"2", 10, "z2", Map.of("motd", "x".repeat(2000)));
		assertThatExceptionOfType(InvalidRpcServiceException.class)
			.isThrownBy(() -> assembler(0).assemble(new ServerAddress(null, 9090, null), List.of(talkative), true))
			.withMessageContaining("Bean 'users' that serves demo.UserService")
			.withMessageContaining("its tag 'motd' has 2000 characters, more than 1024")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("rpc.server.*"));
		ServiceDefinition large = USERS
			.withMethods(IntStream.range(0, 1001).mapToObj((i) -> "Method" + i).collect(Collectors.toSet()));
		assertThatExceptionOfType(InvalidRpcServiceException.class)
			.isThrownBy(() -> assembler(0).assemble(new ServerAddress(null, 9090, null), List.of(large), true))
			.withMessageContaining("demo.UserService has 1001 methods, more than 1000");
	}

	private InstanceAssembler assembler(int advertisedPort) {
		return new InstanceAssembler("shop", DEFAULTS, new AdvertisedHost("host", "10.0.0.1", () -> null, () -> null),
				advertisedPort, this.ports, true, Duration.ofSeconds(5), () -> REPORT_KEY,
				Clock.fixed(NOW, ZoneOffset.UTC), () -> new UUID(0, 1));
	}

}
