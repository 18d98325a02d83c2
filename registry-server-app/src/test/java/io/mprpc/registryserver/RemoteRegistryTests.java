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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.registryserver.reports.ReportServer;
import io.mprpc.registryserver.testing.User;
import io.mprpc.registryserver.testing.ZnodeTree;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a registry server with an external ZooKeeper.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "rpc.registry-server.zookeeper.embedded=false")
@DirtiesContext
class RemoteRegistryTests {

	@TempDir
	private static Path directory;

	private static final EmbeddedZooKeeper external = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults());

	@Autowired
	private ApplicationContext context;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		registry.add("rpc.registry.connect-string", external::connectString);
		User.VIEWER.addTo(registry, 0);
	}

	@AfterAll
	static void stop() {
		external.close();
	}

	@Test
	void healthFollowsTheZooKeeperThatIsFronted() throws Exception {
		assertThat(this.context.getBeansOfType(EmbeddedZooKeeper.class)).isEmpty();
		assertThat(directory.resolve("version-2")).doesNotExist();
		awaitReadiness(200);
		assertThat(get("/actuator/health").body()).contains("\"role\":\"remote\"")
			.contains(external.connectString())
			.contains("\"connection\":\"connected\"");
		awaitAnnounced();
		external.close();
		awaitReadiness(503);
		assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
	}

	/** In the ZooKeeper that is fronted, which this machine alone reaches too. */
	private void awaitAnnounced() {
		String path = "/mprpc/.servers/127.0.0.1:" + this.context.getBean(ReportServer.class).port();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(ZnodeTree.read(external.connectString(), "/mprpc/.servers").nodes())
				.containsKey(path));
	}

	private void awaitReadiness(int status) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(status));
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Authorization", User.VIEWER.basic())
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

}
