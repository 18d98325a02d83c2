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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mprpc.registryserver.testing.RegistryProcess;
import io.mprpc.registryserver.testing.User;
import io.mprpc.registryserver.testing.ZooKeeperClient;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the registry server as an operating-system process.
 */
class RegistryServerProcessTests {

	private static final Pattern GENERATED = Pattern
		.compile("Generated password of the operator 'admin': ([A-Za-z0-9_-]{24})");

	@TempDir
	private Path directory;

	@Test
	void whatWasWrittenSurvivesKillNineAndARestart() throws Exception {
		try (RegistryProcess registry = RegistryProcess.start(this.directory).awaitReady()) {
			assertThat(registry.connectString()).startsWith("127.0.0.1:");
			assertThat(registry.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
			try (ZooKeeper client = ZooKeeperClient.connect(registry.connectString())) {
				client.create("/kept", new byte[] { 3 }, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
				registry.kill();
			}
		}
		assertThat(this.directory.resolve("registry-data")).isDirectory();
		try (RegistryProcess registry = RegistryProcess.start(this.directory).awaitReady();
				ZooKeeper client = ZooKeeperClient.connect(registry.connectString())) {
			assertThat(client.getData("/kept", false, null)).containsExactly(3);
			registry.terminate();
			assertThat(registry.awaitExit()).as("exit code after SIGTERM").isEqualTo(143);
			assertThat(registry.output()).doesNotContain("Exception");
		}
	}

	@Test
	void aGeneratedPasswordIsShownOnceAndSurvivesARestart() throws Exception {
		User admin;
		try (RegistryProcess registry = RegistryProcess.startWithoutUsers(this.directory).awaitReady()) {
			Matcher shown = GENERATED.matcher(registry.output());
			assertThat(shown.find()).as(registry::output).isTrue();
			admin = new User("admin", shown.group(1), "operator");
			assertThat(registry.get("/actuator/info", admin).statusCode()).isEqualTo(200);
			assertThat(registry.get("/actuator/info", new User("admin", "guessed", "operator")).statusCode())
				.isEqualTo(401);
		}
		Path kept = this.directory.resolve("registry-data/admin.password");
		assertThat(Files.readString(kept)).startsWith("{bcrypt}").doesNotContain(admin.password());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept))).isEqualTo("rw-------");
		try (RegistryProcess registry = RegistryProcess.startWithoutUsers(this.directory).awaitReady()) {
			assertThat(registry.output()).doesNotContain(admin.password())
				.contains("with the password that was logged at the first start");
			assertThat(registry.get("/actuator/info", admin).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void aUserWithoutAPasswordEndsTheProcessWithTheNameOfTheProperty() throws Exception {
		try (RegistryProcess registry = RegistryProcess.startWithoutUsers(this.directory,
				"--rpc.registry-server.security.users[0].name=ann")) {
			assertThat(registry.awaitExit()).isEqualTo(1);
			assertThat(registry.output()).contains("APPLICATION FAILED TO START")
				.contains("The property rpc.registry-server.security.users[0].password is missing");
		}
	}

	@Test
	void aStartThatTakesTooLongEndsTheProcess() throws Exception {
		try (RegistryProcess registry = RegistryProcess.start(this.directory,
				"--rpc.registry-server.zookeeper.start-timeout=1ns")) {
			assertThat(registry.awaitExit()).isEqualTo(1);
			assertThat(registry.output()).contains("APPLICATION FAILED TO START")
				.contains("did not listen on 127.0.0.1:0 within PT0.000000001S");
		}
	}

	@Test
	void aZooKeeperThatCannotWriteEndsTheProcessWithTheCause() throws Exception {
		try (RegistryProcess registry = RegistryProcess
			.start(this.directory, "--rpc.registry-server.zookeeper.properties.snapCount=10")
			.awaitReady()) {
			Path data = this.directory.resolve("registry-data/version-2");
			try (ZooKeeper client = ZooKeeperClient.connect(registry.connectString())) {
				FileSystemUtils.deleteRecursively(data);
				Files.createFile(data);
				// Until ZooKeeper begins its next log.
				assertThatExceptionOfType(KeeperException.class).isThrownBy(() -> {
					while (true) {
						client.create("/n-", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
					}
				});
			}
			assertThat(registry.awaitExit()).isEqualTo(ExitOnFailure.CODE);
			assertThat(registry.output()).contains(" because its data directory")
				.contains("cannot be written")
				.contains("rpc.registry-server.exit-on-failure");
		}
	}

	@Test
	void aTakenPortEndsTheProcessWithItsName() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
				RegistryProcess registry = RegistryProcess.start(this.directory,
						"--rpc.registry-server.zookeeper.port=" + taken.getLocalPort())) {
			assertThat(registry.awaitExit()).isEqualTo(1);
			assertThat(registry.output()).contains("APPLICATION FAILED TO START")
				.contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
		}
	}

}
