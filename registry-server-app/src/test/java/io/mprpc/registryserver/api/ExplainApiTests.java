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

package io.mprpc.registryserver.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registryserver.testing.ApiClient;
import io.mprpc.registryserver.testing.DemoConsumer;
import io.mprpc.registryserver.testing.DemoProvider;
import io.mprpc.registryserver.testing.User;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for explanations over real HTTP, with real providers and consumers.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "rpc.registry-server.zookeeper.port=0", "rpc.registry-server.reports.port=0" })
class ExplainApiTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final String SERVICE = "/api/v1/services/" + DemoProvider.SERVICE;

	private static final String EXPLAIN = SERVICE + "/explain?method=Login";

	@TempDir
	private static Path directory;

	@Autowired
	private EmbeddedZooKeeper zooKeeper;

	@LocalServerPort
	private int port;

	private ApiClient api;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		User.OPERATOR.addTo(registry, 0);
		User.VIEWER.addTo(registry, 1);
	}

	@BeforeEach
	void connect() {
		this.api = new ApiClient("http://127.0.0.1:" + this.port, User.OPERATOR);
	}

	@Test
	void registryAndConsumerTellWhoIsPickedAndWhyNotTheOther() throws Exception {
		String zookeeper = this.zooKeeper.connectString();
		try (DemoProvider picked = DemoProvider.start(zookeeper, "1", 0);
				DemoProvider out = DemoProvider.start(zookeeper, "2", 0)) {
			Awaitility.await()
				.atMost(LONG)
				.ignoreExceptions()
				.until(() -> this.api.get(EXPLAIN).get("instances").size() == 2);
			assertThat(this.api.get(EXPLAIN).at("/note").asString())
				.contains("No consumer of the service has answered");
			this.api.put(SERVICE + "/instances/" + out.endpoint() + "/out-of-service");
			try (DemoConsumer consumer = DemoConsumer.start(zookeeper)) {
				ApiClient viewer = new ApiClient("http://127.0.0.1:" + this.port, User.VIEWER);
				JsonNode seen = Awaitility.await().atMost(LONG).until(() -> {
					consumer.call();
					return viewer.get(EXPLAIN);
				}, (answer) -> route(answer, picked).at("/picked").asBoolean()
						&& !route(answer, out).at("/reason").asString().isEmpty());
				assertThat(seen.at("/note").isNull()).isTrue();
				String process = seen.at("/consumers/0/process").asString();
				assertThat(process).startsWith("web@");
				JsonNode asked = viewer
					.get(EXPLAIN + "&consumer=" + URLEncoder.encode(process, StandardCharsets.UTF_8));
				assertThat(route(asked, picked).at("/picked").asBoolean()).isTrue();
				assertThat(seen.at("/consumers/0/application").asString()).isEqualTo("web");
				assertThat(route(seen, picked).at("/connectivity").asString()).isEqualTo("READY");
				assertThat(route(seen, out).at("/picked").asBoolean()).isFalse();
				assertThat(route(seen, out).at("/operatorRules").toString()).contains("out of service");
				assertThat(route(seen, out).at("/reasons/0/code").asString()).isEqualTo("OUT_OF_SERVICE");
				assertThat(route(seen, out).at("/rules/0/code").asString()).isEqualTo("INSTANCE_OUT_OF_SERVICE");
				JsonNode taken = instance(seen, out);
				assertThat(taken.at("/offered").asBoolean()).isFalse();
				assertThat(taken.at("/reasons/0/code").asString()).isEqualTo("INSTANCE_OUT_OF_SERVICE");
				assertThat(taken.at("/reasons/0/lifetime").asString()).isEqualTo("LASTING");
				assertThat(taken.at("/reasons/0/text").asString())
					.isEqualTo("An operator has taken the instance out of service");
				assertThat(taken.at("/reasons/0/by").asString()).isEqualTo(User.OPERATOR.name());
				assertThat(instance(seen, picked).at("/share").asDouble()).isEqualTo(1);
			}
			assertThat(instance(this.api.get(SERVICE + "/explain?method=Nothing"), picked).at("/reasons/0/code")
				.asString()).isEqualTo("METHOD_NOT_OFFERED");
		}
		assertThat(this.api.problem(404, "GET", "/api/v1/services/demo.Nobody/explain").at("/detail").asString())
			.contains("demo.Nobody");
		assertThat(this.api.get("/api/v1/openapi.json").get("paths").propertyNames())
			.contains("/api/v1/services/{service}/explain");
	}

	private static JsonNode instance(JsonNode answer, DemoProvider provider) {
		return at(answer.at("/instances"), provider);
	}

	private static JsonNode route(JsonNode answer, DemoProvider provider) {
		return at(answer.at("/consumers/0/channels/0/routes"), provider);
	}

	private static JsonNode at(JsonNode list, DemoProvider provider) {
		return list.valueStream()
			.filter((each) -> each.at("/endpoint").asString().equals(provider.endpoint().toString()))
			.findFirst()
			.orElse(MissingNode.getInstance());
	}

}
