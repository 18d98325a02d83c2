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

package io.mprpc.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RpcDiscoveryClientTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	/** Long enough to fail a test that waits for it. */
	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Instant START = Instant.parse("2026-07-01T10:00:00Z");

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final RpcDiscoveryClient client = client(LONG);

	private final RpcReactiveDiscoveryClient reactive = new RpcReactiveDiscoveryClient(this.registry, this.registry,
			LONG, 0);

	@Test
	void listsServicesByName() {
		publish("10.0.0.1:9090", InstanceStatus.UP);
		assertThat(this.client.getServices()).containsExactly("demo.FriendService", "demo.UserService");
		assertThat(this.reactive.getServices().collectList().block(LIMIT)).containsExactly("demo.FriendService",
				"demo.UserService");
	}

	@Test
	void findsInstancesOfAServiceWithAllThatTheyTell() {
		publish("10.0.0.1:9090", InstanceStatus.UP);
		publish("[2001:db8::1]:9090", InstanceStatus.UP);
		List<ServiceInstance> found = this.client.getInstances("demo.UserService");
		assertThat(found).extracting(ServiceInstance::getHost).containsExactly("10.0.0.1", "2001:db8::1");
		assertThat(found).extracting((instance) -> instance.getUri().toString())
			.containsExactly("http://10.0.0.1:9090", "http://[2001:db8::1]:9090");
		assertThat(found.get(0)).satisfies((instance) -> {
			assertThat(instance.getServiceId()).isEqualTo("demo.UserService");
			assertThat(instance.getInstanceId()).isEqualTo("uuid of 10.0.0.1:9090");
			assertThat(instance.getPort()).isEqualTo(9090);
			assertThat(instance.isSecure()).isFalse();
			assertThat(instance.getScheme()).isNull();
			assertThat(instance.getMetadata()).containsExactlyInAnyOrderEntriesOf(Map.of("application", "shop",
					"methods", "Login,Register", "version", "2", "weight", "50", "zone", "north", "status", "UP",
					"start-time", START.toString(), "tag.ring", "blue", "port.http", "8080"));
		});
		assertThat(this.reactive.getInstances("demo.UserService").collectList().block(LIMIT)).isEqualTo(found);
	}

	@Test
	void anInstanceThatSpeaksTlsIsSecure() {
		this.registry.put(new RpcInstance(new ServiceName("demo.UserService"), Endpoint.parse("10.0.0.1:9090"),
				Set.of("Login"),
				new InstanceMetadata(null, "shop", "", 100, "", Map.of(), InstanceStatus.UP, null, Map.of(), true)));
		assertThat(this.client.getInstances("demo.UserService")).singleElement().satisfies((instance) -> {
			assertThat(instance.isSecure()).isTrue();
			assertThat(instance.getUri()).hasToString("https://10.0.0.1:9090");
		});
	}

	@Test
	void findsInstancesOfAMethod() {
		publish("10.0.0.1:9090", InstanceStatus.UP);
		this.registry.put("demo.UserService", "10.0.0.2:9090", "Login");
		assertThat(hosts("demo.UserService/Login")).containsExactly("10.0.0.1", "10.0.0.2");
		assertThat(hosts("demo.UserService/Register")).containsExactly("10.0.0.1");
		assertThat(hosts("demo.UserService/Unknown")).isEmpty();
	}

	@Test
	void findsInstancesOfAnApplication() {
		publish("10.0.0.1:9090", InstanceStatus.UP);
		assertThat(this.client.getInstances("shop")).singleElement().satisfies((instance) -> {
			assertThat(instance.getServiceId()).isEqualTo("shop");
			assertThat(instance.getPort()).isEqualTo(8080);
			assertThat(instance.getMetadata()).containsEntry("gRPC_port", "9090");
		});
	}

	@Test
	void listsOnlyInstancesThatAreUp() {
		publish("10.0.0.1:9090", InstanceStatus.UP);
		publish("10.0.0.2:9090", InstanceStatus.OUT_OF_SERVICE);
		publish("10.0.0.3:9090", InstanceStatus.DRAINING);
		assertThat(hosts("demo.UserService")).containsExactly("10.0.0.1");
		assertThat(hosts("shop")).containsExactly("10.0.0.1");
	}

	@Test
	void instanceThatTellsNothingIsFoundByItsAddress() {
		this.registry.put("demo.UserService", "10.0.0.2:9090", "Login");
		assertThat(this.client.getInstances("demo.UserService")).singleElement()
			.satisfies((instance) -> assertThat(instance.getInstanceId()).isEqualTo("10.0.0.2:9090"));
	}

	@Test
	void nameOfSomebodyElseIsNeitherAwaitedNorFollowed() {
		publish("10.0.0.1:9090", InstanceStatus.UP);
		assertThat(this.client.getInstances("orders-by-http")).isEmpty();
		assertThat(this.registry.listenerCount()).isZero();
	}

	@Test
	void nameThatIsNoServiceNameIsNotFound() {
		publish("10.0.0.1:9090", InstanceStatus.UP);
		assertThat(this.client.getInstances("")).isEmpty();
		assertThat(this.client.getInstances(".meta")).isEmpty();
		assertThat(this.client.getInstances("/")).isEmpty();
	}

	@Test
	void firstQuestionWaitsForTheRegistry() {
		CompletableFuture<List<ServiceInstance>> answer = CompletableFuture
			.supplyAsync(() -> this.client.getInstances("demo.UserService"));
		await().atMost(LIMIT).until(() -> this.registry.listenerCount() == 2);
		assertThat(answer).isNotDone();
		publish("10.0.0.1:9090", InstanceStatus.UP);
		assertThat(answer).succeedsWithin(LIMIT)
			.satisfies((found) -> assertThat(found).extracting(ServiceInstance::getHost).containsExactly("10.0.0.1"));
		assertThat(this.registry.listenerCount()).isZero();
	}

	@Test
	void firstQuestionWaitsForTheViewOfAServiceThatIsListed() {
		publish("10.0.0.1:9090", InstanceStatus.UP);
		ServiceName users = new ServiceName("demo.UserService");
		this.registry.state(users, ServiceView.State.LOADING);
		CompletableFuture<List<ServiceInstance>> answer = CompletableFuture
			.supplyAsync(() -> this.client.getInstances("demo.UserService/Login"));
		await().atMost(LIMIT).until(() -> this.registry.listenerCount() == 2);
		this.registry.state(users, ServiceView.State.LIVE);
		assertThat(answer).succeedsWithin(LIMIT).satisfies((found) -> assertThat(found).hasSize(1));
	}

	@Test
	void waitIsBoundedAndHappensOnce() {
		RpcDiscoveryClient impatient = client(Duration.ofMillis(1));
		assertThat(impatient.getInstances("demo.UserService")).isEmpty();
		assertThat(impatient.getServices()).isEmpty();
		// Would wait for minutes if it waited again.
		CompletableFuture<List<ServiceInstance>> first = CompletableFuture
			.supplyAsync(() -> this.client.getInstances("demo.UserService"));
		await().atMost(LIMIT).until(() -> this.registry.listenerCount() == 2);
		assertThat(this.client.getInstances("demo.UserService")).isEmpty();
		publish("10.0.0.1:9090", InstanceStatus.UP);
		assertThat(first).succeedsWithin(LIMIT);
	}

	@Test
	void staleViewIsStillAnAnswer() {
		publish("10.0.0.1:9090", InstanceStatus.UP);
		this.registry.state(ServiceView.State.STALE);
		assertThat(hosts("demo.UserService")).containsExactly("10.0.0.1");
	}

	private List<String> hosts(String name) {
		return this.client.getInstances(name).stream().map(ServiceInstance::getHost).toList();
	}

	private RpcDiscoveryClient client(Duration initialTimeout) {
		return new RpcDiscoveryClient(this.registry, this.registry, initialTimeout, 0);
	}

	private void publish(String address, InstanceStatus status) {
		Endpoint endpoint = Endpoint.parse(address);
		InstanceMetadata metadata = new InstanceMetadata("uuid of " + address, "shop", "2", 50, "north",
				Map.of("ring", "blue"), status, START, Map.of("http", 8080));
		this.registry.publish(new ProviderInstance("shop", endpoint, List.of(
				new RpcInstance(new ServiceName("demo.UserService"), endpoint, Set.of("Login", "Register"), metadata),
				new RpcInstance(new ServiceName("demo.FriendService"), endpoint, Set.of("ListFriends"), metadata)),
				metadata, (status == InstanceStatus.UP) ? Map.of() : Map.of("instance_status", "OUT_OF_SERVICE")));
	}

}
