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

package io.mprpc.registryserver;

import io.mprpc.autoconfigure.configuration.RpcConfigurationAutoConfiguration;
import io.mprpc.registryserver.ensemble.ZooKeeperProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the check of the registry server's properties.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownServerPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RpcConfigurationAutoConfiguration.class))
		.withUserConfiguration(Properties.class);

	@Test
	void namesTheNearestProperty(CapturedOutput output) {
		this.runner
			.withPropertyValues("rpc.registry-server.data-dir=/data", "rpc.registry-server.security.users[0].nmae=ann",
					"rpc.registry-server.zookeeper.ensemble.member.1=zk1:2888:3888",
					"rpc.registry-server.zookeeper.ssl.bundel=server", "rpc.registry-server.tick-time=500ms")
			.run((context) -> assertThat(output)
				.contains("rpc.registry-server.data-dir (property source \"test\"): "
						+ "did you mean rpc.registry-server.data-directory?")
				.contains("rpc.registry-server.security.users[0].nmae (property source \"test\"): "
						+ "did you mean rpc.registry-server.security.users[0].name?")
				.contains("rpc.registry-server.zookeeper.ssl.bundel (property source \"test\"): "
						+ "did you mean rpc.registry-server.zookeeper.ssl.bundle?")
				.contains("rpc.registry-server.tick-time (property source \"test\"): "
						+ "did you mean rpc.registry-server.zookeeper.tick-time?")
				.contains("rpc.registry-server.zookeeper.ensemble.member.1 (property source \"test\")"));
	}

	@Test
	void saysNothingOfWhatIsKnown(CapturedOutput output) {
		this.runner.withPropertyValues("rpc.registry-server.zookeeper.properties.autopurge.purgeInterval=1",
				"rpc.registry-server.zookeeper.auth.users.ann=secret", "rpc.registry-server.security.users[0].name=ann",
				"rpc.registry-server.zookeeper.ensemble.members.1=zk1:2888:3888",
				"rpc.registry-server.try-it.enabled=true", "rpc.registry.snapshot.enabled=false")
			.run((context) -> assertThat(output).doesNotContain("Unknown properties"));
	}

	@Test
	void refusesADurationWithoutUnit() {
		this.runner.withPropertyValues("rpc.registry-server.zookeeper.tick-time=500")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("write 500s for seconds or 500ms for milliseconds"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ RegistryServerProperties.class, ZooKeeperProperties.class })
	static class Properties {

	}

}
