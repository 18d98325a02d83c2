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

package io.mprpc.internal.zookeeper.session;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.Raw;
import io.mprpc.internal.zookeeper.Testbed;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.TcpProxy;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for instances and views while connections and sessions are lost.
 */
class LostConnectionTests {

	private static final String LOGIN = "/mprpc/test/services/demo.UserService/Login/10.0.0.1:9090";

	private static final String METADATA = "/mprpc/test/services/demo.UserService/.meta/10.0.0.1:9090";

	private static final Duration SHORT_SESSION = Duration.ofSeconds(2);

	private static final Duration LONG_SESSION = Duration.ofSeconds(40);

	private Testbed testbed;

	private TcpProxy proxy;

	private Raw raw;

	@BeforeEach
	void start() throws Exception {
		this.testbed = Testbed.start();
		this.proxy = this.testbed.proxy();
		this.raw = this.testbed.raw();
	}

	@AfterEach
	void stop() throws Exception {
		this.testbed.close();
	}

	@Test
	void anInstanceThatRestartsTakesItsStaleNodesOverAndStaysWhenTheOldSessionEnds() throws Exception {
		Testbed.Process old = this.testbed.process(this.proxy, SHORT_SESSION).connected();
		old.publisher.registerConsumer(new ConsumerReference(USERS, "old", "10.0.0.1", 1));
		Publication before = old.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		Testbed.awaitState(before, Publication.State.PUBLISHED);
		List<ServiceView> views = this.testbed.process().views(USERS);
		this.proxy.swallow();

		Testbed.Process restarted = this.testbed.process().connected();
		Publication after = restarted.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-2", START.plusSeconds(1), "Login"));
		Testbed.awaitState(after, Publication.State.PUBLISHED);
		await().atMost(LONG).until(() -> this.raw.children("/mprpc/test/consumers/demo.UserService").isEmpty());

		String session = "0x" + Long.toHexString(this.raw.owner(LOGIN));
		assertThat(session).isEqualTo(restarted.connection.sessionId());
		assertThat(this.raw.data(METADATA)).contains("uuid-2");
		await().atMost(LONG).until(() -> "uuid-2".equals(last(views).instances().get(0).metadata().uuid()));
		assertThat(views).noneMatch((view) -> view.instances().isEmpty());
	}

	@Test
	void anInstanceThatComesBackToItsTakenPlaceDoesNotFight() throws Exception {
		Testbed.Process old = this.testbed.process(this.proxy, SHORT_SESSION).connected();
		Publication before = old.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		Testbed.awaitState(before, Publication.State.PUBLISHED);
		this.proxy.swallow();
		Testbed.Process other = this.testbed.process().connected();
		Publication after = other.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-2", START.plusSeconds(1), "Login"));
		Testbed.awaitState(after, Publication.State.PUBLISHED);

		this.proxy.forward();

		Testbed.awaitState(before, Publication.State.CONFLICT);
		assertThat(before.reason()).contains("uuid-1", "uuid-2", METADATA);
		assertThat(after.state()).isEqualTo(Publication.State.PUBLISHED);
		assertThat(this.raw.data(METADATA)).contains("uuid-2");

		after.close();

		Testbed.awaitState(before, Publication.State.PUBLISHED);
		assertThat(this.raw.data(METADATA)).contains("uuid-1");
	}

	@Test
	void aConnectionThatIsClosedAtOnceLeavesNoClientBehind() {
		for (int i = 0; i < 10; i++) {
			Fixtures.open(Fixtures.settings(this.testbed.address())).close();
		}
		await().atMost(LONG)
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("mprpc-registry-connection-")));
	}

	@Test
	void aViewCatchesUpWithWhatItMissedWhileTheConnectionWasLost() {
		Testbed.Process provider = this.testbed.process().connected();
		Publication first = provider.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		Testbed.Process consumer = this.testbed.process(this.proxy, LONG_SESSION).connected();
		consumer.awaitInstances(USERS, 1);
		this.proxy.refuse();
		await().atMost(LONG).until(() -> consumer.directory.view(USERS).state() == ServiceView.State.STALE);

		first.close();
		Publication second = provider.publisher
			.publish(Fixtures.provider("10.0.0.2:9090", "uuid-2", START, "Login", "Register"));
		Testbed.awaitState(second, Publication.State.PUBLISHED);
		assertThat(endpoints(consumer.directory.view(USERS))).containsExactly("10.0.0.1:9090");
		this.proxy.forward();

		await().atMost(LONG).until(() -> endpoints(consumer.directory.view(USERS)).equals(List.of("10.0.0.2:9090")));
		ServiceView view = consumer.directory.view(USERS);
		assertThat(view.state()).isEqualTo(ServiceView.State.LIVE);
		assertThat(view.instances().get(0).methods()).isEqualTo(Set.of("Login", "Register"));
		assertThat(consumer.statistics.sessions()).isEqualTo(1);
	}

	@Test
	void aConnectionThatReturnsWithinTheSessionIsNotVisible() throws Exception {
		Testbed.Process provider = this.testbed.process(this.proxy, LONG_SESSION).connected();
		provider.publisher.registerConsumer(new ConsumerReference(USERS, "web", "10.0.0.1", 1));
		Publication publication = provider.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login", "Register"));
		Testbed.awaitState(publication, Publication.State.PUBLISHED);
		await().atMost(LONG).until(() -> provider.statistics.registrations() == 2);
		String session = provider.connection.sessionId();
		List<WatchedEvent> events = this.raw.events("/mprpc/test");

		this.proxy.cut();
		await().atMost(LONG).until(() -> provider.statistics.disconnections() == 1);
		provider.awaitState(RegistryConnection.State.CONNECTED);
		// Behind what the publisher may be doing, on its own thread and connection.
		assertThat(publication.status(publication.instance().metadata().status())).isTrue();
		this.raw.persistent("/mprpc/test/marker");

		await().atMost(LONG).until(() -> !events.isEmpty());
		assertThat(events).extracting(WatchedEvent::getPath).containsExactly("/mprpc/test/marker");
		assertThat(provider.connection.sessionId()).isEqualTo(session);
		assertThat(provider.statistics.registrations()).isEqualTo(2);
		assertThat(provider.statistics.repairs()).isZero();
	}

	@Test
	void aTransactionWhoseAnswerIsLostIsNotDoneTwice() throws Exception {
		Testbed.Process provider = this.testbed.process(this.proxy, LONG_SESSION).connected();
		this.raw.persistent("/mprpc/test/services");
		List<WatchedEvent> events = this.raw.events("/mprpc/test/services");
		this.proxy.swallowAnswersFrom("Login/10.0.0.1:9090");

		Publication publication = provider.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		await().atMost(LONG).until(() -> this.raw.exists(METADATA));
		assertThat(publication.state()).isEqualTo(Publication.State.PENDING);
		this.proxy.forward();

		Testbed.awaitState(publication, Publication.State.PUBLISHED);
		assertThat(publication.status(publication.instance().metadata().status())).isTrue();
		assertThat("0x" + Long.toHexString(this.raw.owner(LOGIN))).isEqualTo(provider.connection.sessionId());
		assertThat(events).filteredOn((event) -> event.getPath().equals(LOGIN))
			.extracting(WatchedEvent::getType)
			.containsExactly(EventType.NodeCreated);
	}

	@Test
	void anInstanceIsBackAfterItsSessionEnded() throws Exception {
		Testbed.Process provider = this.testbed.process(this.proxy, SHORT_SESSION).connected();
		Publication publication = provider.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		Testbed.awaitState(publication, Publication.State.PUBLISHED);
		String session = provider.connection.sessionId();
		this.proxy.refuse();
		await().atMost(LONG).until(() -> !this.raw.exists(LOGIN));

		this.proxy.forward();

		await().atMost(LONG).until(() -> this.raw.exists(LOGIN) && this.raw.exists(METADATA));
		Testbed.awaitState(publication, Publication.State.PUBLISHED);
		assertThat(provider.connection.sessionId()).isNotEqualTo(session);
		assertThat(provider.statistics.sessions()).isEqualTo(2);
	}

	@Test
	void aNodeThatIsDeletedWhileTheConnectionIsLostComesBack() throws Exception {
		Testbed.Process provider = this.testbed.process(this.proxy, LONG_SESSION).connected();
		Publication publication = provider.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		Testbed.awaitState(publication, Publication.State.PUBLISHED);
		this.proxy.refuse();
		provider.awaitState(RegistryConnection.State.SUSPENDED);
		this.raw.delete(LOGIN);

		this.proxy.forward();

		await().atMost(LONG).until(() -> this.raw.exists(LOGIN));
		await().atMost(LONG).until(() -> provider.statistics.repairs() == 1);
		assertThat(provider.statistics.sessions()).isEqualTo(1);
	}

	@Test
	void aSilentPartitionMakesTheViewStaleAndKeepsIt() {
		Testbed.Process provider = this.testbed.process().connected();
		provider.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		Testbed.Process consumer = this.testbed.process(this.proxy, SHORT_SESSION).connected();
		consumer.awaitInstances(USERS, 1);

		this.proxy.swallow();

		await().atMost(LONG).until(() -> consumer.directory.view(USERS).state() == ServiceView.State.STALE);
		assertThat(endpoints(consumer.directory.view(USERS))).containsExactly("10.0.0.1:9090");
		assertThat(consumer.connection.state()).isEqualTo(RegistryConnection.State.SUSPENDED);

		this.proxy.forward();

		consumer.awaitInstances(USERS, 1);
	}

	@Test
	void aWithdrawalWhileTheConnectionIsLostDoesNotWaitAndIsDoneLater() throws Exception {
		Testbed.Process provider = this.testbed.process(this.proxy, LONG_SESSION).connected();
		Publication publication = provider.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		Testbed.awaitState(publication, Publication.State.PUBLISHED);
		this.proxy.refuse();
		provider.awaitState(RegistryConnection.State.SUSPENDED);

		publication.close();

		assertThat(publication.state()).isEqualTo(Publication.State.WITHDRAWN);
		assertThat(this.raw.exists(LOGIN)).isTrue();
		this.proxy.forward();
		await().atMost(LONG).until(() -> !this.raw.exists(LOGIN) && !this.raw.exists(METADATA));
	}

	@Test
	void aStatusThatCannotBeWrittenIsWrittenLater() throws Exception {
		Testbed.Process provider = this.testbed.process(this.proxy, LONG_SESSION).connected();
		Publication publication = provider.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		Testbed.awaitState(publication, Publication.State.PUBLISHED);
		this.proxy.refuse();
		provider.awaitState(RegistryConnection.State.SUSPENDED);

		assertThat(publication.status(InstanceStatus.OUT_OF_SERVICE)).isFalse();

		assertThat(this.raw.data(METADATA)).contains("UP");
		this.proxy.forward();
		await().atMost(LONG).until(() -> this.raw.data(METADATA).contains("OUT_OF_SERVICE"));
	}

	private static ServiceView last(List<ServiceView> views) {
		return views.get(views.size() - 1);
	}

	private static List<String> endpoints(ServiceView view) {
		return view.instances().stream().map(RpcInstance::endpoint).map(Endpoint::toString).toList();
	}

}
