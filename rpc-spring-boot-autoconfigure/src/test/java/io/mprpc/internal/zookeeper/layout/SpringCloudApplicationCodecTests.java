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

package io.mprpc.internal.zookeeper.layout;

import java.util.Map;

import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.registry.ApplicationInstance;
import io.mprpc.registry.ProviderInstance;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.details.JsonInstanceSerializer;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.zookeeper.discovery.ZookeeperInstance;

import static io.mprpc.internal.zookeeper.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JSON of the application nodes, read and written by curator-x-discovery as Spring
 * Cloud Zookeeper does it.
 */
class SpringCloudApplicationCodecTests {

	private static final ProviderInstance PROVIDER = Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login");

	private final JsonInstanceSerializer<ZookeeperInstance> serializer = new JsonInstanceSerializer<>(
			ZookeeperInstance.class);

	@Test
	void curatorReadsIt() throws Exception {
		ServiceInstance<ZookeeperInstance> read = this.serializer.deserialize(ApplicationCodec.write(PROVIDER));
		assertThat(read.getName()).isEqualTo("users");
		assertThat(read.getId()).isEqualTo("10.0.0.1:9090");
		assertThat(read.getAddress()).isEqualTo("10.0.0.1");
		assertThat(read.getPort()).isEqualTo(8080);
		assertThat(read.getSslPort()).isNull();
		assertThat(read.isEnabled()).isTrue();
		assertThat(read.getRegistrationTimeUTC()).isEqualTo(START.toEpochMilli());
		assertThat(read.buildUriSpec()).isEqualTo("http://10.0.0.1:8080");
		assertThat(read.getPayload().getMetadata()).isEqualTo(
				Map.of(ApplicationInstance.GRPC_PORT, "9090", ApplicationCodec.STATUS, "UP", "team", "accounts"));
	}

	@Test
	void whatCuratorWritesIsRead() throws Exception {
		ServiceInstance<ZookeeperInstance> written = ServiceInstance.<ZookeeperInstance>builder()
			.name("shop")
			.id("a-uuid")
			.address("shop.example")
			.port(80)
			.sslPort(443)
			.payload(new ZookeeperInstance("shop-1", "shop", Map.of("region", "eu")))
			.build();
		assertThat(ApplicationCodec.read("shop", this.serializer.serialize(written)))
			.isEqualTo(new ApplicationInstance("shop", "a-uuid", "shop.example", 443, true, Map.of("region", "eu")));
	}

}
