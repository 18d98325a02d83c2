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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mprpc.RpcService;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.internal.registry.ServedDocuments;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.DocumentStore;
import io.mprpc.testing.DemoFriends;
import io.mprpc.testing.HeldUserService;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.serviceregistry.endpoint.ServiceRegistryEndpoint;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the nodes of a provider application in a real ZooKeeper.
 */
class ProviderInZooKeeperTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String PERSISTENT = "persistent";

	private static final String OURS = "ephemeral";

	private static TestingServer server;

	private static ZooKeeper client;

	@BeforeAll
	static void connect() throws Exception {
		server = new TestingServer();
		client = new ZooKeeper(server.getConnectString(), 30_000, (event) -> {
		});
	}

	@AfterAll
	static void disconnect() throws InterruptedException, IOException {
		client.close();
		server.close();
	}

	@Test
	void nodesAreThoseOfThePublishedLayoutAndGoWithTheApplication() {
		int port;
		try (ConfigurableApplicationContext context = run("layout", WebApplicationType.NONE)) {
			port = context.getBean(GrpcServerLifecycle.class).getPort();
			String node = "127.0.0.1:" + port;
			await().atMost(LIMIT).until(() -> nodes("layout").containsKey("/applications/shop/" + node));
			Map<String, String> expected = new TreeMap<>();
			for (String method : List.of("Chat", "GetProfile", "Login", "Register", "Upload", "WatchLogins")) {
				expected.put("/services/demo.UserService/" + method, PERSISTENT);
				expected.put("/services/demo.UserService/" + method + '/' + node, OURS);
			}
			expected.put("/services/demo.FriendService/ListFriends", PERSISTENT);
			expected.put("/services/demo.FriendService/ListFriends/" + node, OURS);
			for (String service : List.of("demo.UserService", "demo.FriendService")) {
				expected.put("/services/" + service, PERSISTENT);
				expected.put("/services/" + service + "/.meta", PERSISTENT);
				expected.put("/services/" + service + "/.meta/" + node, OURS);
			}
			expected.put("/services", PERSISTENT);
			expected.put("/applications", PERSISTENT);
			expected.put("/applications/shop", PERSISTENT);
			expected.put("/applications/shop/" + node, OURS);
			assertThat(nodes("layout")).containsExactlyInAnyOrderEntriesOf(expected);
			assertThat(data("layout", "/services/demo.UserService/Login/" + node)).isEqualTo(node);
			assertMetadata(json("layout", "/services/demo.UserService/.meta/" + node), "2", "7");
			assertMetadata(json("layout", "/services/demo.FriendService/.meta/" + node), "1", "100");
		}
		assertThat(nodes("layout")).doesNotContainValue(OURS)
			.containsEntry("/services/demo.UserService/Login", PERSISTENT);
	}

	@Test
	void operatorsWordStandsInTheMetadata() {
		try (ConfigurableApplicationContext context = run("status", WebApplicationType.NONE)) {
			String node = "/services/demo.UserService/.meta/127.0.0.1:"
					+ context.getBean(GrpcServerLifecycle.class).getPort();
			await().atMost(LIMIT).until(() -> nodes("status").containsKey(node));
			ServiceRegistryEndpoint endpoint = context.getBean(ServiceRegistryEndpoint.class);
			endpoint.setStatus("OUT_OF_SERVICE");
			assertThat(json("status", node).get("status").getAsString()).isEqualTo("OUT_OF_SERVICE");
			endpoint.setStatus("UP");
			assertThat(json("status", node).get("status").getAsString()).isEqualTo("UP");
		}
	}

	@Test
	void documentsOfItsServicesAreFollowedWhenTheProviderAsks() throws Exception {
		try (ConfigurableApplicationContext context = run("documents", WebApplicationType.NONE)) {
			List<Document> seen = new CopyOnWriteArrayList<>();
			context.getBean(ServedDocuments.class).subscribe(DocumentName::rules, seen::add);
			await().atMost(LIMIT)
				.untilAsserted(() -> assertThat(seen).extracting((document) -> document.name().last())
					.containsExactlyInAnyOrder("demo.UserService", "demo.FriendService"));
			Document written = context.getBean(DocumentStore.class)
				.write(DocumentName.of("governance", "services", "demo.UserService"), "{}", Document.NO_VERSION)
				.toCompletableFuture()
				.get();
			await().atMost(LIMIT).until(() -> seen.contains(written));
		}
	}

	@Test
	void discoveryShowsWhatIsRegistered() {
		try (ConfigurableApplicationContext context = run("discovery", WebApplicationType.SERVLET)) {
			DiscoveryClient discovery = context.getBean(DiscoveryClient.class);
			int port = context.getBean(GrpcServerLifecycle.class).getPort();
			int httpPort = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			await().atMost(LIMIT)
				.until(() -> discovery.getServices().containsAll(List.of("demo.FriendService", "demo.UserService")));
			await().atMost(LIMIT).until(() -> discovery.getInstances("demo.UserService/Login").size() == 1);
			assertThat(discovery.getInstances("demo.UserService")).singleElement().satisfies((instance) -> {
				assertThat(instance.getPort()).isEqualTo(port);
				assertThat(instance.getMetadata()).containsEntry("version", "2").containsEntry("application", "shop");
			});
			assertThat(discovery.getInstances("demo.UserService/ListFriends")).isEmpty();
			await().atMost(LIMIT).until(() -> discovery.getInstances("shop").size() == 1);
			ServiceInstance application = discovery.getInstances("shop").get(0);
			assertThat(application.getPort()).isEqualTo(httpPort);
			assertThat(application.getMetadata()).containsEntry("gRPC_port", String.valueOf(port));
			context.getBean(ServiceRegistryEndpoint.class).setStatus("OUT_OF_SERVICE");
			await().atMost(LIMIT).until(() -> discovery.getInstances("demo.UserService").isEmpty());
			await().atMost(LIMIT).until(() -> discovery.getInstances("shop").isEmpty());
		}
	}

	private static void assertMetadata(JsonObject metadata, String version, String weight) {
		assertThat(metadata.get("application").getAsString()).isEqualTo("shop");
		assertThat(metadata.get("version").getAsString()).isEqualTo(version);
		assertThat(metadata.get("weight").getAsString()).isEqualTo(weight);
		assertThat(metadata.get("status").getAsString()).isEqualTo("UP");
		assertThat(metadata.get("uuid").getAsString()).hasSize(36);
		assertThat(metadata.get("startTime").getAsString()).endsWith("Z");
	}

	private static ConfigurableApplicationContext run(String namespace, WebApplicationType type) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("spring.application.name=shop", "spring.main.banner-mode=off",
					"spring.main.register-shutdown-hook=false", "spring.grpc.server.port=0",
					"spring.grpc.server.address=127.0.0.1", "server.port=0", "server.address=127.0.0.1",
					"management.endpoints.web.exposure.include=*", "management.endpoints.jmx.exposure.include=*",
					"rpc.server.version=1", "rpc.registry.snapshot.enabled=false",
					"rpc.registry.namespace=" + namespace, "rpc.registry.connect-string=" + server.getConnectString())
			.run();
	}

	/** All nodes below a namespace, and what kind they are. */
	private static SortedMap<String, String> nodes(String namespace) {
		try {
			String root = "/mprpc/" + namespace;
			SortedMap<String, String> nodes = new TreeMap<>();
			List<String> parents = new ArrayList<>(List.of(root));
			while (!parents.isEmpty()) {
				String parent = parents.remove(0);
				for (String child : client.getChildren(parent, false)) {
					String path = parent + '/' + child;
					Stat stat = client.exists(path, false);
					nodes.put(path.substring(root.length()), (stat.getEphemeralOwner() == 0) ? PERSISTENT : OURS);
					parents.add(path);
				}
			}
			return nodes;
		}
		catch (org.apache.zookeeper.KeeperException ex) {
			// Not there yet, or it went while we looked.
			return new TreeMap<>();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static JsonObject json(String namespace, String path) {
		return JsonParser.parseString(data(namespace, path)).getAsJsonObject();
	}

	private static String data(String namespace, String path) {
		try {
			return new String(client.getData("/mprpc/" + namespace + path, false, null), StandardCharsets.UTF_8);
		}
		catch (org.apache.zookeeper.KeeperException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@RpcService(version = "2", weight = 7, registerUnimplementedMethods = true)
		HeldUserService users() {
			return new HeldUserService();
		}

		@Bean
		FriendServiceGrpc.FriendServiceImplBase friends() {
			return new DemoFriends();
		}

	}

}
