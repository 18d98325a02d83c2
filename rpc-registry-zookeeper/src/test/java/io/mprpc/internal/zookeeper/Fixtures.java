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

package io.mprpc.internal.zookeeper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.session.ConnectString;
import io.mprpc.internal.zookeeper.session.NodeAccess;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;

/**
 * Instances and settings that the tests of this module share.
 */
public final class Fixtures {

	public static final ServiceName USERS = new ServiceName("demo.UserService");

	public static final ServiceName FRIENDS = new ServiceName("demo.FriendService");

	public static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

	public static final Duration LONG = Duration.ofSeconds(30);

	private Fixtures() {
	}

	public static ZooKeeperSettings settings(String connectString) {
		return settings(connectString, Duration.ofSeconds(4));
	}

	public static ZooKeeperSettings settings(String connectString, Duration sessionTimeout) {
		return new ZooKeeperSettings(ConnectString.parse(connectString), "test", sessionTimeout, Duration.ofSeconds(20),
				null, NodeAccess.OPEN, Map.of());
	}

	public static ZooKeeperConnection open(ZooKeeperSettings settings) {
		return ZooKeeperConnection.open(settings, TimeSource.system(), RandomGenerator.getDefault());
	}

	public static InstanceMetadata metadata(String uuid, Instant startTime) {
		return new InstanceMetadata(uuid, "users", "2", 100, "zone-a", Map.of("ring", "canary"), InstanceStatus.UP,
				startTime, Map.of("http", 8080));
	}

	public static ProviderInstance provider(String endpoint, String uuid, Instant startTime, String... methods) {
		return provider(endpoint, uuid, startTime, Map.of(USERS, Set.of(methods)));
	}

	public static ProviderInstance provider(String endpoint, String uuid, Instant startTime,
			Map<ServiceName, Set<String>> methods) {
		Endpoint at = Endpoint.parse(endpoint);
		InstanceMetadata metadata = metadata(uuid, startTime);
		List<RpcInstance> services = methods.entrySet()
			.stream()
			.map((entry) -> new RpcInstance(entry.getKey(), at, entry.getValue(), metadata))
			.toList();
		return new ProviderInstance("users", at, services, metadata, Map.of("team", "accounts"));
	}

	public static Set<String> methods(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "Method" + i).collect(Collectors.toSet());
	}

}
