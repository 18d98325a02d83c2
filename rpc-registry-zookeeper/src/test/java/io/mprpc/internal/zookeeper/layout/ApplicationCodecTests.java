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
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.zookeeper.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ApplicationCodec}. Those that need Spring Cloud's types stand beside
 * what is made of them.
 */
class ApplicationCodecTests {

	private static final ProviderInstance PROVIDER = Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login");

	@Test
	void theFormIsThatOfTheContract() throws Exception {
		assertThat(InstanceCodecTests.text(ApplicationCodec.write(PROVIDER)))
			.isEqualTo(InstanceCodecTests.text(InstanceCodecTests.golden("application.json")));
	}

	@Test
	void whatWeWriteWeRead() {
		ApplicationInstance read = ApplicationCodec.read("users", ApplicationCodec.write(PROVIDER));
		assertThat(read.port()).isEqualTo(8080);
		assertThat(read.secure()).isFalse();
	}

	@Test
	void anApplicationWithoutHttpShowsItsGrpcPort() {
		ProviderInstance bare = new ProviderInstance("users", new Endpoint("10.0.0.1", 9090), PROVIDER.services(),
				InstanceMetadata.UNKNOWN, Map.of());
		assertThat(ApplicationCodec.read("users", ApplicationCodec.write(bare)).port()).isEqualTo(9090);
	}

	@Test
	void anHttpsPortIsSecure() {
		InstanceMetadata metadata = new InstanceMetadata(null, "", "", 100, "", Map.of(), InstanceStatus.UP, null,
				Map.of("https", 8443));
		ProviderInstance secure = new ProviderInstance("users", new Endpoint("10.0.0.1", 9090), PROVIDER.services(),
				metadata, Map.of());
		ApplicationInstance read = ApplicationCodec.read("users", ApplicationCodec.write(secure));
		assertThat(read.secure()).isTrue();
		assertThat(read.port()).isEqualTo(8443);
	}

	@Test
	void anInstanceThatTakesNoCallsIsOutOfServiceToSpringCloud() {
		byte[] draining = ApplicationCodec.write(PROVIDER.withStatus(InstanceStatus.DRAINING));
		assertThat(ApplicationCodec.read("users", draining).metadata()).containsEntry(ApplicationCodec.STATUS,
				"OUT_OF_SERVICE");
	}

	@Test
	void whatCannotBeReadIsSaid() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ApplicationCodec.read("shop", InstanceCodecTests.bytes("{\"id\":\"x\"}")))
			.withMessageContaining("'address'");
	}

	@Test
	void anInstanceIsReadAtItsSecurePort() {
		assertThat(ApplicationCodec.read("shop", InstanceCodecTests.bytes("""
				{"id":"x","address":"shop.example","port":80,"sslPort":443,"payload":{"metadata":{"region":"eu"}}}""")))
			.isEqualTo(new ApplicationInstance("shop", "x", "shop.example", 443, true, Map.of("region", "eu")));
		assertThat(ApplicationCodec.read("shop",
				InstanceCodecTests.bytes("{\"id\":\"x\",\"address\":\"shop.example\",\"sslPort\":443}")))
			.isEqualTo(new ApplicationInstance("shop", "x", "shop.example", 443, true, Map.of()));
	}

}
