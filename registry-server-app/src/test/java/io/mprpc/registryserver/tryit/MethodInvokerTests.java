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

package io.mprpc.registryserver.tryit;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1alpha.ServerReflectionGrpc;
import io.grpc.stub.StreamObserver;
import io.mprpc.demo.LoginReply;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.journal.JournalEventType;
import io.mprpc.registryserver.testing.RegistryInMemory;
import io.mprpc.registryserver.tryit.InvocationRefusedException.Reason;
import io.mprpc.testing.DemoUsers;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MethodInvoker} with real servers.
 */
class MethodInvokerTests {

	private static final InstanceAddresses LOCAL = new InstanceAddresses((key) -> Optional.empty(), List.of(), true);

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final Metadata.Key<String> TEXT = Metadata.Key.of("x-text", Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<byte[]> BYTES = Metadata.Key.of("x-bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);

	@TempDir
	private Path directory;

	private final DemoUsers users = new DemoUsers();

	private final AtomicReference<Metadata> received = new AtomicReference<>();

	private Server server;

	private RegistryInMemory registry;

	@BeforeEach
	void start() throws Exception {
		this.registry = new RegistryInMemory(this.directory);
		this.server = server().addService(ProtoReflectionServiceV1.newInstance()).build().start();
		this.registry.instances().put("demo.UserService", endpoint().toString(), "Login", "GetProfile");
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.server.shutdownNow();
		assertThat(this.server.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void unaryMethodsAreListedWithARequestToFill() {
		List<CallableMethod> methods = tryIt(10).methods(USERS, endpoint());
		assertThat(methods).extracting(CallableMethod::name).containsExactly("Login", "Register", "GetProfile");
		assertThat(methods.get(0).requestType()).isEqualTo("demo.LoginRequest");
		assertThat(methods.get(0).responseType()).isEqualTo("demo.LoginReply");
		assertThat(methods.get(0).example().replaceAll("\\s", "")).isEqualTo("{\"name\":\"\",\"password\":\"\"}");
	}

	@Test
	void aMethodIsCalledWithJsonAndMetadataAndThatIsWrittenDown() {
		InvocationResponse response = tryIt(10).call(new InvocationRequest(USERS, endpoint(), "Login",
				"{\"name\":\"ann\"}", Map.of("X-Text", "hello", "x-bytes-bin", "AQID"), Duration.ofSeconds(20)),
				"olga");
		assertThat(response.status()).isEqualTo("OK");
		assertThat(response.json()).isNotNull();
		assertThat(response.json().replaceAll("\\s", "")).isEqualTo("{\"success\":true,\"servedBy\":\"ann\"}");
		assertThat(response.trailers()).containsEntry("x-trailer", "bye").containsEntry("x-trailer-bin", "BA==");
		assertThat(response.duration()).isPositive();
		assertThat(this.received.get().get(TEXT)).isEqualTo("hello");
		assertThat(this.received.get().get(BYTES)).containsExactly(1, 2, 3);
		assertThat(this.registry.entries()).singleElement()
			.extracting(JournalEntry::kind, JournalEntry::actor, JournalEntry::subject, JournalEntry::after)
			.containsExactly(JournalEventType.METHOD_TRIED, "olga", "Login", "OK");
	}

	@Test
	void aHostThatCannotBeCalledKeepsNobodyFromCalling() {
		Endpoint underscored = new Endpoint("my_host", 9090);
		this.registry.instances().put("demo.UserService", underscored.toString(), "Login");
		MethodInvoker tryIt = tryIt(1);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(InvocationRefusedException.class)
				.isThrownBy(() -> tryIt.methods(USERS, underscored))
				.withMessageContaining("my_host:9090")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.UNREACHABLE));
		}
		assertThat(tryIt.methods(USERS, endpoint())).isNotEmpty();
	}

	@Test
	void aMethodThatFailsIsAnAnswerToo() {
		this.users.next((observer) -> observer
			.onError(Status.PERMISSION_DENIED.withDescription("not you").asRuntimeException()));
		InvocationResponse response = call("Login", "{}");
		assertThat(response.status()).isEqualTo("PERMISSION_DENIED");
		assertThat(response.description()).isEqualTo("not you");
		assertThat(response.json()).isNull();
	}

	@Test
	void aMethodThatIsSlowEndsWithItsDeadline() {
		this.users.next((observer) -> {
		});
		InvocationResponse response = tryIt(10)
			.call(new InvocationRequest(USERS, endpoint(), "Login", "{}", Map.of(), Duration.ofMillis(300)), "olga");
		assertThat(response.status()).isEqualTo("DEADLINE_EXCEEDED");
	}

	@Test
	void theOlderReflectionServesAsWell() throws Exception {
		this.server.shutdownNow();
		this.server = server().addService(ProtoReflectionService.newInstance()).build().start();
		assertThat(this.server.getServices())
			.anyMatch((service) -> service.getServiceDescriptor().getName().equals(ServerReflectionGrpc.SERVICE_NAME));
		this.registry.instances().put("demo.UserService", endpoint().toString(), "Login");
		assertThat(call("Login", "{}").status()).isEqualTo("OK");
	}

	@Test
	void whatCannotBeCalledIsRefused() throws Exception {
		assertRefused(Reason.UNKNOWN_INSTANCE, () -> tryIt(10).methods(USERS, Endpoint.parse("127.0.0.1:1")));
		assertRefused(Reason.UNKNOWN_INSTANCE, () -> tryIt(10).methods(new ServiceName("demo.Other"), endpoint()));
		assertRefused(Reason.UNKNOWN_METHOD, () -> call("Nothing", "{}"));
		assertRefused(Reason.UNKNOWN_METHOD, () -> call("Chat", "{}"));
		assertRefused(Reason.INVALID, () -> call("Login", "{\"nme\":\"ann\"}")).contains("nme");
		assertRefused(Reason.INVALID, () -> call("Login", "[".repeat(10_000)));
		assertRefused(Reason.INVALID, () -> call("Login", "{\"name\":\"" + "x".repeat(30_000) + "\"}"))
			.contains("20000");
		assertRefused(Reason.INVALID, () -> call(Duration.ZERO, Map.of()));
		assertRefused(Reason.INVALID, () -> call(Duration.ofHours(1), Map.of())).contains("at most PT1M");
		assertRefused(Reason.INVALID, () -> call(null, Map.of("grpc-timeout", "1S")));
		assertRefused(Reason.INVALID, () -> call(null, Map.of("bad name", "x")));
		assertRefused(Reason.INVALID, () -> call(null, Map.of("x", "\u00e4"))).contains("x-bin");
		assertRefused(Reason.INVALID, () -> call(null, Map.of("x-bin", "!")));
		assertRefused(Reason.INVALID, () -> call(null, Map.of("x", "y".repeat(9000))));
		assertThat(this.registry.entries()).isEmpty();
	}

	@Test
	void nothingIsCalledUnlessAllowed() {
		InvocationSettings off = new InvocationSettings(false, Duration.ofSeconds(1), Duration.ofSeconds(1), 10, 1,
				InsecureChannelCredentials.create());
		MethodInvoker tryIt = new MethodInvoker(off, this.registry.instances(), LOCAL, this.registry.journal(),
				TimeSource.system());
		assertThat(tryIt.isEnabled()).isFalse();
		assertRefused(Reason.DISABLED, () -> tryIt.methods(USERS, endpoint()))
			.contains("rpc.registry-server.try-it.enabled");
	}

	@Test
	void anInstanceWithoutReflectionIsNamedAsTheReason() throws Exception {
		this.server.shutdownNow();
		this.server = server().build().start();
		this.registry.instances().put("demo.UserService", endpoint().toString(), "Login");
		assertRefused(Reason.NO_REFLECTION, () -> call("Login", "{}"))
			.contains("spring.grpc.server.reflection.enabled");
	}

	@Test
	void anAnswerThatIsTooLongIsNotTaken() {
		this.users.next((observer) -> {
			@SuppressWarnings("unchecked")
			StreamObserver<LoginReply> login = (StreamObserver<LoginReply>) observer;
			login.onNext(LoginReply.newBuilder().setServedBy("x".repeat(100_000)).build());
			login.onCompleted();
		});
		assertThat(call("Login", "{}").status()).isEqualTo("RESOURCE_EXHAUSTED");
	}

	@Test
	void callsAtTheSameTimeAreLimited() throws Exception {
		MethodInvoker tryIt = tryIt(1);
		CountDownLatch called = new CountDownLatch(1);
		CompletableFuture<StreamObserver<?>> open = new CompletableFuture<>();
		this.users.next((observer) -> {
			open.complete(observer);
			called.countDown();
		});
		CompletableFuture<InvocationResponse> first = new CompletableFuture<>();
		Thread caller = new Thread(() -> first.complete(tryIt
			.call(new InvocationRequest(USERS, endpoint(), "Login", "{}", Map.of(), Duration.ofSeconds(50)), "olga")));
		caller.start();
		assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
		assertRefused(Reason.BUSY, () -> tryIt.methods(USERS, endpoint()));
		open.get().onError(Status.ABORTED.asRuntimeException());
		assertThat(first.get(30, TimeUnit.SECONDS).status()).isEqualTo("ABORTED");
		caller.join();
		assertThat(tryIt.methods(USERS, endpoint())).isNotEmpty();
	}

	private NettyServerBuilder server() {
		return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
			.addService(ServerInterceptors.intercept(this.users, new Observing()));
	}

	private Endpoint endpoint() {
		return new Endpoint("127.0.0.1", this.server.getPort());
	}

	private MethodInvoker tryIt(int concurrent) {
		return new MethodInvoker(
				new InvocationSettings(true, Duration.ofSeconds(20), Duration.ofMinutes(1), 20_000, concurrent,
						InsecureChannelCredentials.create()),
				this.registry.instances(), LOCAL, this.registry.journal(), TimeSource.system());
	}

	private InvocationResponse call(String method, String json) {
		return tryIt(10).call(new InvocationRequest(USERS, endpoint(), method, json, Map.of(), null), "olga");
	}

	private InvocationResponse call(Duration deadline, Map<String, String> metadata) {
		return tryIt(10).call(new InvocationRequest(USERS, endpoint(), "Login", "{}", metadata, deadline), "olga");
	}

	private static AbstractStringAssert<?> assertRefused(Reason reason, ThrowingCallable call) {
		InvocationRefusedException[] thrown = new InvocationRefusedException[1];
		assertThatExceptionOfType(InvocationRefusedException.class).isThrownBy(call).satisfies((ex) -> thrown[0] = ex);
		assertThat(thrown[0].reason()).isEqualTo(reason);
		return assertThat(String.valueOf(thrown[0].getMessage()));
	}

	/** Captures the request headers and adds trailers. */
	private final class Observing implements ServerInterceptor {

		@Override
		public <A, B> ServerCall.Listener<A> interceptCall(ServerCall<A, B> call, Metadata headers,
				ServerCallHandler<A, B> next) {
			MethodInvokerTests.this.received.set(headers);
			ServerCall<A, B> observed = new ForwardingServerCall.SimpleForwardingServerCall<>(call) {

				@Override
				public void close(Status status, Metadata trailers) {
					trailers.put(Metadata.Key.of("x-trailer", Metadata.ASCII_STRING_MARSHALLER), "bye");
					trailers.put(Metadata.Key.of("x-trailer-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] { 4 });
					super.close(status, trailers);
				}

			};
			return Contexts.interceptCall(Context.current(), observed, headers, next);
		}

	}

}
