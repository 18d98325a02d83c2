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

package io.mprpc.internal.zookeeper.publish;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.Raw;
import io.mprpc.internal.zookeeper.Testbed;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.mprpc.internal.zookeeper.Fixtures.FRIENDS;
import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the nodes of an instance in ZooKeeper, also when others change them.
 */
@ExtendWith(OutputCaptureExtension.class)
class PublicationTests {

	private static final String SERVICE = "/mprpc/test/services/demo.UserService";

	private static final String LOGIN = SERVICE + "/Login/10.0.0.1:9090";

	private static final String METADATA = SERVICE + "/.meta/10.0.0.1:9090";

	private static final String APPLICATION = "/mprpc/test/applications/users/10.0.0.1:9090";

	private Testbed testbed;

	private Raw raw;

	private Testbed.Process process;

	@BeforeEach
	void start() throws Exception {
		this.testbed = Testbed.start();
		this.raw = this.testbed.raw();
		this.process = this.testbed.process().connected();
	}

	@AfterEach
	void stop() throws Exception {
		this.testbed.close();
	}

	@Test
	void allNodesOfAnInstanceBelongToItsSession() throws Exception {
		Publication publication = this.process.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START,
				Map.of(USERS, Set.of("Login", "Register"), FRIENDS, Set.of("GetFriendsList"))));
		Testbed.awaitState(publication, Publication.State.PUBLISHED);

		long session = Long.parseUnsignedLong(this.process.connection.sessionId().substring(2), 16);
		for (String path : List.of(LOGIN, METADATA, APPLICATION, SERVICE + "/Register/10.0.0.1:9090",
				"/mprpc/test/services/demo.FriendService/GetFriendsList/10.0.0.1:9090",
				"/mprpc/test/services/demo.FriendService/.meta/10.0.0.1:9090")) {
			assertThat(this.raw.owner(path)).as(path).isEqualTo(session);
		}
		assertThat(this.raw.data(LOGIN)).isEqualTo("10.0.0.1:9090");
		assertThat(this.raw.owner(SERVICE + "/Login")).isZero();
		assertThat(this.process.statistics.publications()).containsExactly(publication);
	}

	@Test
	void theMetadataAppearsLast() throws Exception {
		this.raw.persistent("/mprpc/test/services");
		List<WatchedEvent> events = this.raw.events("/mprpc/test/services");
		publish("uuid-1");
		await().atMost(LONG).until(() -> paths(events).contains(METADATA));
		assertThat(paths(events)).containsSubsequence(LOGIN, METADATA);
		assertThat(paths(events).indexOf(METADATA)).isEqualTo(events.size() - 1);
	}

	@Test
	void aDeletedNodeComesBack() throws Exception {
		Publication publication = publish("uuid-1");
		this.raw.delete(LOGIN);
		await().atMost(LONG).until(() -> this.raw.exists(LOGIN));
		await().atMost(LONG).until(() -> this.process.statistics.repairs() == 1);

		this.raw.delete(METADATA);
		await().atMost(LONG).until(() -> this.raw.exists(METADATA));
		assertThat(publication.state()).isEqualTo(Publication.State.PUBLISHED);
	}

	@Test
	void aDeletedServiceComesBack() throws Exception {
		publish("uuid-1");
		this.raw.delete(LOGIN);
		this.raw.delete(METADATA);
		// The publisher may be quicker than we are.
		await().atMost(LONG).until(() -> {
			ZKUtil.deleteRecursive(this.raw.zooKeeper(), SERVICE, 100);
			return true;
		});
		await().atMost(LONG).until(() -> this.raw.exists(LOGIN) && this.raw.exists(METADATA));
	}

	@Test
	void aChangedNodeIsSetRight() throws Exception {
		publish("uuid-1");
		String before = this.raw.data(METADATA);
		this.raw.set(METADATA, "vandalised");
		await().atMost(LONG).until(() -> this.raw.data(METADATA).equals(before));
	}

	@Test
	void aStatusIsNoRepair() throws Exception {
		Publication publication = publish("uuid-1");
		assertThat(publication.status(InstanceStatus.OUT_OF_SERVICE)).isTrue();
		assertThat(this.raw.data(METADATA)).contains("OUT_OF_SERVICE");
		assertThat(this.raw.data(APPLICATION)).contains("OUT_OF_SERVICE");
		assertThat(publication.status(InstanceStatus.UP)).isTrue();
		assertThat(this.process.statistics.repairs()).isZero();
		assertThat(this.process.statistics.registrations()).isEqualTo(1);
	}

	@Test
	void anInstanceThatDrainsIsNotTakenBackIntoService() throws Exception {
		Publication publication = publish("uuid-1");
		assertThat(publication.status(InstanceStatus.DRAINING)).isTrue();
		assertThat(publication.status(InstanceStatus.UP)).isFalse();
		assertThat(publication.instance().metadata().status()).isEqualTo(InstanceStatus.DRAINING);
		assertThat(this.raw.data(METADATA)).contains("DRAINING");
	}

	@Test
	void aNodeOfTwoPublicationsStaysUntilTheLastIsWithdrawn() throws Exception {
		Publication users = publish("uuid-1");
		Publication friends = this.process.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, Map.of(FRIENDS, Set.of("GetFriendsList"))));
		Testbed.awaitState(friends, Publication.State.PUBLISHED);
		long created = this.raw.zooKeeper().exists(APPLICATION, false).getCzxid();
		users.close();
		assertThat(this.raw.exists(LOGIN)).isFalse();
		assertThat(this.raw.zooKeeper().exists(APPLICATION, false)).isNotNull().returns(created, Stat::getCzxid);
		friends.close();
		assertThat(this.raw.exists(APPLICATION)).isFalse();
	}

	@Test
	void aSecondWithdrawalDoesNothing() throws Exception {
		Publication publication = publish("uuid-1");
		publication.close();
		Publication next = publish("uuid-2");
		publication.close();
		assertThat(publication.status(InstanceStatus.UP)).isFalse();
		assertThat(this.raw.data(METADATA)).contains("uuid-2");
		assertThat(this.process.statistics.publications()).containsExactly(next);
	}

	@Test
	void aLiveInstanceAtTheSameAddressIsLeftAlone(CapturedOutput output) throws Exception {
		Testbed.Process other = this.testbed.process().connected();
		Testbed.awaitState(
				other.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-new", START.plusSeconds(5), "Login")),
				Publication.State.PUBLISHED);
		List<WatchedEvent> events = this.raw.events("/mprpc/test");

		Publication publication = this.process.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-old", START,
				Map.of(USERS, Set.of("Login"), FRIENDS, Set.of("GetFriendsList"))));
		Testbed.awaitState(publication, Publication.State.CONFLICT);

		assertThat(publication.reason()).contains("uuid-new", "uuid-old", METADATA, "2026-11-20T12:00:05Z");
		await().atMost(LONG).until(() -> output.getAll().contains("is not registered: znode " + METADATA));
		assertThat(events).noneMatch((event) -> event.getPath().contains("10.0.0.1:9090"));
	}

	@Test
	void aLaterInstanceThatTakesOneServiceHasTheAddressToItself() throws Exception {
		String friends = "/mprpc/test/services/demo.FriendService/GetFriendsList/10.0.0.1:9090";
		Publication publication = this.process.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-old", START,
				Map.of(USERS, Set.of("Login"), FRIENDS, Set.of("GetFriendsList"))));
		Testbed.awaitState(publication, Publication.State.PUBLISHED);
		Testbed.Process other = this.testbed.process().connected();
		Publication later = other.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-new", START.plusSeconds(5), "Login"));
		Testbed.awaitState(later, Publication.State.PUBLISHED);
		Testbed.awaitState(publication, Publication.State.CONFLICT);

		assertThat(publication.reason()).contains("uuid-new", "uuid-old", METADATA);
		assertThat(this.raw.exists(friends)).isFalse();
		assertThat(this.raw.data(METADATA)).contains("uuid-new");

		later.close();
		Testbed.awaitState(publication, Publication.State.PUBLISHED);
		assertThat(this.raw.exists(friends)).isTrue();
		assertThat(this.raw.data(METADATA)).contains("uuid-old");
	}

	@Test
	void oneServiceDoesNotWaitForAnother() throws Exception {
		String friends = "/mprpc/test/services/demo.FriendService";
		this.raw.persistent(SERVICE);
		this.raw.zooKeeper().setACL(SERVICE, ZooDefs.Ids.READ_ACL_UNSAFE, -1);

		Publication publication = this.process.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START,
				Map.of(USERS, Set.of("Login"), FRIENDS, Set.of("GetFriendsList"))));
		Testbed.awaitState(publication, Publication.State.DENIED);

		assertThat(publication.reason()).contains("no permission", SERVICE);
		await().atMost(LONG).until(() -> this.raw.exists(friends + "/GetFriendsList/10.0.0.1:9090"));
		assertThat(this.raw.exists(friends + "/.meta/10.0.0.1:9090")).isTrue();
		assertThat(publication.status(InstanceStatus.DRAINING)).isFalse();
		assertThat(this.raw.data(friends + "/.meta/10.0.0.1:9090")).contains("DRAINING");
	}

	@Test
	void methodsThatNobodyDescribesAreTakenOver() throws Exception {
		this.raw.ephemeral(LOGIN, "10.0.0.1:9090");
		this.raw.ephemeral(METADATA, "not JSON");
		publish("uuid-1");
		assertThat(this.raw.data(METADATA)).contains("uuid-1");
		assertThat("0x" + Long.toHexString(this.raw.owner(LOGIN))).isEqualTo(this.process.connection.sessionId());
	}

	@Test
	void whatAnEarlierLifeOfferedAndThisOneDoesNotIsGoneAtOnce() throws Exception {
		this.raw.ephemeral(LOGIN, "10.0.0.1:9090");
		this.raw.ephemeral(SERVICE + "/Old/10.0.0.1:9090", "10.0.0.1:9090");
		this.raw.ephemeral(SERVICE + "/Old/10.0.0.2:9090", "10.0.0.2:9090");
		try (Raw stranger = this.testbed.raw()) {
			stranger.ephemeral(SERVICE + "/Other/10.0.0.1:9090", "10.0.0.1:9090");
			publish("uuid-1");
			assertThat(this.raw.exists(SERVICE + "/Old/10.0.0.1:9090")).isFalse();
			assertThat(this.raw.exists(SERVICE + "/Old/10.0.0.2:9090")).isTrue();
			assertThat(this.raw.exists(SERVICE + "/Other/10.0.0.1:9090")).isTrue();
			assertThat(this.raw.exists(LOGIN)).isTrue();
		}
	}

	@Test
	void manyMethodsFitAndAreWarnedAbout(CapturedOutput output) throws Exception {
		ProviderInstance large = Fixtures.provider("10.0.0.1:9090", "uuid-1", START,
				IntStream.range(0, 12)
					.mapToObj((i) -> (i == 0) ? USERS : new ServiceName("demo.Large" + i))
					.collect(Collectors.toMap(Function.identity(), (service) -> Fixtures.methods(1000))));
		Publication publication = this.process.publisher.publish(large);
		await().atMost(LONG.multipliedBy(4)).until(() -> publication.state() == Publication.State.PUBLISHED);

		assertThat(this.raw.children(SERVICE)).hasSize(1001);
		assertThat(this.raw.exists(SERVICE + "/Method999/10.0.0.1:9090")).isTrue();
		assertThat(this.raw.exists(METADATA)).isTrue();
		assertThat(output).containsOnlyOnce("keeps 12013 ephemeral nodes");

		publication.close();
		assertThat(this.raw.exists(SERVICE + "/Method999/10.0.0.1:9090")).isFalse();
		assertThat(this.raw.exists(METADATA)).isFalse();
	}

	@Test
	void aNodeThatZooKeeperCouldNotTakeIsRefusedAtOnce() {
		ProviderInstance provider = Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login");
		ProviderInstance tooLarge = new ProviderInstance("users", provider.endpoint(), provider.services(),
				provider.metadata(), Map.of("blob", "x".repeat(70_000)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.process.publisher.publish(tooLarge))
			.withMessageContaining("/applications/users/10.0.0.1:9090")
			.withMessageContaining("bytes");
	}

	@Test
	void aRefusalNamesTheZnode(CapturedOutput output) throws Exception {
		this.raw.persistent(SERVICE);
		this.raw.zooKeeper().setACL(SERVICE, ZooDefs.Ids.READ_ACL_UNSAFE, -1);

		Publication publication = this.process.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		Testbed.awaitState(publication, Publication.State.DENIED);

		assertThat(publication.reason()).contains("no permission", SERVICE, "ACL");
		assertThat(publication.status(InstanceStatus.DRAINING)).isFalse();
		await().atMost(LONG).until(() -> output.getAll().contains("cannot be registered: no permission"));
	}

	@Test
	void aReferenceComesBackAndYieldsToAnother() throws Exception {
		ConsumerReference reference = new ConsumerReference(USERS, "web", "10.0.0.2", 1);
		String path = "/mprpc/test/consumers/demo.UserService/web@10.0.0.2:1";
		this.process.publisher.registerConsumer(reference);
		await().atMost(LONG).until(() -> this.raw.exists(path));
		this.raw.delete(path);
		await().atMost(LONG).until(() -> this.raw.exists(path));

		Testbed.Process twin = this.testbed.process().connected();
		Subscription registration = twin.publisher.registerConsumer(reference);
		await().atMost(LONG)
			.until(() -> ("0x" + Long.toHexString(this.raw.owner(path))).equals(twin.connection.sessionId()));
		registration.close();
		await().atMost(LONG)
			.until(() -> ("0x" + Long.toHexString(this.raw.owner(path))).equals(this.process.connection.sessionId()));
	}

	@Test
	void aPublisherWithdrawsEverythingWhenItCloses() throws Exception {
		Publication publication = publish("uuid-1");
		this.process.publisher.registerConsumer(new ConsumerReference(USERS, "web", "10.0.0.2", 1));
		await().atMost(LONG).until(() -> this.raw.exists("/mprpc/test/consumers/demo.UserService/web@10.0.0.2:1"));

		this.process.publisher.close();

		assertThat(publication.state()).isEqualTo(Publication.State.WITHDRAWN);
		assertThat(this.raw.exists(LOGIN)).isFalse();
		assertThat(this.raw.children("/mprpc/test/consumers/demo.UserService")).isEmpty();
	}

	@Test
	void namesThatCannotBeZnodesAreEscaped() throws Exception {
		Testbed
			.awaitState(
					this.process.publisher.publish(Fixtures.provider("[fe80::1%eth0]:9090", "uuid-1", START,
							Map.of(new ServiceName("x..y%z"), Set.of(".meta", "..", "a/b")))),
					Publication.State.PUBLISHED);
		assertThat(this.raw.children("/mprpc/test/services/x..y%25z")).containsExactlyInAnyOrder(".meta", "%2Emeta",
				"%2E.", "a%2Fb");
		Testbed.Process consumer = this.testbed.process().connected();
		RpcInstance instance = consumer.awaitInstances(new ServiceName("x..y%z"), 1).instances().get(0);
		assertThat(instance.methods()).containsExactlyInAnyOrder(".meta", "..", "a/b");
		assertThat(instance.endpoint()).isEqualTo(new Endpoint("fe80::1%eth0", 9090));
	}

	private Publication publish(String uuid) {
		return Testbed.awaitState(
				this.process.publisher.publish(Fixtures.provider("10.0.0.1:9090", uuid, START, "Login")),
				Publication.State.PUBLISHED);
	}

	private static List<String> paths(List<WatchedEvent> events) {
		return events.stream().map(WatchedEvent::getPath).toList();
	}

}
