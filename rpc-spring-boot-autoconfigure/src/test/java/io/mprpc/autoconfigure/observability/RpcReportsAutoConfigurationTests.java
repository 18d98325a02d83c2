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

package io.mprpc.autoconfigure.observability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import io.mprpc.RpcReference;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.internal.actuate.RpcEndpoint;
import io.mprpc.internal.grpc.call.ClientCallObserver;
import io.mprpc.internal.grpc.report.stream.ProcessKey;
import io.mprpc.internal.grpc.report.stream.RecordingReportServer;
import io.mprpc.internal.grpc.report.stream.RecordingReportServer.Session;
import io.mprpc.internal.grpc.report.stream.ReportStreams;
import io.mprpc.internal.grpc.report.stream.StreamStatus;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.directory.ZooKeeperConsumerDirectory;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.internal.zookeeper.publish.ServerAnnouncement;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.ServiceName;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;
import io.mprpc.testing.DemoUsers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Applications that report to a server that is announced in a real ZooKeeper.
 */
class RpcReportsAutoConfigurationTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static EmbeddedZooKeeper zooKeeper;

	private static RecordingReportServer server;

	private static ZooKeeperConnection connection;

	private static ServerAnnouncement announcement;

	@BeforeAll
	static void start() {
		zooKeeper = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults());
		server = RecordingReportServer.start(0);
		connection = ZooKeeperConnection.open(ZooKeeperSettings.of(zooKeeper.connectString(), "default"),
				TimeSource.system(), new Random());
		List<String> namespaces = new ArrayList<>(List.of("consumer", "lazy", "disabled"));
		for (WebApplicationType type : WebApplicationType.values()) {
			namespaces.add(type.name());
		}
		announcement = new ServerAnnouncement(connection, server.announcement(namespaces.toArray(String[]::new)),
				false);
	}

	@AfterAll
	static void stop() {
		announcement.close();
		connection.close();
		server.close();
		zooKeeper.close();
	}

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void anApplicationReportsWhatItServesAndCalls(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type, type.name(), Provider.class, Caller.class)) {
			Session session = awaitSession("shop-" + type.name());
			UserServiceBlockingStub users = context.getBean(Caller.class).users;
			await().atMost(LONG).until(() -> {
				users.login(LoginRequest.getDefaultInstance());
				return series(session, SeriesKind.PROVIDED_METHOD) != null
						&& series(session, SeriesKind.CONSUMED_METHOD) != null;
			});
			assertThat(series(session, SeriesKind.PROVIDED_METHOD).getService()).isEqualTo("demo.UserService");
			assertThat(session.faults()).isEmpty();
			String key = Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(session.hello().getPublicKey().toByteArray());
			assertThat(context.getBean(InstanceDirectory.class).view(USERS).instances()).singleElement()
				.satisfies((instance) -> assertThat(instance.metadata().reportKey()).isEqualTo(key));
			assertThat(context.getBean(RpcEndpoint.class).rpc().reports()).singleElement()
				.extracting(StreamStatus::state)
				.isEqualTo(StreamStatus.State.REPORTING);
		}
	}

	@Test
	void anApplicationThatOnlyCallsReportsWithTheKeyOfItsConsumerNode() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.NONE, "consumer", Caller.class)) {
			Session session = awaitSession("shop-consumer");
			ConsumerReference node = consumer("consumer");
			assertThat(node).hasToString(session.hello().getProcess());
			assertThat(Base64.getUrlDecoder().decode(node.reportKey()))
				.isEqualTo(session.hello().getPublicKey().toByteArray());
			long start = System.nanoTime();
			context.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).as("shutdown").isLessThan(Duration.ofSeconds(2));
		}
	}

	@Test
	void anApplicationWithLazyBeansReportsToo() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.NONE, "lazy", "lazy-initialization",
				Provider.class)) {
			awaitSession("shop-lazy");
			assertThat(context.getBean(ReportStreams.class).statuses()).hasSize(1);
		}
	}

	@Test
	void nothingIsThereWhereReportsAreDisabled() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.NONE, "disabled", "disabled",
				Caller.class)) {
			assertThat(context.getBeanProvider(ReportStreams.class)).isEmpty();
			assertThat(context.getBeanProvider(ProcessKey.class)).isEmpty();
			assertThat(context.getBeanProvider(ClientCallObserver.class)
				.stream()
				.filter((observer) -> observer.getClass().getName().contains(".report."))).isEmpty();
			assertThat(consumer("disabled").reportKey()).isNull();
			assertThat(context.getBean(RpcEndpoint.class).rpc().reports()).isEmpty();
		}
	}

	@Test
	void anApplicationWithoutASharedRegistryDoesNotReport() {
		try (ConfigurableApplicationContext context = application(WebApplicationType.NONE, "embedded", Provider.class)
			.run("--rpc.registry.embedded.enabled=true")) {
			assertThat(context.getBeanProvider(ReportStreams.class)).isEmpty();
		}
		try (ConfigurableApplicationContext context = application(WebApplicationType.NONE, "none", Provider.class)
			.run("--rpc.registry.enabled=false")) {
			assertThat(context.getBeanProvider(ReportStreams.class)).isEmpty();
		}
	}

	private static ConsumerReference consumer(String namespace) {
		try (ZooKeeperConnection reading = ZooKeeperConnection
			.open(ZooKeeperSettings.of(zooKeeper.connectString(), namespace), TimeSource.system(), new Random());
				ZooKeeperConsumerDirectory consumers = new ZooKeeperConsumerDirectory(reading, Duration.ofMillis(1))) {
			await().atMost(LONG).until(() -> consumers.references(USERS).size() == 1);
			return consumers.references(USERS).get(0);
		}
	}

	private static Session awaitSession(String application) {
		await().atMost(LONG).until(() -> session(application) != null);
		Session session = session(application);
		await().atMost(LONG).until(() -> !session.reports().isEmpty());
		return session;
	}

	private static @Nullable Session session(String application) {
		return server.sessions()
			.stream()
			.filter((one) -> one.hello() != null && one.hello().getProcess().startsWith(application + '@'))
			.findFirst()
			.orElse(null);
	}

	private static @Nullable Series series(Session session, SeriesKind kind) {
		return session.series.values().stream().filter((one) -> one.getKind() == kind).findFirst().orElse(null);
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String namespace, Class<?>... sources) {
		return application(type, namespace, sources).run();
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String namespace, String special,
			Class<?>... sources) {
		return application(type, namespace, sources)
			.run(special.equals("disabled") ? "--rpc.reports.enabled=false" : "--spring.main.lazy-initialization=true");
	}

	private static SpringApplicationBuilder application(WebApplicationType type, String namespace,
			Class<?>... sources) {
		return new SpringApplicationBuilder(sources).web(type)
			.properties("spring.application.name=shop-" + namespace, "spring.main.banner-mode=off",
					"spring.main.register-shutdown-hook=false", "spring.grpc.server.port=0",
					"spring.grpc.server.address=127.0.0.1", "server.port=0", "server.address=127.0.0.1",
					"rpc.registry.snapshot.enabled=false", "rpc.client.resolution-timeout=30s",
					"rpc.server.drain.quiet-period=0s", "rpc.registry.namespace=" + namespace,
					"management.endpoints.web.exposure.include=*",
					"rpc.registry.connect-string=" + zooKeeper.connectString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Provider {

		@Bean
		DemoUsers users() {
			return new DemoUsers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Caller {

		private final UserServiceBlockingStub users;

		Caller(@RpcReference UserServiceBlockingStub users) {
			this.users = users;
		}

	}

}
