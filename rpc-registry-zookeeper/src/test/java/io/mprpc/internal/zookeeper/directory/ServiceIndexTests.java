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

	private final ServiceIndex picture = new ServiceIndex(USERS, 20);

	@Test
	void anInstanceCountsWhenItsMetadataWasLookedFor() {
		this.picture.arrived("Login", A);
		assertThat(this.picture.instances()).isEmpty();
		assertThat(this.picture.undescribed()).containsExactly(A);

		this.picture.described(A, METADATA);
		assertThat(this.picture.instances()).containsExactly(new RpcInstance(USERS, A, Set.of("Login"), METADATA));
		assertThat(this.picture.undescribed()).isEmpty();
	}

	@Test
	void anInstanceIsBuiltAgainOnlyWhenItChanged() {
		instance(A, "Login");
		instance(B, "Login");
		List<RpcInstance> before = this.picture.instances();

		this.picture.arrived("Register", B);
		List<RpcInstance> after = this.picture.instances();

		assertThat(after.get(0)).isSameAs(before.get(0));
		assertThat(after.get(1).methods()).containsExactlyInAnyOrder("Login", "Register");
		assertThat(this.picture.isDescribed(B)).isTrue();
		assertThat(this.picture.isDescribed(new Endpoint("c", 1))).isFalse();
	}

	@Test
	void anInstanceWithoutMetadataSaysNothingOfItself() {
		this.picture.arrived("Login", A);
		this.picture.notDescribed(A);
		assertThat(this.picture.instances().get(0).metadata()).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@Test
	void metadataWithoutAMethodIsNoInstance() {
		this.picture.described(A, METADATA);
		assertThat(this.picture.instances()).isEmpty();
		this.picture.arrived("Login", A);
		assertThat(this.picture.instances()).hasSize(1);
	}

	@Test
	void anInstanceThatTakesItsOwnPlaceIsNeverGone() {
		instance(A, "Login");
		this.picture.left("Login", A, 100);
		this.picture.descriptionLeft(A, 100);
		this.picture.settle(119);
		assertThat(this.picture.instances()).hasSize(1);
		assertThat(this.picture.isUnsettled()).isTrue();

		this.picture.arrived("Login", A);
		this.picture.described(A, METADATA.withWeight(7));
		this.picture.settle(1000);
		assertThat(this.picture.isUnsettled()).isFalse();
		assertThat(this.picture.instances().get(0).metadata().weight()).isEqualTo(7);
	}

	@Test
	void anInstanceThatDoesNotComeBackIsGoneAfterAWhile() {
		instance(A, "Login");
		instance(B, "Login");
		assertThat(endpoints()).containsExactly(A, B);
		this.picture.left("Login", A, 100);
		this.picture.descriptionLeft(A, 100);
		this.picture.settle(120);
		assertThat(endpoints()).containsExactly(B);
		assertThat(this.picture.isUnsettled()).isFalse();
	}

	@Test
	void theWhileBeginsWithTheFirstDeparture() {
		instance(A, "Login");
		this.picture.left("Login", A, 100);
		this.picture.left("Login", A, 119);
		this.picture.settle(120);
		assertThat(this.picture.instances()).isEmpty();
	}

	@Test
	void aMethodThatLeftIsNotServedAnyMore() {
		instance(A, "Login", "Register");
		this.picture.left("Register", A, 100);
		this.picture.settle(200);
		assertThat(this.picture.instances().get(0).methods()).containsExactly("Login");
	}

	@Test
	void metadataThatLeftIsKeptForAWhileAndThenUnknown() {
		instance(A, "Login");
		this.picture.descriptionLeft(A, 100);
		this.picture.settle(119);
		assertThat(this.picture.instances().get(0).metadata()).isEqualTo(METADATA);
		this.picture.settle(120);
		assertThat(this.picture.instances().get(0).metadata()).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@Test
	void aListIsTheTruthAtOnce() {
		instance(A, "Login", "Register");
		this.picture.listedMethods(List.of("Login"));
		this.picture.listedInstances("Login", List.of(B));
		this.picture.listedDescriptions(List.of());
		this.picture.settle(0);
		assertThat(endpoints()).containsExactly(B);
		assertThat(this.picture.instances().get(0).metadata()).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@Test
	void aListBringsBackWhatSeemedToLeave() {
		instance(A, "Login");
		this.picture.left("Login", A, 100);
		this.picture.listedInstances("Login", List.of(A));
		this.picture.settle(1000);
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
		List<RpcInstance> before = this.picture.instances();

		this.picture.left("Login", A, 100);
		this.picture.arrived("Login", A);
		this.picture.described(A, METADATA);
		this.picture.listedMethods(List.of("Login"));
		this.picture.listedInstances("Login", List.of(A));
		this.picture.settle(1000);

		assertThat(this.picture.instances()).isSameAs(before);
	}

	@Test
	void instancesThatServeTheSameShareTheSetOfMethods() {
		instance(A, "Login", "Register");
		instance(B, "Register", "Login");
		assertThat(this.picture.instances().get(0).methods()).isSameAs(this.picture.instances().get(1).methods());
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
				this.picture.arrived(method, endpoint);
				methods.add(method);
			}
			else {
				this.picture.left(method, endpoint, i);
				methods.remove(method);
			}
			this.picture.described(endpoint, METADATA);
			if (i % changes == 0) {
				this.picture.settle(i + 20);
				assertThat(this.picture.instances()).containsExactlyElementsOf(instances(expected));
			}
		}
	}

	@Test
	void whatNobodyKnewCannotLeave() {
		this.picture.left("Login", A, 100);
		this.picture.descriptionLeft(A, 100);
		this.picture.notDescribed(A);
		assertThat(this.picture.isUnsettled()).isFalse();
		assertThat(this.picture.instances()).isEmpty();
	}

	@Test
	void methodsAreAdmittedInTheirOrderAsLongAsThereIsRoom() {
		assertThat(this.picture.admit(List.of("b", "a"))).containsExactlyInAnyOrder("a", "b");
		Set<String> many = Fixtures.methods(RegistryLimits.METHODS);
		Set<String> admitted = this.picture.admit(many);
		assertThat(admitted).hasSize(RegistryLimits.METHODS - 2);
		assertThat(many.stream().sorted().limit(RegistryLimits.METHODS - 2))
			.containsExactlyInAnyOrderElementsOf(admitted);
		assertThat(this.picture.admits("a")).isTrue();
		assertThat(this.picture.admits("c")).isFalse();
		assertThat(this.picture.admit(List.of("c", "b"))).containsExactly("b");
	}

	@Test
	void metadataThatIsNotThereAnyMoreIsUnknownAtOnce() {
		instance(A, "Login");
		assertThat(this.picture.instances().get(0).metadata()).isEqualTo(METADATA);
		this.picture.notDescribed(A);
		assertThat(this.picture.instances().get(0).metadata()).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@Test
	void aListOfMethodsChangesOnlyInstancesThatServedOthers() {
		instance(A, "Login", "Register");
		instance(B, "Login");
		List<RpcInstance> before = this.picture.instances();
		this.picture.listedMethods(List.of("Login"));
		List<RpcInstance> after = this.picture.instances();
		assertThat(after.get(0).methods()).containsExactly("Login");
		assertThat(after.get(1)).isSameAs(before.get(1));
	}

	@Test
	void aListOfInstancesChangesOnlyThoseThatAreNotInIt() {
		instance(A, "Login", "Register");
		instance(B, "Login");
		List<RpcInstance> before = this.picture.instances();
		this.picture.listedInstances("Login", List.of(B));
		List<RpcInstance> after = this.picture.instances();
		assertThat(after.get(0).methods()).containsExactly("Register");
		assertThat(after.get(1)).isSameAs(before.get(1));
	}

	@Test
	void anInstanceOfWhichNothingIsListedIsForgotten() {
		instance(A, "Login");
		instance(B, "Login");
		this.picture.listedInstances("Login", List.of(B));
		this.picture.listedDescriptions(List.of(B));
		this.picture.settle(0);
		assertThat(endpoints()).containsExactly(B);
		assertThat(this.picture.undescribed()).isEmpty();
		assertThat(this.picture.isDescribed(A)).isFalse();
		this.picture.arrived("Login", A);
		assertThat(this.picture.undescribed()).as("as one that was never seen").containsExactly(A);
	}

	private void instance(Endpoint endpoint, String... methods) {
		for (String method : methods) {
			this.picture.arrived(method, endpoint);
		}
		this.picture.described(endpoint, METADATA);
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
		return this.picture.instances().stream().map(RpcInstance::endpoint).toList();
	}

}
