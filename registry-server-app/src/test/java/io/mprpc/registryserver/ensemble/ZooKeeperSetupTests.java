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

package io.mprpc.registryserver.ensemble;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ZooKeeperSetup} and {@link ZooKeeperSetupFailureAnalyzer}.
 */
class ZooKeeperSetupTests {

	@Test
	void aMemberWithoutPortsIsNamedWithItsProperty() {
		FailureAnalysis analysis = refused((properties) -> properties.getEnsemble()
			.setMembers(new TreeMap<>(Map.of(1, "zk1:2888:3888", 2, "zk2"))));
		assertThat(analysis.getDescription()).contains("rpc.registry-server.zookeeper.ensemble.members.2", "'zk2'",
				"host:quorum-port:election-port");
		assertThat(analysis.getAction()).contains("rpc.registry-server.zookeeper.ensemble.members.2=zk1:2888:3888");
	}

	@Test
	void anEnsembleThatIsNoneIsRefused() {
		assertThat(
				refused((properties) -> properties.getEnsemble().setMembers(new TreeMap<>(Map.of(1, "zk1:2888:3888"))))
					.getDescription())
			.contains("rpc.registry-server.zookeeper.ensemble.members", "at least two members");
		assertThat(refused((properties) -> {
			properties.getEnsemble().setId(4);
			properties.getEnsemble().setMembers(new TreeMap<>(Map.of(1, "zk1:2888:3888", 2, "zk2:2888:3888")));
		}).getDescription()).contains("rpc.registry-server.zookeeper.ensemble.id", "member 4");
		assertThat(refused((properties) -> properties.getEnsemble().setId(1)).getDescription())
			.as("a number, but no members")
			.contains("rpc.registry-server.zookeeper.ensemble.id", "rpc.registry-server.zookeeper.ensemble.members");
		assertThat(refused((properties) -> properties.getEnsemble()
			.setMembers(new TreeMap<>(Map.of(1, "zk1:2888:3888", 300, "zk2:2888:3888")))).getDescription())
			.contains("300");
	}

	@Test
	void whatZooKeeperCannotListenOnOrTimeByIsRefused() {
		assertThat(refused((properties) -> properties.setPort(70_000)).getAction())
			.contains("rpc.registry-server.zookeeper.port");
		assertThat(refused((properties) -> properties.setHost(" ")).getDescription()).contains("host");
		assertThat(refused((properties) -> properties.setTickTime(Duration.ZERO)).getDescription())
			.contains("tick time");
		assertThat(refused((properties) -> properties.setMaxSessionTimeout(Duration.ofMillis(1))).getAction())
			.contains("rpc.registry-server.zookeeper.max-session-timeout");
	}

	private static FailureAnalysis refused(Consumer<ZooKeeperProperties> wrong) {
		ZooKeeperProperties properties = new ZooKeeperProperties();
		wrong.accept(properties);
		ZooKeeperSetupException refused = catchThrowableOfType(ZooKeeperSetupException.class,
				() -> ZooKeeperSetup.settings(properties, Path.of("data"), null, Map.of()));
		FailureAnalysis analysis = new ZooKeeperSetupFailureAnalyzer().analyze(refused);
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
