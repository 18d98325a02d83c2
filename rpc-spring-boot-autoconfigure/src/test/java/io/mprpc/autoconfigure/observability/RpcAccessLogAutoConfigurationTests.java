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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.mprpc.demo.Chunk;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.demo.FriendsRequest;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileReply;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.RegisterRequest;
import io.mprpc.demo.UploadReply;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.WatchRequest;
import io.mprpc.internal.grpc.accesslog.AccessLog;
import io.mprpc.internal.grpc.accesslog.TraceIdSource;
import io.mprpc.internal.grpc.accesslog.logback.LogbackAccessLog;
import io.mprpc.testing.DemoUsers;
import io.mprpc.testing.GrpcApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RpcAccessLogAutoConfiguration}, most of them over real calls.
 */
class RpcAccessLogAutoConfigurationTests {

	private static final String[] BOTH = { "rpc.access-log.server.enabled=true", "rpc.access-log.client.enabled=true",
			"rpc.access-log.format=json" };

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RpcAccessLogAutoConfiguration.class));

	@TempDir
	private Path directory;

	@Test
	void isOffByDefault() {
		this.contexts.run((context) -> assertThat(context).doesNotHaveBean(AccessLog.class)
			.doesNotHaveBean(LogbackAccessLog.class));
	}

	@Test
	void everyCallHasOneLineOnEachSide() throws IOException {
		try (GrpcApplication application = start()) {
			UserServiceGrpc.newBlockingStub(application.channel())
				.login(LoginRequest.newBuilder().setName("Ada").build());
			JsonObject client = line(0, "client");
			JsonObject server = line(0, "server");
			for (JsonObject line : List.of(client, server)) {
				assertThat(line.get("service").getAsString()).isEqualTo("demo.UserService");
				assertThat(line.get("method").getAsString()).isEqualTo("Login");
				assertThat(line.get("status").getAsString()).isEqualTo("OK");
				assertThat(line.get("request").getAsInt()).isEqualTo(5);
				assertThat(line.get("response").getAsInt()).isEqualTo(7);
				assertThat(line.get("attempts").getAsInt()).isEqualTo(1);
				assertThat(line.get("ms").getAsDouble()).isPositive();
				assertThat(line.get("trace").getAsString()).isEqualTo("trace-of-the-test");
				assertThat(line.has("error")).isFalse();
			}
			assertThat(client.get("peer").getAsString()).isEqualTo("127.0.0.1:" + application.port());
			assertThat(server.get("peer").getAsString()).startsWith("127.0.0.1:");
		}
	}

	@Test
	void aStreamHasOneLineWithTheSizeOfAllMessages() throws Exception {
		try (GrpcApplication application = start()) {
			ManagedChannel channel = application.channel();
			UserServiceGrpc.newBlockingStub(channel)
				.watchLogins(WatchRequest.newBuilder().setCount(3).build())
				.forEachRemaining((event) -> {
				});
			assertThat(line(0, "server").get("response").getAsInt()).isEqualTo(3 * 7);
			Replies replies = new Replies();
			StreamObserver<Chunk> upload = UserServiceGrpc.newStub(channel).upload(replies);
			for (int i = 0; i < 10; i++) {
				upload.onNext(Chunk.newBuilder().setData(ByteString.copyFrom(new byte[100])).build());
			}
			upload.onCompleted();
			assertThat(line(1, "server").get("request").getAsInt()).isEqualTo(10 * 102);
			assertThat(line(1, "client").get("request").getAsInt()).isEqualTo(10 * 102);
			assertThat(replies.sizes).containsExactly(1000L);
		}
	}

	@Test
	void aFailureSaysItsStatusAndDescription() throws IOException {
		try (GrpcApplication application = start("rpc.access-log.sample-rate=0")) {
			application.bean(DemoUsers.class)
				.next((observer) -> observer.onError(Status.NOT_FOUND.withDescription("no Ada").asRuntimeException()));
			UserServiceGrpc.UserServiceBlockingStub users = UserServiceGrpc.newBlockingStub(application.channel());
			assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> users.getProfile(ProfileRequest.getDefaultInstance()));
			for (String side : List.of("client", "server")) {
				assertThat(line(0, side).get("status").getAsString()).isEqualTo("NOT_FOUND");
				assertThat(line(0, side).get("error").getAsString()).isEqualTo("no Ada");
			}
		}
	}

	@Test
	void aCallToAnUnknownMethodIsWritten() throws IOException {
		MethodDescriptor<ProfileRequest, ProfileReply> unknown = UserServiceGrpc.getGetProfileMethod()
			.toBuilder()
			.setFullMethodName("demo.Unknown/Method")
			.build();
		try (GrpcApplication application = start()) {
			assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> ClientCalls.blockingUnaryCall(application.channel(), unknown, CallOptions.DEFAULT,
						ProfileRequest.getDefaultInstance()));
			assertThat(line(0, "server").get("service").getAsString()).isEqualTo("demo.Unknown");
			assertThat(line(0, "server").get("method").getAsString()).isEqualTo("Method");
			assertThat(line(0, "server").get("status").getAsString()).isEqualTo("UNIMPLEMENTED");
		}
	}

	@Test
	void aCallThatReachesNoInstanceHasNoPeer() throws IOException {
		try (GrpcApplication application = start()) {
			ManagedChannel nowhere = application.channel("static://127.0.0.1:1");
			assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> UserServiceGrpc.newBlockingStub(nowhere).login(LoginRequest.getDefaultInstance()));
			assertThat(line(0, "client").get("peer").getAsString()).isEqualTo("-");
			assertThat(line(0, "client").get("attempts").getAsInt()).isZero();
			assertThat(line(0, "client").get("status").getAsString()).isEqualTo("UNAVAILABLE");
		}
	}

	@Test
	void onlySlowCallsAreWrittenWhereTheSampleIsEmpty() throws IOException {
		try (GrpcApplication application = start("rpc.access-log.sample-rate=0", "rpc.access-log.slow-threshold=1h")) {
			UserServiceGrpc.UserServiceBlockingStub users = UserServiceGrpc.newBlockingStub(application.channel());
			users.login(LoginRequest.getDefaultInstance());
			assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> users.register(RegisterRequest.getDefaultInstance()));
			assertThat(line(0, "server").get("method").getAsString()).isEqualTo("Register");
		}
		try (GrpcApplication application = start("rpc.access-log.sample-rate=0", "rpc.access-log.slow-threshold=1ns")) {
			UserServiceGrpc.newBlockingStub(application.channel()).login(LoginRequest.getDefaultInstance());
			assertThat(line(1, "server").get("method").getAsString()).isEqualTo("Login");
		}
	}

	@Test
	void excludedServicesAreNotWritten() throws IOException {
		try (GrpcApplication application = start("rpc.access-log.excluded-services=demo.User*")) {
			ManagedChannel channel = application.channel();
			UserServiceGrpc.newBlockingStub(channel).login(LoginRequest.getDefaultInstance());
			assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(
					() -> FriendServiceGrpc.newBlockingStub(channel).listFriends(FriendsRequest.getDefaultInstance()));
			assertThat(line(0, "server").get("service").getAsString()).isEqualTo("demo.FriendService");
			assertThat(line(0, "client").get("service").getAsString()).isEqualTo("demo.FriendService");
		}
	}

	@Test
	void badValuesAreNamed() {
		assertRefused("sample-rate", "1.5");
		assertRefused("slow-threshold", "-1s");
		assertRefused("queue-size", "0");
		assertRefused("file.max-size", "0", "file.name=x");
		assertRefused("file.max-history", "0", "file.name=x");
		assertRefused("file.error-name", "x");
		assertRefused("file.name", "/proc/none/calls.log");
	}

	private void assertRefused(String name, String value, String... others) {
		List<String> properties = new ArrayList<>(List.of("rpc.access-log.server.enabled=true"));
		properties.add("rpc.access-log." + name + '=' + value);
		for (String other : others) {
			properties.add("rpc.access-log." + other);
		}
		this.contexts.withPropertyValues(properties.toArray(String[]::new))
			.run((context) -> assertThat(context.getStartupFailure()).isInstanceOf(BeanCreationException.class)
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("rpc.access-log." + name)));
	}

	private GrpcApplication start(String... properties) {
		List<String> all = new ArrayList<>(List.of(BOTH));
		all.add("rpc.access-log.file.name=" + this.directory.resolve("calls.log"));
		all.addAll(List.of(properties));
		return GrpcApplication.start(Application.class, all.toArray(String[]::new));
	}

	private JsonObject line(int index, String side) throws IOException {
		Path file = this.directory.resolve("calls.log");
		return await().atMost(Duration.ofSeconds(30))
			.until(() -> Files.readString(file, StandardCharsets.UTF_8)
				.lines()
				.map((line) -> JsonParser.parseString(line).getAsJsonObject())
				.filter((line) -> line.get("side").getAsString().equals(side))
				.toList(), (lines) -> lines.size() > index)
			.get(index);
	}

	/**
	 * Observer that notes the sizes of messages.
	 */
	private static final class Replies implements StreamObserver<UploadReply> {

		private final List<Long> sizes = new CopyOnWriteArrayList<>();

		@Override
		public void onNext(UploadReply value) {
			this.sizes.add(value.getSize());
		}

		@Override
		public void onError(Throwable error) {
		}

		@Override
		public void onCompleted() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(DemoUsers.class)
	static class Application {

		@Bean
		TraceIdSource traceIdSource() {
			return () -> "trace-of-the-test";
		}

	}

}
