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

package io.mprpc.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.protobuf.services.HealthStatusManager;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SelfCall}.
 */
class SelfCallTests {

	private final SelfCall selfCall = new SelfCall(false);

	@Test
	void aServerWithoutHealthServiceAnswersToo() throws IOException {
		Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()).build().start();
		try {
			assertThat(this.selfCall.call(new ServerAddress(null, server.getPort(), null))).isTrue();
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
			assertThat(this.selfCall.call(new ServerAddress(all, server.getPort(), null))).isTrue();
		}
		finally {
			server.shutdownNow();
		}
	}

	@Test
	void whoDoesNotAnswerIsNamedAndHarmsNothing() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		assertThat(this.selfCall.call(new ServerAddress(InetAddress.getLoopbackAddress(), port, null))).isFalse();
	}

	@Test
	void whoClosesTheConnectionHarmsNothing() throws Exception {
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
			assertThat(this.selfCall.call(address)).isFalse();
			closing.get(30, TimeUnit.SECONDS);
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
			assertThat(this.selfCall.call(new ServerAddress(null, server.getPort(), null))).isTrue();
			assertThat(methods).containsExactly("grpc.health.v1.Health/Check");
			await().atMost(Duration.ofSeconds(30)).until(() -> outcomes.size() == 1);
			assertThat(outcomes.get(0).isOk()).isTrue();
		}
		finally {
			server.shutdownNow();
		}
	}

}
