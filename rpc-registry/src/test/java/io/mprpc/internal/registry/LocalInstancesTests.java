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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalInstances}.
 */
class LocalInstancesTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final Endpoint HERE = new Endpoint("10.0.0.1", 9090);

	private static final Endpoint ELSEWHERE = new Endpoint("10.0.0.2", 9090);

	private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final LocalInstances local = new LocalInstances();

	private final InstanceDirectory directory = this.local.within(this.registry);

	private final List<ServiceView> seen = new ArrayList<>();

	private final Subscription subscription = this.directory.subscribe(USERS, this.seen::add);

	@Test
	void theOwnInstanceIsThereFromWhenTheServerListens() {
		assertThat(last().instances()).isEmpty();
		serve("1", "Login", "Register");
		assertThat(last().instances()).containsExactly(instance(HERE, "own", "1", START, "Login", "Register"));
		assertThat(this.directory.view(USERS)).isEqualTo(last());
		assertThat(this.registry.view(USERS).instances()).isEmpty();
		assertThat(this.directory.view(new ServiceName("demo.FriendService")).instances()).isEmpty();
		this.local.stop();
		assertThat(last().instances()).isEmpty();
	}

	@Test
	void onceItIsRegisteredTheRegistryCounts() {
		serve("1", "Login");
		RpcInstance registered = instance(HERE, "own", "1", START.plusSeconds(60), "Login");
		RpcInstance draining = registered.withMetadata(registered.metadata().withStatus(InstanceStatus.DRAINING));
		this.registry.put(registered);
		assertThat(last().instances()).containsExactly(registered);
		this.registry.put(draining);
		assertThat(last().instances()).containsExactly(draining);
	}

	@Test
	void onceItWasRegisteredItDoesNotComeBackWithoutTheRegistry() {
		serve("1", "Login");
		RpcInstance registered = instance(HERE, "own", "1", START.plusSeconds(60), "Login");
		RpcInstance unreadable = registered.withMetadata(InstanceMetadata.UNREADABLE);
		this.registry.put(registered);
		this.registry.put(unreadable);
		assertThat(last().instances()).containsExactly(unreadable);
		this.registry.remove(USERS, HERE);
		assertThat(last().instances()).isEmpty();
		serve("1", "Login");
		assertThat(last().instances()).hasSize(1);
	}

	@Test
	void theOwnInstanceServesOnlyWhatNobodyElseDoes() {
		RpcInstance other = instance(ELSEWHERE, "other", "1", START, "Login");
		this.registry.put(other);
		serve("1", "Login", "Register");
		assertThat(last().instances()).containsExactly(instance(HERE, "own", "1", START, "Register"), other);
		RpcInstance newer = instance(ELSEWHERE, "other", "1", START, "Login", "Register");
		this.registry.put(newer);
		assertThat(last().instances()).containsExactly(newer);
	}

	@Test
	void anotherVersionOrOneThatTakesNoCallsServesNothingInstead() {
		this.registry.put(instance(ELSEWHERE, "other", "2", START, "Login"));
		RpcInstance out = instance(new Endpoint("10.0.0.3", 9090), "third", "1", START, "Login");
		this.registry.put(out.withMetadata(out.metadata().withStatus(InstanceStatus.OUT_OF_SERVICE)));
		serve("1", "Login");
		assertThat(last().instances()).contains(instance(HERE, "own", "1", START, "Login")).hasSize(3);
	}

	@Test
	void whatAnEarlierProcessLeftAtTheAddressIsReplaced() {
		this.registry.put(instance(HERE, "earlier", "1", START.minusSeconds(60), "Login"));
		serve("1", "Login");
		assertThat(last().instances()).containsExactly(instance(HERE, "own", "1", START, "Login"));
	}

	@Test
	void aLaterProcessAtTheAddressIsLeftAlone() {
		RpcInstance later = instance(HERE, "later", "1", START.plusSeconds(60), "Login");
		this.registry.put(later);
		serve("1", "Login");
		assertThat(last().instances()).containsExactly(later);
	}

	@Test
	void nothingIsKnownBeforeTheRegistryHasAnswered() {
		this.registry.state(ServiceView.State.LOADING);
		serve("1", "Login");
		assertThat(this.directory.view(USERS).isKnown()).isFalse();
	}

	@Test
	void aClosedSubscriptionLeavesNothingBehind() {
		this.subscription.close();
		this.seen.clear();
		serve("1", "Login");
		assertThat(this.seen).isEmpty();
		assertThat(this.registry.listenerCount()).isZero();
	}

	private ServiceView last() {
		return this.seen.get(this.seen.size() - 1);
	}

	private void serve(String version, String... methods) {
		RpcInstance own = instance(HERE, "own", version, START, methods);
		this.local.serve(new ProviderInstance("shop", HERE, List.of(own), own.metadata(), Map.of()));
	}

	private static RpcInstance instance(Endpoint endpoint, String uuid, String version, Instant start,
			String... methods) {
		return new RpcInstance(USERS, endpoint, Set.of(methods),
				new InstanceMetadata(uuid, "shop", version, 100, "", Map.of(), InstanceStatus.UP, start, Map.of()));
	}

}
