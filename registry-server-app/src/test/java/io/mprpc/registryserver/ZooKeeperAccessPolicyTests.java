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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mprpc.autoconfigure.registry.RpcRegistryAutoConfiguration;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.ensemble.ZooKeeperAccessPolicyFailureAnalyzer;
import io.mprpc.registryserver.ensemble.ZooKeeperProperties;
import io.mprpc.testing.Certificates;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZooKeeperAccessPolicy}: the access policy of the embedded ZooKeeper
 * from properties.
 */
@ExtendWith(OutputCaptureExtension.class)
class ZooKeeperAccessPolicyTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	@TempDir
	private Path directory;

	@Test
	void aServerForOtherMachinesThatAsksNobodyIsRefused() {
		server("rpc.registry-server.zookeeper.host=0.0.0.0").run((context) -> {
			FailureAnalysis analysis = analysis(context);
			assertThat(analysis.getDescription())
				.contains("would listen on 0.0.0.0 (rpc.registry-server.zookeeper.host)");
			assertThat(analysis.getAction()).contains("rpc.registry-server.zookeeper.auth.users")
				.contains("rpc.registry-server.zookeeper.ssl.bundle")
				.contains("rpc.registry-server.zookeeper.auth.allow-unauthenticated=true");
		});
	}

	@Test
	void encryptionAloneIsNotAuthentication() throws Exception {
		server(certificates(), "rpc.registry-server.zookeeper.host=0.0.0.0",
				"rpc.registry-server.zookeeper.ssl.client-certificate-required=false")
			.run((context) -> assertThat(analysis(context).getDescription()).contains("without authentication"));
	}

	@Test
	void itMayBeOpenedKnowingly(CapturedOutput output) {
		server("rpc.registry-server.zookeeper.host=0.0.0.0",
				"rpc.registry-server.zookeeper.auth.allow-unauthenticated=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("not encrypted").contains("rpc.registry-server.zookeeper.ssl.bundle");
			});
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			rpc.registry-server.zookeeper.auth.users.ann=,                is empty
			rpc.registry-server.zookeeper.auth.users.registry-server=own, reserved for the registry server
			""")
	void aUserThatCannotBeIsNamed(String property, String told) {
		server(property).run((context) -> {
			FailureAnalysis analysis = analysis(context);
			assertThat(analysis.getDescription()).contains("rpc.registry-server.zookeeper.auth.users");
			assertThat(analysis.getDescription() + ' ' + analysis.getAction()).contains(told);
		});
	}

	@Test
	void aBundleWithoutAKeyIsNamed() throws Exception {
		server(new Certificates[] { authority() }, "rpc.registry-server.zookeeper.ssl.bundle=zookeeper")
			.run((context) -> assertThat(analysis(context).getDescription()).contains("'zookeeper'")
				.contains("has no private key"));
	}

	@Test
	void usersOfTheConfigurationRegisterAndNobodyElse(CapturedOutput output) {
		server("rpc.registry-server.zookeeper.auth.users.ann=secret-of-ann",
				"rpc.registry-server.zookeeper.auth.users.bob=secret-of-bob")
			.run((context) -> {
				assertThat(context.getBean(RegistryConnection.class).awaitConnected(LONG)).isTrue();
				awaitLaidOut(context);
				ApplicationContextRunner client = client(context);
				ApplicationContextRunner ann = client.withPropertyValues("rpc.registry.auth.username=ann",
						"rpc.registry.auth.password=secret-of-ann");
				ApplicationContextRunner bob = client.withPropertyValues("rpc.registry.auth.username=bob",
						"rpc.registry.auth.password=secret-of-bob");
				assertShared(context, ann, bob);
				client.run((nobody) -> assertThat(nobody.getBean(InstanceDirectory.class).view(USERS).instances())
					.isEmpty());
				assertThat(output).doesNotContain("secret-of-ann", "secret-of-bob");
			});
	}

	@Test
	void certificatesAreUsers() throws Exception {
		Certificates certificates = authority();
		for (String name : List.of("server", "ann", "bob")) {
			certificates.issue(name);
		}
		server("rpc.registry-server.zookeeper.ssl.bundle=zookeeper")
			.withPropertyValues(certificates.pem("zookeeper", "server").toArray(String[]::new))
			.run((context) -> {
				assertThat(context.getBean(RegistryConnection.class).awaitConnected(LONG)).isTrue();
				awaitLaidOut(context);
				ApplicationContextRunner client = client(context).withPropertyValues("rpc.registry.ssl.bundle=registry",
						"rpc.registry.auth.access=shared");
				assertShared(context,
						client.withPropertyValues(certificates.stores("registry", "ann").toArray(String[]::new)),
						client.withPropertyValues(certificates.stores("registry", "bob").toArray(String[]::new)));
				client(context).run((plain) -> assertThat(
						plain.getBean(RegistryConnection.class).awaitConnected(Duration.ofSeconds(1)))
					.isFalse());
			});
	}

	private Certificates authority() throws Exception {
		return Certificates.authority(this.directory, "authority");
	}

	private Certificates[] certificates() throws Exception {
		Certificates certificates = authority();
		certificates.issue("server");
		return new Certificates[] { certificates };
	}

	private ApplicationContextRunner server(Certificates[] authority, String... properties) {
		boolean keyed = this.directory.resolve("server.p12").toFile().exists();
		return server(properties).withPropertyValues("rpc.registry-server.zookeeper.ssl.bundle=zookeeper")
			.withPropertyValues(authority[0].stores("zookeeper", keyed ? "server" : null).toArray(String[]::new));
	}

	private ApplicationContextRunner server(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, RpcRegistryAutoConfiguration.class))
			.withUserConfiguration(Properties.class, EnsembleConfiguration.class)
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("rpc.registry-server.zookeeper.port=0", "rpc.registry.snapshot.enabled=false",
					"rpc.registry-server.data-directory=" + this.directory.resolve("data"))
			.withPropertyValues(properties);
	}

	private static ApplicationContextRunner client(AssertableApplicationContext server) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, RpcRegistryAutoConfiguration.class))
			.withPropertyValues("rpc.registry.snapshot.enabled=false", "rpc.registry.session-timeout=10s",
					"rpc.registry.connect-string=" + server.getBean(EmbeddedZooKeeper.class).connectString());
	}

	private static void awaitLaidOut(AssertableApplicationContext server) throws Exception {
		var guard = server.getBean(EnsembleConfiguration.SharedNamespace.class).aclInitializer();
		assertThat(guard).isNotNull();
		guard.done().get(LONG.toSeconds(), TimeUnit.SECONDS);
	}

	private static void assertShared(AssertableApplicationContext server, ApplicationContextRunner first,
			ApplicationContextRunner second) {
		first.run((one) -> {
			publish(one, new Endpoint("127.0.1.1", 9090));
			second.run((two) -> {
				publish(two, new Endpoint("127.0.1.2", 9090)).close();
				publish(two, new Endpoint("127.0.1.3", 9090));
				awaitInstances(one, 2);
				awaitInstances(two, 2);
				awaitInstances(server, 2);
			});
			awaitInstances(one, 1);
		});
	}

	private static Publication publish(AssertableApplicationContext application, Endpoint endpoint) {
		Publication publication = application.getBean(InstancePublisher.class)
			.publish(new ProviderInstance("users", endpoint,
					List.of(new RpcInstance(USERS, endpoint, Set.of("Login"), InstanceMetadata.UNKNOWN)),
					InstanceMetadata.UNKNOWN, Map.of()));
		Awaitility.await().atMost(LONG).until(() -> publication.state() == Publication.State.PUBLISHED);
		return publication;
	}

	private static void awaitInstances(AssertableApplicationContext application, int count) {
		InstanceDirectory instances = application.getBean(InstanceDirectory.class);
		Awaitility.await().atMost(LONG).until(() -> instances.view(USERS).instances().size() == count);
	}

	private static FailureAnalysis analysis(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		FailureAnalysis analysis = new ZooKeeperAccessPolicyFailureAnalyzer().analyze(context.getStartupFailure());
		assertThat(analysis).as(String.valueOf(context.getStartupFailure())).isNotNull();
		return analysis;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ RegistryServerProperties.class, ZooKeeperProperties.class })
	static class Properties {

	}

}
