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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.mprpc.internal.grpc.report.stream.ProcessKey;
import io.mprpc.internal.grpc.report.stream.RecordingReportServer;
import io.mprpc.internal.grpc.report.stream.ReportStreams;
import io.mprpc.internal.grpc.report.stream.StreamStatus;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.Certificates;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Reports to servers with real certificates.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReportsOverTlsTests {

	@TempDir
	private static Path directory;

	private static Certificates certificates;

	private final AnnouncedServers servers = mock(AnnouncedServers.class);

	private final RegistryConnection connection = mock(RegistryConnection.class);

	@BeforeAll
	static void createCertificates() throws Exception {
		certificates = Certificates.authority(directory, "authority");
		certificates.issue("server");
		certificates.issue("elsewhere", "dns:somewhere.else");
		certificates.issue("alice");
	}

	@Test
	void theBundleOfTheRegistryOpensTheWay() throws Exception {
		try (RecordingReportServer server = RecordingReportServer.start(credentials("server"))) {
			runner(server, certificates.stores("registry", "alice")).run((context) -> {
				context.getBean(ProcessKey.class).encodedForNode();
				await(context, StreamStatus.State.REPORTING);
				assertThat(server.accepted().faults()).isEmpty();
			});
		}
	}

	@Test
	void aProcessWithoutACertificateStaysOut() throws Exception {
		try (RecordingReportServer server = RecordingReportServer.start(credentials("server"))) {
			runner(server, certificates.stores("registry", null)).run((context) -> assertStaysOut(context, server));
		}
	}

	@Test
	void aServerWithTheCertificateOfAnotherHostIsNotTalkedTo() throws Exception {
		try (RecordingReportServer server = RecordingReportServer.start(credentials("elsewhere"))) {
			runner(server, certificates.stores("registry", "alice")).run((context) -> {
				assertStaysOut(context, server);
				assertThat(context.getBean(ReportStreams.class).statuses().get(0).reason()).contains("127.0.0.1");
			});
		}
	}

	@Test
	void aServerThatTheJvmDoesNotTrustIsNotTalkedTo() throws Exception {
		try (RecordingReportServer server = RecordingReportServer.start(credentials("server"))) {
			runner(server, List.of()).withPropertyValues("rpc.registry.ssl.bundle=")
				.run((context) -> assertStaysOut(context, server));
		}
	}

	@Test
	void aServerWithoutTlsIsNotTalkedToWhereTheRegistryNeedsTls(CapturedOutput output) {
		try (RecordingReportServer server = RecordingReportServer.start(0)) {
			runner(server, certificates.stores("registry", "alice")).run((context) -> {
				context.getBean(ProcessKey.class).encodedForNode();
				context.getBean(ProcessKey.class).encodedForNode();
				await(context, StreamStatus.State.INSECURE);
				assertThat(server.sessions()).isEmpty();
				assertThat(output.getOut()).containsOnlyOnce("rpc.registry.ssl.bundle");
			});
		}
	}

	private static void assertStaysOut(ApplicationContext context, RecordingReportServer server) {
		context.getBean(ProcessKey.class).encodedForNode();
		await(context, StreamStatus.State.WAITING);
		assertThat(server.sessions()).isEmpty();
	}

	private static void await(ApplicationContext context, StreamStatus.State state) {
		ReportStreams streams = context.getBean(ReportStreams.class);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> streams.statuses().stream().map(StreamStatus::state).anyMatch(state::equals));
	}

	private ApplicationContextRunner runner(RecordingReportServer server, List<String> bundle) {
		given(this.servers.servers()).willReturn(List.of(server.announcement("default")));
		given(this.servers.onChange(any())).willReturn(mock(Subscription.class));
		given(this.connection.namespace()).willReturn("default");
		given(this.connection.state()).willReturn(RegistryConnection.State.CONNECTED);
		given(this.connection.onStateChange(any())).willReturn(mock(Subscription.class));
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, RpcReportsAutoConfiguration.class))
			.withBean(AnnouncedServers.class, () -> this.servers)
			.withBean(RegistryConnection.class, () -> this.connection)
			.withPropertyValues("rpc.registry.ssl.bundle=registry")
			.withPropertyValues(bundle.toArray(String[]::new));
	}

	private static ServerCredentials credentials(String name) throws IOException {
		return TlsServerCredentials.newBuilder()
			.keyManager(directory.resolve(name + ".pem").toFile(), directory.resolve(name + ".key.pem").toFile())
			.trustManager(directory.resolve("authority.pem").toFile())
			.clientAuth(ClientAuth.REQUIRE)
			.build();
	}

}
