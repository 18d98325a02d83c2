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

package io.mprpc.registry;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class RpcInstanceTests {

	@Test
	void identityIsTheUuid() {
		assertThat(instance("10.0.0.1:9090", "uuid-1").id()).isEqualTo("uuid-1");
		assertThat(instance("10.0.0.2:9090", "uuid-1").id()).isEqualTo("uuid-1");
		assertThat(instance("10.0.0.1:9090", null).id()).isEqualTo("10.0.0.1:9090");
	}

	@Test
	void addressesAreKnownByProtocol() {
		RpcInstance instance = instance("[2001:db8::1]:9090", "uuid-1", Map.of("http", 8080, "grpc", 1));
		assertThat(instance.endpoint(RpcInstance.GRPC)).isEqualTo(instance.endpoint());
		assertThat(instance.endpoint("http")).isEqualTo(Endpoint.parse("[2001:db8::1]:8080"));
		assertThat(instance.endpoint("https")).isNull();
		assertThat(instance.endpoints()).containsExactly(entry("grpc", Endpoint.parse("[2001:db8::1]:9090")),
				entry("http", Endpoint.parse("[2001:db8::1]:8080")));
	}

	private static RpcInstance instance(String endpoint, @Nullable String uuid) {
		return instance(endpoint, uuid, Map.of());
	}

	private static RpcInstance instance(String endpoint, @Nullable String uuid, Map<String, Integer> ports) {
		return new RpcInstance(new ServiceName("demo.UserService"), Endpoint.parse(endpoint), Set.of("Login"),
				new InstanceMetadata(uuid, "users", "", InstanceMetadata.DEFAULT_WEIGHT, "", Map.of(),
						InstanceStatus.UP, null, ports));
	}

}
