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
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper.Role;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperException.Reason;
import io.mprpc.internal.zookeeper.embedded.EnsembleSettings.Member;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EmbeddedZooKeeper} as a member of an ensemble.
 */
class EmbeddedEnsembleTests {

	private static final Duration QUORUM_TIMEOUT = Duration.ofSeconds(90);

	@TempDir
	private Path directory;

	private final List<EmbeddedZooKeeper> members = new ArrayList<>();

	@AfterEach
	void close() {
		this.members.forEach(EmbeddedZooKeeper::close);
	}

	@Test
	void threeMembersElectALeaderAndSurviveItsLoss() throws Exception {
		TreeMap<Integer, Member> addresses = freeAddresses(3);
		EmbeddedZooKeeper alone = start(1, addresses);
		assertThat(alone.isRunning()).isTrue();
		assertThat(alone.isServing()).as("one of three is no quorum").isFalse();
		assertThat(alone.role()).isEqualTo(Role.LOOKING);
		start(2, addresses);
		start(3, addresses);
		awaitServing(this.members);
		assertThat(this.members.stream().filter((member) -> member.role() == Role.LEADER)).hasSize(1);
		assertThat(this.members.stream().filter((member) -> member.role() == Role.FOLLOWER)).hasSize(2);
		EmbeddedZooKeeper leader = this.members.stream()
			.filter((member) -> member.role() == Role.LEADER)
			.findFirst()
			.orElseThrow();
		List<EmbeddedZooKeeper> followers = new ArrayList<>(this.members);
		followers.remove(leader);
		try (ZooKeeper client = ZooKeeperClients.connect(connectString(this.members), 20_000)) {
			client.create("/kept", new byte[] { 7 }, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
		}
		leader.close();
		awaitServing(followers);
		try (ZooKeeper client = ZooKeeperClients.connect(connectString(followers), 20_000)) {
			assertThat(client.getData("/kept", false, null)).containsExactly(7);
		}
		followers.get(0).close();
		Awaitility.await()
			.atMost(QUORUM_TIMEOUT)
			.untilAsserted(() -> assertThat(followers.get(1).isServing()).as("one of three").isFalse());
		assertThat(followers.get(1).isRunning()).isTrue();
	}

	@Test
	void aMemberThatIsNotToldItsNumberIsRefused() throws Exception {
		EmbeddedZooKeeperSettings settings = settings(null, 1, freeAddresses(3));
		assertThatExceptionOfType(EmbeddedZooKeeperException.class).isThrownBy(() -> EmbeddedZooKeeper.start(settings))
			.withMessageContaining("not said which member")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.IDENTITY))
			.satisfies((ex) -> assertThat(ex.action()).contains("myid"));
	}

	@Test
	void theNumberMayStandInTheFileMyid() throws Exception {
		Files.createDirectories(this.directory.resolve("1"));
		Files.writeString(this.directory.resolve("1").resolve("myid"), "2\n");
		EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(settings(null, 1, freeAddresses(3)));
		this.members.add(zooKeeper);
		assertThat(zooKeeper.isRunning()).isTrue();
	}

	@Test
	void aNumberThatContradictsTheDataIsRefused() throws Exception {
		TreeMap<Integer, Member> addresses = freeAddresses(3);
		start(1, addresses).close();
		EmbeddedZooKeeperSettings settings = settings(2, 1, addresses);
		assertThatExceptionOfType(EmbeddedZooKeeperException.class).isThrownBy(() -> EmbeddedZooKeeper.start(settings))
			.withMessageContaining("configured as member 2")
			.withMessageContaining("that of member 1");
	}

	@Test
	void anUnreadableMyidIsNamed() throws Exception {
		Files.createDirectories(this.directory.resolve("1"));
		Files.writeString(this.directory.resolve("1").resolve("myid"), "one");
		EmbeddedZooKeeperSettings settings = settings(1, 1, freeAddresses(3));
		assertThatExceptionOfType(EmbeddedZooKeeperException.class).isThrownBy(() -> EmbeddedZooKeeper.start(settings))
			.withMessageContaining("myid holds 'one'");
	}

	@Test
	void twoMembersWithOneNumberAreTold() throws Exception {
		TreeMap<Integer, Member> addresses = freeAddresses(3);
		start(1, addresses);
		awaitListening(addresses.get(1).electionPort());
		EmbeddedZooKeeperSettings settings = settings(1, 9, addresses);
		assertThatExceptionOfType(EmbeddedZooKeeperException.class).isThrownBy(() -> EmbeddedZooKeeper.start(settings))
			.withMessageContaining("member 1 of the ensemble")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.PORT))
			.satisfies((ex) -> assertThat(ex.action()).contains("same number"));
	}

	@Test
	void dataOfAnotherEnsembleIsRefused() throws Exception {
		start(1, freeAddresses(3)).close();
		EmbeddedZooKeeperSettings settings = settings(1, 1, freeAddresses(3));
		assertThatExceptionOfType(EmbeddedZooKeeperException.class).isThrownBy(() -> EmbeddedZooKeeper.start(settings))
			.withMessageContaining("is of another ensemble")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.DATA_DIRECTORY));
	}

	@Test
	void oneMemberMayBeReplaced() throws Exception {
		TreeMap<Integer, Member> addresses = freeAddresses(3);
		start(1, addresses).close();
		addresses.put(3, freeAddresses(1).get(1));
		assertThat(start(1, addresses).isRunning()).isTrue();
	}

	@Test
	void dataOfAMemberIsNotServedAlone() throws Exception {
		start(1, freeAddresses(3)).close();
		EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults()
			.withDataDirectory(this.directory.resolve("1"));
		assertThatExceptionOfType(EmbeddedZooKeeperException.class).isThrownBy(() -> EmbeddedZooKeeper.start(settings))
			.withMessageContaining("is that of member 1 of the ensemble")
			.satisfies((ex) -> assertThat(ex.action()).contains("delete myid"));
	}

	private EmbeddedZooKeeper start(int id, TreeMap<Integer, Member> addresses) {
		EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(settings(id, id, addresses));
		this.members.add(zooKeeper);
		return zooKeeper;
	}

	private EmbeddedZooKeeperSettings settings(Integer id, int directoryNumber, TreeMap<Integer, Member> addresses) {
		return EmbeddedZooKeeperSettings.defaults()
			.withDataDirectory(this.directory.resolve(Integer.toString(directoryNumber)))
			.withEnsemble(new EnsembleSettings(id, addresses));
	}

	private static void awaitServing(List<EmbeddedZooKeeper> expected) {
		Awaitility.await()
			.atMost(QUORUM_TIMEOUT)
			.untilAsserted(() -> assertThat(expected).allMatch(EmbeddedZooKeeper::isServing));
	}

	private static void awaitListening(int port) {
		Awaitility.await().atMost(QUORUM_TIMEOUT).ignoreExceptions().until(() -> {
			try (Socket socket = new Socket("127.0.0.1", port)) {
				return socket.isConnected();
			}
		});
	}

	private static String connectString(List<EmbeddedZooKeeper> servers) {
		return servers.stream()
			.sorted(Comparator.comparingInt(EmbeddedZooKeeper::port))
			.map(EmbeddedZooKeeper::connectString)
			.collect(Collectors.joining(","));
	}

	private static TreeMap<Integer, Member> freeAddresses(int count) throws IOException {
		TreeMap<Integer, Member> addresses = new TreeMap<>();
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int id = 1; id <= count; id++) {
				for (int port = 0; port < 2; port++) {
					sockets.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
				}
				addresses.put(id, new Member("127.0.0.1", sockets.get(sockets.size() - 2).getLocalPort(),
						sockets.get(sockets.size() - 1).getLocalPort()));
			}
		}
		finally {
			for (ServerSocket socket : sockets) {
				socket.close();
			}
		}
		return addresses;
	}

}
