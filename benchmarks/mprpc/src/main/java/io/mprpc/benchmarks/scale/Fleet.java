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
package io.mprpc.benchmarks.scale;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;

/**
 * Simulated instances of one service, without servers.
 */
final class Fleet {

	static final ServiceName SERVICE = new ServiceName("benchmarks.FleetService");

	private static final int PORTS = 50_000;

	private static final int FIRST_PORT = 10_000;

	private final Set<String> methods;

	Fleet(int methods) {
		this.methods = IntStream.range(0, methods).mapToObj((i) -> "Method" + i).collect(Collectors.toSet());
	}

	ProviderInstance instance(int number) {
		Endpoint endpoint = endpoint(number);
		InstanceMetadata metadata = new InstanceMetadata(UUID.randomUUID().toString(), "fleet", "1",
				InstanceMetadata.DEFAULT_WEIGHT, "zone-" + number % 3, Map.of("ring", "stable"), InstanceStatus.UP,
				Instant.now(), Map.of("http", endpoint.port() + 1));
		return new ProviderInstance("fleet", endpoint,
				List.of(new RpcInstance(SERVICE, endpoint, this.methods, metadata)), metadata, Map.of());
	}

	private static Endpoint endpoint(int number) {
		return new Endpoint("10.20." + number / PORTS + "." + (1 + number % 250), FIRST_PORT + number % PORTS);
	}

}
