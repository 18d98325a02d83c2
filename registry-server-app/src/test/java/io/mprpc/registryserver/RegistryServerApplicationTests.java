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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.architecture.CommittedFile;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registryserver.testing.User;
import io.mprpc.registryserver.testing.ZooKeeperClient;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.util.ServiceUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RegistryServerApplication} in this process.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "rpc.registry-server.zookeeper.port=0")
class RegistryServerApplicationTests {

	@TempDir
	private static Path directory;

	@Autowired
	private EmbeddedZooKeeper zooKeeper;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		User.OPERATOR.addTo(registry, 0);
	}

	@Test
	void healthAndInfoTellTheRoleOfZooKeeper() throws Exception {
		HttpResponse<String> health = get("/actuator/health");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(health.body()).contains("\"zookeeper\"").contains("\"role\":\"standalone\"");
		assertThat(get("/actuator/info").body()).contains("\"version\":\"3.9").contains("\"role\":\"standalone\"");
		assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
	}

	@Test
	void healthWatchesTheDiskOfTheData() throws Exception {
		assertThat(get("/actuator/health/diskSpace").body()).contains(directory.toString());
	}

	@Test
	void zooKeepersOwnFiguresAreMeters() throws Exception {
		double before = this.meters.get("zookeeper.znode.count").gauge().value();
		try (ZooKeeper client = ZooKeeperClient.connect(this.zooKeeper.connectString())) {
			client.create("/counted", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			assertThat(this.meters.get("zookeeper.znode.count").gauge().value()).isEqualTo(before + 1);
			assertThat(this.meters.get("zookeeper.num.alive.connections").gauge().value()).isPositive();
			assertThat(this.meters.get("zookeeper.outstanding.requests").gauge().value()).isNotNegative();
			assertThat(this.meters.get("zookeeper.connection.request.count").functionCounter().count()).isPositive();
			assertThat(this.meters.get("zookeeper.fsynctime").summary().count()).isPositive();
			assertThat(get("/actuator/prometheus").body()).contains("zookeeper_watch_count");
		}
	}

	@Test
	void dashboardAndAlertsUseMetersThatExist() throws Exception {
		String meters = get("/actuator/prometheus").body();
		for (String file : new String[] { "docs/prometheus-rules.yml", "docs/grafana-dashboard.json" }) {
			// In front of a selector: no label and no text.
			List<String> names = Pattern.compile("\\brpc_registry_server_[a-z0-9_]+(?=\\{)")
				.matcher(Files.readString(CommittedFile.repository().resolve(file)))
				.results()
				.map(MatchResult::group)
				.toList();
			assertThat(names).as(file).isNotEmpty();
			assertThat(names).as(file)
				.allSatisfy((name) -> assertThat(meters).containsPattern("(?m)^" + name + "[{ ]"));
		}
	}

	@Test
	@DirtiesContext
	void aZooKeeperThatDiesInsideTurnsHealthAndLivenessDown() throws Exception {
		ServiceUtils.requestSystemExit(10);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(get("/actuator/health").statusCode()).isEqualTo(503));
		assertThat(get("/actuator/health").body()).contains("\"status\":\"DOWN\"").contains("code 10");
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(503);
		assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(503);
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Authorization", User.OPERATOR.basic())
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

}
