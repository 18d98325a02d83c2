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

package io.mprpc.internal.zookeeper.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper.Role;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperException.Reason;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.FourLetterWordMain;
import org.apache.zookeeper.util.ServiceUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EmbeddedZooKeeper} alone.
 */
class EmbeddedZooKeeperTests {

	@TempDir
	private Path directory;

	@Test
	void servesOnAFreePortOfTheLoopbackInterfaceAndReportsIt() throws Exception {
		try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults())) {
			assertThat(zooKeeper.port()).isPositive();
			assertThat(zooKeeper.connectString()).isEqualTo("127.0.0.1:" + zooKeeper.port());
			assertThat(zooKeeper.isRunning()).isTrue();
			assertThat(zooKeeper.isServing()).isTrue();
			assertThat(zooKeeper.role()).isEqualTo(Role.STANDALONE);
			try (ZooKeeper client = ZooKeeperClients.connect(zooKeeper.connectString(), 60_000)) {
				client.create("/node", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
				assertThat(client.exists("/node", false)).isNotNull();
				assertThat(client.getSessionTimeout()).isEqualTo(60_000);
			}
			try (ZooKeeper client = ZooKeeperClients.connect(zooKeeper.connectString(), 200)) {
				assertThat(client.getSessionTimeout()).as("shortest session").isEqualTo(1_000);
			}
		}
	}

	@Test
	void closingFreesThePortAndDeletesTemporaryData() throws Exception {
		EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults());
		int port = zooKeeper.port();
		Path data = zooKeeper.dataDirectory();
		assertThat(data).isDirectory();
		zooKeeper.close();
		zooKeeper.close();
		assertThat(zooKeeper.isRunning()).isFalse();
		assertThat(zooKeeper.isServing()).isFalse();
		assertThat(zooKeeper.role()).isEqualTo(Role.STOPPED);
		assertThat(zooKeeper.failure()).isNull();
		assertThat(data).doesNotExist();
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress("127.0.0.1", port));
			assertThat(socket.isBound()).isTrue();
		}
	}

	@Test
	void keepsItsDataOverARestart() throws Exception {
		EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults().withDataDirectory(this.directory);
		try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(settings);
				ZooKeeper client = ZooKeeperClients.connect(zooKeeper.connectString(), 4_000)) {
			client.create("/kept", new byte[] { 1 }, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
		}
		assertThat(this.directory).isDirectory();
		try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(settings);
				ZooKeeper client = ZooKeeperClients.connect(zooKeeper.connectString(), 4_000)) {
			assertThat(client.getData("/kept", false, null)).containsExactly(1);
		}
	}

	@Test
	void restartsAfterASessionWithThousandsOfEphemeralsHasEnded() throws Exception {
		EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults().withDataDirectory(this.directory);
		String longName = "/" + "n".repeat(240) + "-";
		try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(settings)) {
			// Together more than the two megabytes that ZooKeeper reads back by default.
			try (ZooKeeper client = ZooKeeperClients.connect(zooKeeper.connectString(), 4_000)) {
				for (int chunk = 0; chunk < 20; chunk++) {
					List<Op> creates = new ArrayList<>();
					for (int node = 0; node < 500; node++) {
						creates.add(Op.create(longName + chunk + '-' + node, new byte[0], Ids.OPEN_ACL_UNSAFE,
								CreateMode.EPHEMERAL));
					}
					client.multi(creates);
				}
			}
		}
		try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(settings)) {
			assertThat(zooKeeper.isServing()).isTrue();
		}
	}

	@Test
	void answersOnlyTheFourLetterWordsThatToolsNeed() throws Exception {
		try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults())) {
			assertThat(fourLetterWord(zooKeeper, "ruok")).isEqualTo("imok");
			assertThat(fourLetterWord(zooKeeper, "srvr")).contains("Mode: standalone");
			assertThat(fourLetterWord(zooKeeper, "mntr")).contains("zk_znode_count");
			assertThat(fourLetterWord(zooKeeper, "envi")).contains("not in the whitelist");
			assertThat(fourLetterWord(zooKeeper, "dump")).contains("not in the whitelist");
		}
	}

	@Test
	void aTakenPortIsNamedAtOnce() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			int port = taken.getLocalPort();
			EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults()
				.withAddress("127.0.0.1", port)
				.withStartTimeout(Duration.ofHours(1));
			assertThatExceptionOfType(EmbeddedZooKeeperException.class)
				.isThrownBy(() -> EmbeddedZooKeeper.start(settings))
				.withMessageContaining("127.0.0.1:" + port)
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.PORT))
				.satisfies((ex) -> assertThat(ex.action()).contains("another port"));
		}
	}

	@Test
	void aDataDirectoryThatCannotBeWrittenIsNamed() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults()
			.withDataDirectory(file.resolve("data"));
		assertThatExceptionOfType(EmbeddedZooKeeperException.class).isThrownBy(() -> EmbeddedZooKeeper.start(settings))
			.withMessageContaining(file.resolve("data").toString())
			.withMessageContaining("cannot be written")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.DATA_DIRECTORY));
	}

	@Test
	void aDataDirectoryServesOneServerOnly() {
		EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults().withDataDirectory(this.directory);
		try (EmbeddedZooKeeper first = EmbeddedZooKeeper.start(settings)) {
			assertThatExceptionOfType(EmbeddedZooKeeperException.class)
				.isThrownBy(() -> EmbeddedZooKeeper.start(settings))
				.withMessageContaining("in use by another running ZooKeeper")
				.withMessageContaining(this.directory.toString());
			assertThat(first.isServing()).isTrue();
		}
	}

	@Test
	void damagedDataEndsTheStartWithItsCause() throws Exception {
		EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults().withDataDirectory(this.directory);
		try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(settings);
				ZooKeeper client = ZooKeeperClients.connect(zooKeeper.connectString(), 4_000)) {
			client.create("/kept", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
		}
		try (Stream<Path> files = Files.list(this.directory.resolve("version-2"))) {
			for (Path snapshot : files.filter((file) -> file.getFileName().toString().startsWith("snapshot"))
				.toList()) {
				Files.delete(snapshot);
			}
		}
		assertThatExceptionOfType(EmbeddedZooKeeperException.class).isThrownBy(() -> EmbeddedZooKeeper.start(settings))
			.withMessageContaining(this.directory.toString())
			.withMessageContaining("No snapshot found")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.OTHER))
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void aStartThatTakesTooLongEndsAndLeavesNothingBehind() {
		EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults()
			.withDataDirectory(this.directory)
			.withStartTimeout(Duration.ofNanos(1));
		assertThatExceptionOfType(EmbeddedZooKeeperException.class).isThrownBy(() -> EmbeddedZooKeeper.start(settings))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TIMEOUT));
		try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(settings.withStartTimeout(Duration.ofMinutes(1)))) {
			assertThat(zooKeeper.isServing()).as("the directory is free again").isTrue();
		}
	}

	@Test
	void aServerThatDiesInsideIsSeenAndTheJvmGoesOn() throws Exception {
		try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults())) {
			Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().equals("mprpc-zookeeper:" + zooKeeper.port()))
				.forEach(Thread::interrupt);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !zooKeeper.isRunning());
			assertThat(zooKeeper.role()).isEqualTo(Role.STOPPED);
			assertThat(zooKeeper.failure()).isNotNull();
		}
	}

	@Test
	void whatWouldEndTheJvmIsRecordedInstead() {
		try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults())) {
			ServiceUtils.requestSystemExit(10);
			assertThat(zooKeeper.isRunning()).isFalse();
			assertThat(zooKeeper.failure()).hasMessageContaining("code 10");
		}
	}

	@Test
	void aSettingThatZooKeeperRefusesIsNamed() {
		EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults()
			.withProperties(Map.of("syncEnabled", "perhaps"));
		assertThatExceptionOfType(EmbeddedZooKeeperException.class).isThrownBy(() -> EmbeddedZooKeeper.start(settings))
			.withMessageContaining("syncEnabled");
	}

	private static String fourLetterWord(EmbeddedZooKeeper zooKeeper, String word) throws Exception {
		return FourLetterWordMain.send4LetterWord("127.0.0.1", zooKeeper.port(), word, false, 20_000).strip();
	}

}
