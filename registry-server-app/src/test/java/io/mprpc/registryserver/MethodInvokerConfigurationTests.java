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

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.ensemble.ZooKeeperReach;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.testing.RegistryInMemory;
import io.mprpc.registryserver.tryit.InvocationRefusedException;
import io.mprpc.registryserver.tryit.InvocationRequest;
import io.mprpc.registryserver.tryit.MethodInvoker;
import io.mprpc.testing.Certificates;
import io.mprpc.testing.DemoUsers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for manual calls to instances that require TLS, with an SSL bundle of Spring
 * Boot.
 */
class MethodInvokerConfigurationTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	@TempDir
	private Path directory;

	private RegistryInMemory registry;

	private Certificates certificates;

	private Server server;

	private ApplicationContextRunner runner;

	@BeforeEach
	void startServer() throws Exception {
		this.certificates = Certificates.authority(this.directory, "authority");
		this.certificates.issue("instance");
		this.server = NettyServerBuilder
			.forAddress(new InetSocketAddress("127.0.0.1", 0),
					TlsServerCredentials.newBuilder()
						.keyManager(this.directory.resolve("instance.pem").toFile(),
								this.directory.resolve("instance.key.pem").toFile())
						.build())
			.addService(new DemoUsers())
			.addService(ProtoReflectionServiceV1.newInstance())
			.build()
			.start();
		this.registry = new RegistryInMemory(this.directory);
		this.registry.instances().put("demo.UserService", endpoint().toString(), "Login");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withBean(InstanceDirectory.class, this.registry::instances)
			.withBean(ZooKeeperReach.class, () -> new ZooKeeperReach(List.of("127.0.0.1"), "host"))
			.withBean(Journal.class, this.registry::journal)
			.withUserConfiguration(MethodInvokerConfiguration.class)
			.withPropertyValues("rpc.registry-server.try-it.enabled=true",
					"rpc.registry-server.try-it.default-deadline=20s");
	}

	@AfterEach
	void stopServer() {
		this.server.shutdownNow();
	}

	@Test
	void anInstanceThatSpeaksTlsIsCalledWithABundle() {
		this.runner.withPropertyValues("rpc.registry-server.try-it.ssl-bundle=instances")
			.withPropertyValues(this.certificates.stores("instances", null).toArray(String[]::new))
			.run((context) -> assertThat(context.getBean(MethodInvoker.class)
				.call(new InvocationRequest(USERS, endpoint(), "Login", "{}", Map.of(), null), "olga")
				.status()).isEqualTo("OK"));
	}

	@Test
	void anInstanceThatIsNotTrustedIsNotCalled() throws Exception {
		Certificates others = Certificates.authority(this.directory, "others");
		this.runner.withPropertyValues("rpc.registry-server.try-it.ssl-bundle=instances")
			.withPropertyValues(others.stores("instances", null).toArray(String[]::new))
			.run((context) -> assertThatExceptionOfType(InvocationRefusedException.class)
				.isThrownBy(() -> context.getBean(MethodInvoker.class).methods(USERS, endpoint()))
				.withMessageContaining("UNAVAILABLE")
				.withMessageContaining("rpc.registry-server.try-it.ssl-bundle"));
	}

	@Test
	void nothingIsCalledByDefault() {
		this.runner.withPropertyValues("rpc.registry-server.try-it.enabled=false")
			.run((context) -> assertThat(context.getBean(MethodInvoker.class).isEnabled()).isFalse());
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			10.0.0.0/33,      between 0 and 32
			10.0.0.1/8,       bits beyond the length 8
			shop.example.com, a network such as 10.0.0.0/8
			10.0.0/8,         a network such as 10.0.0.0/8
			fd00::/129,       between 0 and 128
			'',               a network such as 10.0.0.0/8
			""")
	void aNetworkThatIsNoneIsNamed(String network, String told) {
		this.runner
			.withPropertyValues("rpc.registry-server.try-it.allowed-networks[0]=10.0.0.0/8",
					"rpc.registry-server.try-it.allowed-networks[1]=" + network)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("rpc.registry-server.try-it.allowed-networks[1]");
					assertThat(ex.getReason()).contains(told);
				}));
	}

	private Endpoint endpoint() {
		return new Endpoint("127.0.0.1", this.server.getPort());
	}

}
