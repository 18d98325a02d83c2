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

package io.mprpc.internal.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.protobuf.services.HealthStatusManager;
import io.mprpc.internal.grpc.server.HealthCheckFrames;
import io.mprpc.internal.grpc.server.ServerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ServerWarmUp}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServerWarmUpTests {

	private final ServerWarmUp warmUpCall = new ServerWarmUp(false);

	@Test
	void aServerWithoutHealthServiceAnswersToo() throws IOException {
		Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()).build().start();
		try {
			assertThat(this.warmUpCall.call(new ServerAddress(null, server.getPort(), null))).isTrue();
		}
		finally {
			server.shutdownNow();
		}
	}

	@Test
	void aServerThatListensOnAllAddressesIsCalledOverTheLoopbackInterface() throws IOException {
		Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()).build().start();
		try {
			InetAddress all = InetAddress.getByAddress(new byte[4]);
			assertThat(this.warmUpCall.call(new ServerAddress(all, server.getPort(), null))).isTrue();
		}
		finally {
			server.shutdownNow();
		}
	}

	@Test
	void whoDoesNotAnswerIsNamedAndHarmsNothing(CapturedOutput output) throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		assertThat(this.warmUpCall.call(new ServerAddress(InetAddress.getLoopbackAddress(), port, null))).isFalse();
		assertThat(output).contains("on port " + port).doesNotContain("TLS");
	}

	@Test
	void whoClosesTheConnectionHarmsNothing(CapturedOutput output) throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
				try {
					socket.accept().close();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			ServerAddress address = new ServerAddress(socket.getInetAddress(), socket.getLocalPort(), null);
			assertThat(this.warmUpCall.call(address)).isFalse();
			closing.get(30, TimeUnit.SECONDS);
			assertThat(output).contains("on port " + address.port() + " could not be called by its own process: "
					+ "it does not speak HTTP/2 in plain text. If it speaks TLS");
		}
	}

	@Test
	void whoIsBusyIsNotSaidToSpeakTls(CapturedOutput output) throws IOException {
		try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			ServerAddress address = new ServerAddress(busy.getInetAddress(), busy.getLocalPort(), null);
			assertThat(new ServerWarmUp(false, Duration.ofMillis(50)).call(address)).isFalse();
			assertThat(output)
				.contains("on port " + address.port() + " could not be called by its own process: "
						+ "there was no answer within 50 ms")
				.doesNotContain("TLS");
		}
	}

	@Test
	void aServerThatAnswersWithATlsAlertIsSaidToSpeakTls(CapturedOutput output) throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
				try (Socket accepted = socket.accept()) {
					accepted.getOutputStream().write(new byte[] { 0x15, 3, 3, 0, 2, 2, 0x46 });
					accepted.getInputStream().readNBytes(HealthCheckFrames.request().length);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			ServerAddress address = new ServerAddress(socket.getInetAddress(), socket.getLocalPort(), null);
			assertThat(this.warmUpCall.call(address)).isFalse();
			answering.get(30, TimeUnit.SECONDS);
			assertThat(output).contains("on port " + address.port()).contains("If it speaks TLS");
		}
	}

	@Test
	void whoRefusesSaysSo(CapturedOutput output) throws IOException {
		Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
			.addService(ServerInterceptors.intercept(new HealthStatusManager().getHealthService(),
					new RefusingInterceptor()))
			.build()
			.start();
		try {
			assertThat(this.warmUpCall.call(new ServerAddress(null, server.getPort(), null))).isTrue();
			assertThat(output).contains("on port " + server.getPort() + " answered the call of its own process to "
					+ "grpc.health.v1.Health/Check with UNAUTHENTICATED");
		}
		finally {
			server.shutdownNow();
		}
	}

	@Test
	void theHealthServiceIsAsked() throws Exception {
		HealthStatusManager health = new HealthStatusManager();
		List<String> methods = new CopyOnWriteArrayList<>();
		List<Status> outcomes = new CopyOnWriteArrayList<>();
		Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
			.addService(health.getHealthService())
			.addStreamTracerFactory(new ServerStreamTracer.Factory() {
				@Override
				public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
					methods.add(method);
					return new ServerStreamTracer() {
						@Override
						public void streamClosed(Status status) {
							outcomes.add(status);
						}
					};
				}
			})
			.build()
			.start();
		try {
			assertThat(this.warmUpCall.call(new ServerAddress(null, server.getPort(), null))).isTrue();
			assertThat(methods).containsExactly("grpc.health.v1.Health/Check");
			await().atMost(Duration.ofSeconds(30)).until(() -> outcomes.size() == 1);
			assertThat(outcomes.get(0).isOk()).isTrue();
		}
		finally {
			server.shutdownNow();
		}
	}

	private static final class RefusingInterceptor implements ServerInterceptor {

		@Override
		public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
				ServerCallHandler<Q, A> next) {
			call.close(Status.UNAUTHENTICATED, new Metadata());
			return new ServerCall.Listener<>() {
			};
		}

	}

}
