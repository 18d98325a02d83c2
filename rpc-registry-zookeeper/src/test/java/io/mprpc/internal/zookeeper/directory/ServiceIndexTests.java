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

package io.mprpc.internal.zookeeper.directory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * From nodes that come and go to instances, without a clock.
 */
class ServiceIndexTests {

	private static final Endpoint A = new Endpoint("a", 1);

	private static final Endpoint B = new Endpoint("b", 1);

	private static final InstanceMetadata METADATA = Fixtures.metadata("uuid-1", START);

	private final ServiceIndex index = new ServiceIndex(USERS, 20);

	@Test
	void anInstanceCountsWhenItsMetadataWasLookedFor() {
		this.index.arrived("Login", A);
		assertThat(this.index.instances()).isEmpty();
		assertThat(this.index.undescribed()).containsExactly(A);

		this.index.described(A, METADATA);
		assertThat(this.index.instances()).containsExactly(new RpcInstance(USERS, A, Set.of("Login"), METADATA));
		assertThat(this.index.undescribed()).isEmpty();
	}

	@Test
	void anInstanceIsBuiltAgainOnlyWhenItChanged() {
		instance(A, "Login");
		instance(B, "Login");
		List<RpcInstance> before = this.index.instances();

		this.index.arrived("Register", B);
		List<RpcInstance> after = this.index.instances();

		assertThat(after.get(0)).isSameAs(before.get(0));
		assertThat(after.get(1).methods()).containsExactlyInAnyOrder("Login", "Register");
		assertThat(this.index.isDescribed(B)).isTrue();
		assertThat(this.index.isDescribed(new Endpoint("c", 1))).isFalse();
	}

	@Test
	void anInstanceWithoutMetadataSaysNothingOfItself() {
		this.index.arrived("Login", A);
		this.index.notDescribed(A);
		assertThat(this.index.instances().get(0).metadata()).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@Test
	void metadataWithoutAMethodIsNoInstance() {
		this.index.described(A, METADATA);
		assertThat(this.index.instances()).isEmpty();
		this.index.arrived("Login", A);
		assertThat(this.index.instances()).hasSize(1);
	}

	@Test
	void anInstanceThatTakesItsOwnPlaceIsNeverGone() {
		instance(A, "Login");
		this.index.left("Login", A, 100);
		this.index.descriptionLeft(A, 100);
		this.index.settle(119);
		assertThat(this.index.instances()).hasSize(1);
		assertThat(this.index.isUnsettled()).isTrue();

		this.index.arrived("Login", A);
		this.index.described(A, METADATA.withWeight(7));
		this.index.settle(1000);
		assertThat(this.index.isUnsettled()).isFalse();
		assertThat(this.index.instances().get(0).metadata().weight()).isEqualTo(7);
	}

	@Test
	void anInstanceThatDoesNotComeBackIsGoneAfterAWhile() {
		instance(A, "Login");
		instance(B, "Login");
		assertThat(endpoints()).containsExactly(A, B);
		this.index.left("Login", A, 100);
		this.index.descriptionLeft(A, 100);
		this.index.settle(120);
		assertThat(endpoints()).containsExactly(B);
		assertThat(this.index.isUnsettled()).isFalse();
	}

	@Test
	void theWhileBeginsWithTheFirstDeparture() {
		instance(A, "Login");
		this.index.left("Login", A, 100);
		this.index.left("Login", A, 119);
		this.index.settle(120);
		assertThat(this.index.instances()).isEmpty();
	}

	@Test
	void aMethodThatLeftIsNotServedAnyMore() {
		instance(A, "Login", "Register");
		this.index.left("Register", A, 100);
		this.index.settle(200);
		assertThat(this.index.instances().get(0).methods()).containsExactly("Login");
	}

	@Test
	void metadataThatLeftIsKeptForAWhileAndThenUnknown() {
		instance(A, "Login");
		this.index.descriptionLeft(A, 100);
		this.index.settle(119);
		assertThat(this.index.instances().get(0).metadata()).isEqualTo(METADATA);
		this.index.settle(120);
		assertThat(this.index.instances().get(0).metadata()).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@Test
	void aListIsTheTruthAtOnce() {
		instance(A, "Login", "Register");
		this.index.listedMethods(List.of("Login"));
		this.index.listedInstances("Login", List.of(B));
		this.index.listedDescriptions(List.of());
		this.index.settle(0);
		assertThat(endpoints()).containsExactly(B);
		assertThat(this.index.instances().get(0).metadata()).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@Test
	void aListBringsBackWhatSeemedToLeave() {
		instance(A, "Login");
		this.index.left("Login", A, 100);
		this.index.listedInstances("Login", List.of(A));
		this.index.settle(1000);
		assertThat(endpoints()).containsExactly(A);
	}

	@Test
	void instancesStandInTheOrderOfTheirEndpoints() {
		instance(B, "Login");
		instance(A, "Login");
		assertThat(endpoints()).containsExactly(A, B);
	}

	@Test
	void oneListServesUntilSomethingChanges() {
		instance(A, "Login");
		List<RpcInstance> before = this.index.instances();

		this.index.left("Login", A, 100);
		this.index.arrived("Login", A);
		this.index.described(A, METADATA);
		this.index.listedMethods(List.of("Login"));
		this.index.listedInstances("Login", List.of(A));
		this.index.settle(1000);

		assertThat(this.index.instances()).isSameAs(before);
	}

	@Test
	void instancesThatServeTheSameShareTheSetOfMethods() {
		instance(A, "Login", "Register");
		instance(B, "Register", "Login");
		assertThat(this.index.instances().get(0).methods()).isSameAs(this.index.instances().get(1).methods());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 150 })
	void fewAndManyChangesLeadToTheSameList(int changes) {
		Map<Endpoint, Set<String>> expected = new TreeMap<>();
		Random random = new Random(changes);
		for (int i = 0; i < 2000; i++) {
			Endpoint endpoint = new Endpoint("h", 1 + random.nextInt(300));
			String method = "Method" + random.nextInt(3);
			Set<String> methods = expected.computeIfAbsent(endpoint, (key) -> new HashSet<>());
			if (random.nextBoolean()) {
				this.index.arrived(method, endpoint);
				methods.add(method);
			}
			else {
				this.index.left(method, endpoint, i);
				methods.remove(method);
			}
			this.index.described(endpoint, METADATA);
			if (i % changes == 0) {
				this.index.settle(i + 20);
				assertThat(this.index.instances()).containsExactlyElementsOf(instances(expected));
			}
		}
	}

	@Test
	void whatWasUnknownCannotLeave() {
		this.index.left("Login", A, 100);
		this.index.descriptionLeft(A, 100);
		this.index.notDescribed(A);
		assertThat(this.index.isUnsettled()).isFalse();
		assertThat(this.index.instances()).isEmpty();
	}

	@Test
	void methodsAreAdmittedInTheirOrderAsLongAsThereIsRoom() {
		assertThat(this.index.admit(List.of("b", "a"))).containsExactlyInAnyOrder("a", "b");
		Set<String> many = Fixtures.methods(RegistryLimits.METHODS);
		Set<String> admitted = this.index.admit(many);
		assertThat(admitted).hasSize(RegistryLimits.METHODS - 2);
		assertThat(many.stream().sorted().limit(RegistryLimits.METHODS - 2))
			.containsExactlyInAnyOrderElementsOf(admitted);
		assertThat(this.index.admits("a")).isTrue();
		assertThat(this.index.admits("c")).isFalse();
		assertThat(this.index.admit(List.of("c", "b"))).containsExactly("b");
	}

	@Test
	void metadataThatIsNotThereAnyMoreIsUnknownAtOnce() {
		instance(A, "Login");
		assertThat(this.index.instances().get(0).metadata()).isEqualTo(METADATA);
		this.index.notDescribed(A);
		assertThat(this.index.instances().get(0).metadata()).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@Test
	void aListOfMethodsChangesOnlyInstancesThatServedOthers() {
		instance(A, "Login", "Register");
		instance(B, "Login");
		List<RpcInstance> before = this.index.instances();
		this.index.listedMethods(List.of("Login"));
		List<RpcInstance> after = this.index.instances();
		assertThat(after.get(0).methods()).containsExactly("Login");
		assertThat(after.get(1)).isSameAs(before.get(1));
	}

	@Test
	void aListOfInstancesChangesOnlyThoseThatAreNotInIt() {
		instance(A, "Login", "Register");
		instance(B, "Login");
		List<RpcInstance> before = this.index.instances();
		this.index.listedInstances("Login", List.of(B));
		List<RpcInstance> after = this.index.instances();
		assertThat(after.get(0).methods()).containsExactly("Register");
		assertThat(after.get(1)).isSameAs(before.get(1));
	}

	@Test
	void anInstanceOfWhichNothingIsListedIsForgotten() {
		instance(A, "Login");
		instance(B, "Login");
		this.index.listedInstances("Login", List.of(B));
		this.index.listedDescriptions(List.of(B));
		this.index.settle(0);
		assertThat(endpoints()).containsExactly(B);
		assertThat(this.index.undescribed()).isEmpty();
		assertThat(this.index.isDescribed(A)).isFalse();
		this.index.arrived("Login", A);
		assertThat(this.index.undescribed()).as("as one that was never seen").containsExactly(A);
	}

	private void instance(Endpoint endpoint, String... methods) {
		for (String method : methods) {
			this.index.arrived(method, endpoint);
		}
		this.index.described(endpoint, METADATA);
	}

	private static List<RpcInstance> instances(Map<Endpoint, Set<String>> methods) {
		List<RpcInstance> instances = new ArrayList<>();
		methods.forEach((endpoint, names) -> {
			if (!names.isEmpty()) {
				instances.add(new RpcInstance(USERS, endpoint, names, METADATA));
			}
		});
		return instances;
	}

	private List<Endpoint> endpoints() {
		return this.index.instances().stream().map(RpcInstance::endpoint).toList();
	}

}
