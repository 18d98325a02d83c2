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

package io.mprpc.autoconfigure.registry;

import java.nio.file.Path;
import java.time.Duration;

import io.mprpc.internal.zookeeper.directory.ZooKeeperApplicationDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.testing.InMemoryRegistry;
import io.mprpc.testing.StubServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RpcRegistryAutoConfiguration}: its beans, their connections, and wrong
 * properties.
 */
class RpcRegistryAutoConfigurationTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RpcRegistryAutoConfiguration.class))
		// A port without a listener.
		.withPropertyValues("rpc.registry.connect-string=127.0.0.1:1", "rpc.registry.operation-timeout=1s");

	@Test
	void anApplicationStartsWhileZooKeeperIsOutOfReach() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ZooKeeperConnection.class)
				.hasSingleBean(ZooKeeperInstancePublisher.class)
				.hasSingleBean(ZooKeeperInstanceDirectory.class)
				.hasSingleBean(ZooKeeperApplicationDirectory.class);
			RegistryConnection connection = context.getBean(RegistryConnection.class);
			assertThat(connection.state()).isEqualTo(RegistryConnection.State.CONNECTING);
			assertThat(connection.address()).isEqualTo("127.0.0.1:1");
			assertThat(connection.namespace()).isEqualTo("default");
			assertThat(connection.sessionId()).isEqualTo("0x0");
		});
	}

	@Test
	void nothingIsThereWhenItIsDisabled() {
		this.runner.withPropertyValues("rpc.registry.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RegistryConnection.class)
				.doesNotHaveBean(InstanceDirectory.class)
				.doesNotHaveBean(InstancePublisher.class));
	}

	@Test
	void aRegistryOfTheApplicationIsUsedInstead() {
		this.runner.withUserConfiguration(OwnRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(InMemoryRegistry.class)
				.hasSingleBean(InstanceDirectory.class)
				.hasSingleBean(InstancePublisher.class)
				.hasSingleBean(ApplicationDirectory.class)
				.doesNotHaveBean(RegistryConnection.class));
	}

	@Test
	void aPublisherOfTheApplicationIsUsedBesideOurDirectory() {
		this.runner.withBean(InstancePublisher.class, () -> mock(InstancePublisher.class))
			.run((context) -> assertThat(context).hasSingleBean(InstancePublisher.class)
				.hasSingleBean(ZooKeeperInstanceDirectory.class)
				.doesNotHaveBean(ZooKeeperInstancePublisher.class));
	}

	@Test
	void connectionDetailsWinOverProperties() {
		this.runner.withBean(RpcRegistryConnectionDetails.class, () -> () -> "127.0.0.1:2,[::1]:3/base")
			.run((context) -> assertThat(context.getBean(RegistryConnection.class).address())
				.isEqualTo("127.0.0.1:2,[::1]:3/base"));
	}

	@Test
	void anEmbeddedZooKeeperIsTheRegistry() {
		this.runner.withPropertyValues("rpc.registry.embedded.enabled=true").run((context) -> {
			EmbeddedZooKeeper zooKeeper = context.getBean(EmbeddedZooKeeper.class);
			RegistryConnection connection = context.getBean(RegistryConnection.class);
			assertThat(connection.address()).isEqualTo(zooKeeper.connectString()).startsWith("127.0.0.1:");
			assertThat(connection.awaitConnected(LONG)).isTrue();
			context.close();
			assertThat(zooKeeper.isRunning()).isFalse();
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whatAnEmbeddedZooKeeperMakesOfNoUseIsNamed(CapturedOutput output) {
		this.runner
			.withPropertyValues("rpc.registry.embedded.enabled=true", "rpc.registry.connect-string=zk1:2181",
					"rpc.registry.auth.username=shop", "rpc.registry.auth.password=secret")
			.run((context) -> {
				assertThat(context.getBean(RegistryConnection.class).awaitConnected(LONG)).isTrue();
				assertThat(output).contains("rpc.registry.embedded.enabled is set: rpc.registry.connect-string, "
						+ "rpc.registry.auth.username is ignored");
			});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void anEmbeddedZooKeeperAloneIsNothingToWarnOf(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RpcRegistryAutoConfiguration.class))
			.withPropertyValues("rpc.registry.embedded.enabled=true")
			.run((context) -> assertThat(output).doesNotContain("is ignored"));
	}

	@Test
	void anEmbeddedZooKeeperKeepsItsDataWhereItIsTold() {
		this.runner
			.withPropertyValues("rpc.registry.embedded.enabled=true",
					"rpc.registry.embedded.data-directory=" + this.directory.resolve("data"))
			.run((context) -> assertThat(context.getBean(EmbeddedZooKeeper.class).dataDirectory())
				.isEqualTo(this.directory.resolve("data")));
	}

	@Test
	void failFastRefusesToStartWithoutZooKeeper() {
		this.runner.withPropertyValues("rpc.registry.fail-fast=true", "rpc.registry.connection-timeout=50ms")
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = analyze(new ZooKeeperUnavailableFailureAnalyzer(),
						context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("127.0.0.1:1", "50 ms", "rpc.registry.fail-fast");
				assertThat(analysis.getAction()).contains("rpc.registry.connect-string");
			});
	}

	@Test
	void failFastNamesWhatAnswersInsteadOfZooKeeper() {
		try (StubServer http = StubServer
			.start((socket) -> socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()))) {
			this.runner
				.withPropertyValues("rpc.registry.connect-string=" + http.address(), "rpc.registry.fail-fast=true",
						"rpc.registry.connection-timeout=3s")
				.run((context) -> {
					FailureAnalysis analysis = analyze(new ZooKeeperUnavailableFailureAnalyzer(),
							context.getStartupFailure());
					assertThat(analysis.getDescription()).contains("an HTTP server answers at " + http.address());
					assertThat(analysis.getAction()).contains("rpc.registry.connect-string");
				});
		}
	}

	@Test
	void failFastStartsWithZooKeeper() {
		this.runner
			.withPropertyValues("rpc.registry.embedded.enabled=true", "rpc.registry.fail-fast=true",
					"rpc.registry.connection-timeout=30s")
			.run((context) -> assertThat(context.getBean(RegistryConnection.class).state())
				.isEqualTo(RegistryConnection.State.CONNECTED));
	}

	@Test
	void aMalformedConnectStringIsNamed() {
		assertRefused("rpc.registry.connect-string", "zk1:port", "'zk1:port' is not a number");
		assertRefused("rpc.registry.connect-string", "zookeeper://zk1:2181", "scheme");
		assertRefused("rpc.registry.connect-string", "::1:2181", "brackets");
		assertRefused("rpc.registry.connect-string", "zk1,,zk2", "empty");
	}

	@Test
	void aMalformedNamespaceIsNamed() {
		assertRefused("rpc.registry.namespace", "a/b", "letters, digits");
	}

	@Test
	void aTimeThatCannotBeIsNamed() {
		assertRefused("rpc.registry.session-timeout", "0s", "between");
		assertRefused("rpc.registry.operation-timeout", "-1s", "between");
		assertRefused("rpc.registry.debounce", "0ms", "merge window");
	}

	@Test
	void aUserNameThatCannotBeIsNamed() {
		assertRefused("rpc.registry.auth.username", "a:b", "colon");
	}

	@Test
	void anEmbeddedZooKeeperThatDoesNotStartIsExplained() {
		this.runner.withPropertyValues("rpc.registry.embedded.enabled=true").run((first) -> {
			int port = first.getBean(EmbeddedZooKeeper.class).port();
			this.runner.withPropertyValues("rpc.registry.embedded.enabled=true", "rpc.registry.embedded.port=" + port)
				.run((second) -> {
					assertThat(second).hasFailed();
					FailureAnalysis analysis = analyze(new EmbeddedZooKeeperFailureAnalyzer(),
							second.getStartupFailure());
					assertThat(analysis.getDescription()).contains(String.valueOf(port));
					assertThat(analysis.getAction()).isNotBlank();
				});
		});
	}

	@Test
	void socketsThatZooKeeperFindsByNameHaveHints() {
		RuntimeHints hints = new RuntimeHints();
		new ZooKeeperRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(org.springframework.aot.hint.TypeReference.of("org.apache.zookeeper.ClientCnxnSocketNIO")))
			.accepts(hints);
	}

	private void assertRefused(String property, String value, String... reasons) {
		this.runner.withPropertyValues(property + '=' + value).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(new InvalidRegistryPropertyFailureAnalyzer(),
					context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(property).contains(reasons);
			assertThat(analysis.getAction()).contains(property);
		});
	}

	private static FailureAnalysis analyze(FailureAnalyzer analyzer, Throwable failure) {
		FailureAnalysis analysis = analyzer.analyze(failure);
		assertThat(analysis).isNotNull();
		return analysis;
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRegistry {

		@Bean
		InMemoryRegistry registry() {
			return new InMemoryRegistry();
		}

	}

}
