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

package io.mprpc.internal.registry;

import java.lang.Thread.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.InMemoryRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Two registries between which services move.
 */
class CompositeRegistryTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final ServiceName FRIENDS = new ServiceName("demo.FriendService");

	private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

	private final InMemoryRegistry a = new InMemoryRegistry();

	private final InMemoryRegistry b = new InMemoryRegistry();

	private final Map<ServiceName, List<InMemoryRegistry>> placement = new HashMap<>(
			Map.of(USERS, List.of(this.a), FRIENDS, List.of(this.b)));

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final CompositeInstanceDirectory directory = new CompositeInstanceDirectory(new Members<>());

	private final CompositeInstancePublisher publisher = new CompositeInstancePublisher(new Members<>(), Runnable::run);

	private final List<ServiceView> seen = new ArrayList<>();

	// Once, while the members of a service are being told.
	private volatile Runnable duringSelection = () -> {
	};

	@Test
	void eachServiceIsPublishedAndFoundWithItsMember() {
		Publication publication = publish("10.0.0.1:9090", "uuid-1");
		assertThat(publication.state()).isEqualTo(Publication.State.PUBLISHED);
		assertThat(this.a.services()).containsExactly(USERS);
		assertThat(this.b.services()).containsExactly(FRIENDS);
		assertThat(this.directory.services()).containsExactlyInAnyOrder(USERS, FRIENDS);
		assertThat(endpoints(this.directory.view(USERS))).containsExactly("10.0.0.1:9090");
		assertThat(endpoints(this.directory.view(FRIENDS))).containsExactly("10.0.0.1:9090");
		publication.close();
		assertThat(publication.state()).isEqualTo(Publication.State.WITHDRAWN);
		assertThat(this.directory.view(USERS).instances()).isEmpty();
		assertThat(this.directory.view(FRIENDS).instances()).isEmpty();
	}

	@Test
	void subscribersSeeNoGapAndNoDuplicateWhileAServiceMoves() {
		publish("10.0.0.1:9090", "uuid-1");
		publish("10.0.0.2:9090", "uuid-2");
		this.directory.subscribe(USERS, this.seen::add);
		assertThat(this.seen).hasSize(1);
		move(USERS, this.b, this.a);
		assertThat(endpoints(this.a.view(USERS))).hasSize(2);
		assertThat(endpoints(this.b.view(USERS))).hasSize(2);
		move(USERS, this.b);
		assertThat(this.a.view(USERS).instances()).isEmpty();
		assertThat(endpoints(this.directory.view(USERS))).containsExactly("10.0.0.1:9090", "10.0.0.2:9090");
		assertThat(this.seen).as("views that say nothing new").hasSize(1);
		publish("10.0.0.3:9090", "uuid-3");
		assertThat(this.seen).hasSize(2);
		assertThat(endpoints(this.seen.get(1))).containsExactly("10.0.0.1:9090", "10.0.0.2:9090", "10.0.0.3:9090");
		assertThat(this.a.listenerCount()).as("the member that was left is not followed").isOne();
	}

	@Test
	void aMemberThatIsLeftCountsUntilTheOtherAnswers() {
		put(this.a, "10.0.0.1:9090", "uuid-1", InstanceStatus.UP, START);
		this.b.state(USERS, ServiceView.State.LOADING);
		this.directory.subscribe(USERS, this.seen::add);
		move(USERS, this.b);
		assertThat(endpoints(this.directory.view(USERS))).containsExactly("10.0.0.1:9090");
		put(this.b, "10.0.0.1:9090", "uuid-1", InstanceStatus.UP, START);
		this.b.state(USERS, ServiceView.State.LIVE);
		this.a.remove(USERS, Endpoint.parse("10.0.0.1:9090"));
		assertThat(endpoints(this.directory.view(USERS))).containsExactly("10.0.0.1:9090");
		assertThat(this.seen).hasSize(1);
	}

	@Test
	void ofTwoChangesAtTheSameTimeTheLaterCounts() throws Exception {
		put(this.b, "10.0.0.1:9090", "uuid-1", InstanceStatus.UP, START);
		this.directory.subscribe(USERS, this.seen::add);
		Thread later = new Thread(() -> move(USERS, this.b));
		this.duringSelection = () -> {
			later.start();
			Awaitility.await().until(() -> later.getState() == State.BLOCKED || !later.isAlive());
		};
		move(USERS, this.a);
		later.join();
		assertThat(endpoints(this.directory.view(USERS))).containsExactly("10.0.0.1:9090");
	}

	@Test
	void drainingWinsWhereverItIsSaid() {
		move(USERS, this.b, this.a);
		put(this.a, "10.0.0.1:9090", "uuid-1", InstanceStatus.DRAINING, START);
		put(this.b, "10.0.0.1:9090", "uuid-1", InstanceStatus.UP, START);
		assertThat(this.directory.view(USERS).instances()).singleElement()
			.returns(InstanceStatus.DRAINING, (instance) -> instance.metadata().status());
	}

	@Test
	void ofTwoProcessesAtOneEndpointTheLaterCounts() {
		move(USERS, this.b, this.a);
		put(this.a, "10.0.0.1:9090", "later", InstanceStatus.UP, START.plusSeconds(1));
		put(this.b, "10.0.0.1:9090", "earlier", InstanceStatus.DRAINING, START);
		assertThat(this.directory.view(USERS).instances()).singleElement()
			.returns("later", (instance) -> instance.metadata().uuid())
			.returns(InstanceStatus.UP, (instance) -> instance.metadata().status());
	}

	@Test
	void anInstanceThatIsListedAtTwoEndpointsOfOneMemberStandsTwice() {
		put(this.a, "10.0.0.1:9090", "uuid-1", InstanceStatus.UP, START);
		put(this.a, "10.0.0.1:9091", "uuid-1", InstanceStatus.UP, START);
		assertThat(endpoints(this.directory.view(USERS))).hasSize(2);
		move(USERS, this.b, this.a);
		put(this.b, "10.0.0.9:9090", "uuid-1", InstanceStatus.UP, START);
		assertThat(endpoints(this.directory.view(USERS))).as("the same instance, as the live member lists it")
			.containsExactly("10.0.0.9:9090");
	}

	@Test
	void memoryOfALostMemberEndsWhereALiveOneKnewBetter() {
		move(USERS, this.b, this.a);
		this.directory.view(USERS);
		put(this.a, "10.0.0.1:9090", "uuid-1", InstanceStatus.UP, START);
		put(this.a, "10.0.0.2:9090", "uuid-2", InstanceStatus.UP, START);
		this.a.state(USERS, ServiceView.State.STALE);
		assertThat(this.directory.view(USERS).state()).isEqualTo(ServiceView.State.STALE);
		put(this.b, "10.0.0.1:9090", "uuid-1", InstanceStatus.UP, START);
		this.b.remove(USERS, Endpoint.parse("10.0.0.1:9090"));
		assertThat(endpoints(this.directory.view(USERS))).containsExactly("10.0.0.2:9090");
	}

	@Test
	void aListenerThatFailsKeepsNoViewFromTheOthers() {
		this.directory.subscribe(USERS, (view) -> {
			throw new IllegalStateException("a listener that fails");
		});
		this.directory.subscribe(USERS, this.seen::add);
		put(this.a, "10.0.0.1:9090", "uuid-1", InstanceStatus.UP, START);
		assertThat(this.seen).last().returns(List.of("10.0.0.1:9090"), CompositeRegistryTests::endpoints);
	}

	@Test
	void anInstanceThatAMemberDoesNotTakeIsPublishedNowhere() {
		this.duringSelection = () -> this.duringSelection = CompositeRegistryTests::fail;
		assertThatIllegalStateException().isThrownBy(() -> publish("10.0.0.1:9090", "uuid-1"));
		assertThat(this.a.view(USERS).instances()).isEmpty();
		move(USERS, this.b);
		assertThat(this.b.view(USERS).instances()).isEmpty();
	}

	@Test
	void aPublicationThatCannotMoveKeepsNoOtherFromMoving() {
		publish("10.0.0.1:9090", "uuid-1");
		publish("10.0.0.2:9090", "uuid-2");
		this.duringSelection = CompositeRegistryTests::fail;
		move(USERS, this.b);
		assertThat(this.a.view(USERS).instances()).hasSize(1);
		assertThat(this.b.view(USERS).instances()).hasSize(1);
	}

	@Test
	void statusIsWrittenToAllMembers() {
		Publication publication = publish("10.0.0.1:9090", "uuid-1");
		move(USERS, this.b, this.a);
		assertThat(publication.status(InstanceStatus.DRAINING)).isTrue();
		assertThat(publication.instance().metadata().status()).isEqualTo(InstanceStatus.DRAINING);
		for (InMemoryRegistry member : List.of(this.a, this.b)) {
			assertThat(member.view(USERS).instances()).singleElement()
				.returns(InstanceStatus.DRAINING, (instance) -> instance.metadata().status());
		}
		assertThat(publication.status(InstanceStatus.UP)).isFalse();
	}

	@Test
	void aMemberThatRefusesIsNamed() {
		Publication publication = publish("10.0.0.1:9090", "uuid-1");
		this.b.publicationState(Publication.State.DENIED);
		assertThat(publication.state()).isEqualTo(Publication.State.DENIED);
		assertThat(publication.reason()).isEqualTo("set by the test");
	}

	@Test
	void referencesMoveWithTheirService() {
		Subscription reference = this.publisher.registerConsumer(new ConsumerReference(USERS, "web", "10.0.0.7", 1));
		assertThat(this.a.references()).hasSize(1);
		move(USERS, this.b, this.a);
		assertThat(this.b.references()).hasSize(1);
		move(USERS, this.b);
		assertThat(this.a.references()).isEmpty();
		reference.close();
		assertThat(this.b.references()).isEmpty();
	}

	@Test
	void registrationIsReadFromAllMembers() {
		put(this.a, "10.0.0.1:9090", "uuid-1", InstanceStatus.UP, START);
		RpcInstance instance = this.a.view(USERS).instances().get(0);
		move(USERS, this.b, this.a);
		assertThat(this.directory.isRegistered(instance)).isCompletedWithValue(true);
		this.b.state(USERS, ServiceView.State.STALE);
		assertThat(this.directory.isRegistered(instance)).isCompletedWithValue(true);
		this.a.remove(USERS, instance.endpoint());
		assertThat(this.directory.isRegistered(instance).toCompletableFuture()).isCompletedExceptionally();
		this.b.state(USERS, ServiceView.State.LIVE);
		assertThat(this.directory.isRegistered(instance)).isCompletedWithValue(false);
	}

	@Test
	void nothingIsFollowedAfterClosing() {
		List<String> changes = new ArrayList<>();
		this.directory.onChange(() -> changes.add("changed"));
		this.directory.subscribe(USERS, this.seen::add);
		put(this.a, "10.0.0.1:9090", "uuid-1", InstanceStatus.UP, START);
		assertThat(changes).hasSize(1);
		this.directory.close();
		this.directory.view(FRIENDS);
		assertThat(this.a.listenerCount() + this.b.listenerCount()).isZero();
		this.publisher.close();
		assertThat(this.listeners).isEmpty();
	}

	private void move(ServiceName service, InMemoryRegistry... members) {
		this.placement.put(service, List.of(members));
		this.listeners.forEach(Runnable::run);
	}

	private void put(InMemoryRegistry member, String endpoint, String uuid, InstanceStatus status, Instant start) {
		member.put(instance(USERS, endpoint, uuid, status, start));
	}

	private Publication publish(String endpoint, String uuid) {
		List<RpcInstance> services = List.of(instance(USERS, endpoint, uuid, InstanceStatus.UP, START),
				instance(FRIENDS, endpoint, uuid, InstanceStatus.UP, START));
		return this.publisher.publish(new ProviderInstance("users", Endpoint.parse(endpoint), services,
				services.get(0).metadata(), Map.of()));
	}

	private static RpcInstance instance(ServiceName service, String endpoint, String uuid, InstanceStatus status,
			Instant start) {
		return new RpcInstance(service, Endpoint.parse(endpoint), Set.of("Login"), new InstanceMetadata(uuid, "users",
				"", InstanceMetadata.DEFAULT_WEIGHT, "", Map.of(), status, start, Map.of(), false));
	}

	private static void fail() {
		throw new IllegalStateException("a member that fails");
	}

	private static List<String> endpoints(ServiceView view) {
		return view.instances().stream().map((instance) -> instance.endpoint().toString()).toList();
	}

	/**
	 * Both registries, and where the test has placed the services.
	 *
	 * @param <M> directories or publishers
	 */
	private final class Members<M> implements RegistryMembers<M> {

		@Override
		@SuppressWarnings("unchecked")
		public Collection<M> all() {
			return (Collection<M>) List.of(CompositeRegistryTests.this.a, CompositeRegistryTests.this.b);
		}

		@Override
		@SuppressWarnings("unchecked")
		public List<M> of(ServiceName service) {
			List<M> members = (List<M>) CompositeRegistryTests.this.placement.getOrDefault(service, List.of());
			Runnable meanwhile = CompositeRegistryTests.this.duringSelection;
			CompositeRegistryTests.this.duringSelection = () -> {
			};
			meanwhile.run();
			return members;
		}

		@Override
		public Subscription onChange(Runnable listener) {
			Runnable entry = listener::run;
			CompositeRegistryTests.this.listeners.add(entry);
			return () -> CompositeRegistryTests.this.listeners.remove(entry);
		}

	}

}
