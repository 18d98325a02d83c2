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

package io.mprpc.registryserver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.internal.registry.ReportKey;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.reports.ReportServer;
import io.mprpc.registryserver.testing.ApiClient;
import io.mprpc.registryserver.testing.DemoConsumer;
import io.mprpc.registryserver.testing.DemoProvider;
import io.mprpc.registryserver.testing.User;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for restarts of the registry and of an instance, with real calls.
 */
class RegistryRestartTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final String SERVICE = "/api/v1/services/" + DemoProvider.SERVICE;

	@TempDir
	private Path directory;

	private final List<AutoCloseable> open = new ArrayList<>();

	private ConfigurableApplicationContext registry;

	private ApiClient api;

	@AfterEach
	void close() throws Exception {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.get(i).close();
		}
		this.registry.close();
	}

	@Test
	void whatOperatorsSetOutlivesTheRegistryAndTheInstance() throws Exception {
		startRegistry(0);
		String connectString = this.registry.getBean(EmbeddedZooKeeper.class).connectString();
		DemoProvider one = keep(DemoProvider.start(connectString, "1", 0));
		DemoProvider two = keep(DemoProvider.start(connectString, "1", 0));
		DemoConsumer consumer = keep(DemoConsumer.start(connectString));
		awaitInstances(2);
		awaitServing(consumer, one.endpoint(), two.endpoint());
		this.api.put(instance(one.endpoint()) + "/out-of-service");
		awaitServing(consumer, two.endpoint());

		this.registry.close();
		assertThat(consumer.calls(10)).as("without a registry").containsExactly(two.endpoint().toString());
		startRegistry(Endpoint.parse(connectString).port());
		awaitInstances(2);
		assertThat(status(one.endpoint())).isEqualTo("OUT_OF_SERVICE");
		assertThat(consumer.calls(10)).containsExactly(two.endpoint().toString());
		JsonNode taken = this.api.get("/api/v1/journal?kind=INSTANCE_TAKEN_OUT");
		assertThat(taken).singleElement()
			.satisfies((entry) -> assertThat(entry.at("/actor").asString()).isEqualTo(User.OPERATOR.name()));
		assertThat(this.api.get("/api/v1/journal?kind=SERVER_STARTED")).hasSize(2);

		DemoProvider again = restart(one, connectString);
		Awaitility.await().atMost(LONG).until(() -> status(again.endpoint()).equals("OUT_OF_SERVICE"));
		assertThat(consumer.calls(20)).containsExactly(two.endpoint().toString());
		assertThat(this.api.get("/api/v1/journal?kind=INSTANCE_LEFT,INSTANCE_RESTARTED&instance=" + one.endpoint()))
			.isNotEmpty();
	}

	@Test
	void whatIsSetForThePresentLifeEndsWithItAndLeavesARuleToRemove() throws Exception {
		startRegistry(0);
		String connectString = this.registry.getBean(EmbeddedZooKeeper.class).connectString();
		DemoProvider one = keep(DemoProvider.start(connectString, "1", 0));
		DemoProvider two = keep(DemoProvider.start(connectString, "1", 0));
		DemoConsumer consumer = keep(DemoConsumer.start(connectString));
		awaitInstances(2);
		this.api.put(instance(one.endpoint()) + "/out-of-service?lifetime=UNTIL_RESTART");
		awaitServing(consumer, two.endpoint());
		restart(one, connectString);
		awaitServing(consumer, one.endpoint(), two.endpoint());
		JsonNode unmatched = this.api.get("/api/v1/rules/unmatched");
		assertThat(unmatched.at("/0/endpoint").asString()).isEqualTo(one.endpoint().toString());
		assertThat(unmatched.at("/0/reason").asString()).isEqualTo("INSTANCE_RESTARTED");
		this.api.delete(instance(one.endpoint()) + "/rule");
		assertThat(this.api.get("/api/v1/rules/unmatched")).isEmpty();
	}

	private DemoProvider restart(DemoProvider provider, String connectString) throws Exception {
		int port = provider.endpoint().port();
		provider.close();
		this.open.remove(provider);
		return keep(DemoProvider.start(connectString, "1", port));
	}

	private void startRegistry(int port) {
		this.registry = new SpringApplicationBuilder(RegistryServerApplication.class).registerShutdownHook(false)
			.run(arguments(port));
		int web = ((WebServerApplicationContext) this.registry).getWebServer().getPort();
		this.api = new ApiClient("http://127.0.0.1:" + web, User.OPERATOR);
		awaitAnnounced();
	}

	/** Each life of the registry announces its report port with another key. */
	private void awaitAnnounced() {
		String key = this.registry.getBean(ReportKey.class).encoded();
		Endpoint endpoint = new Endpoint("127.0.0.1", this.registry.getBean(ReportServer.class).port());
		AnnouncedServers servers = this.registry.getBean(AnnouncedServers.class);
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(servers.servers())
				.contains(new AnnouncedServer(endpoint, Set.of("default"), false, key)));
		assertThat(this.registry.getBean(ReportServer.class).name()).isEqualTo(endpoint.toString());
	}

	private String[] arguments(int port) {
		List<String> arguments = new ArrayList<>(User.OPERATOR.asArguments());
		arguments.add("--server.port=0");
		arguments.add("--rpc.registry-server.zookeeper.port=" + port);
		arguments.add("--rpc.registry-server.data-directory=" + this.directory);
		return arguments.toArray(String[]::new);
	}

	private void awaitInstances(int count) {
		Awaitility.await().atMost(LONG).ignoreExceptions().untilAsserted(() -> {
			JsonNode service = this.api.get(SERVICE);
			assertThat(service.at("/state").asString()).isEqualTo("LIVE");
			assertThat(service.at("/instances")).hasSize(count);
		});
	}

	private static void awaitServing(DemoConsumer consumer, Endpoint... endpoints) {
		Set<String> expected = new TreeSet<>();
		for (Endpoint endpoint : endpoints) {
			expected.add(endpoint.toString());
		}
		Awaitility.await().atMost(LONG).until(() -> consumer.calls(20).equals(expected));
	}

	private String status(Endpoint endpoint) throws Exception {
		for (JsonNode row : this.api.get(SERVICE).at("/instances")) {
			if (row.at("/endpoint").asString().equals(endpoint.toString())) {
				return row.at("/status").asString();
			}
		}
		return "";
	}

	private <T extends AutoCloseable> T keep(T application) {
		this.open.add(application);
		return application;
	}

	private static String instance(Endpoint endpoint) {
		return SERVICE + "/instances/" + endpoint;
	}

}
