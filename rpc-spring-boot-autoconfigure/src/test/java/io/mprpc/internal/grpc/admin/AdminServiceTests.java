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

package io.mprpc.internal.grpc.admin;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.admin.v1.AdminServiceGrpc;
import io.mprpc.admin.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.mprpc.admin.v1.Bucket;
import io.mprpc.admin.v1.ExplainRequest;
import io.mprpc.admin.v1.Explanation;
import io.mprpc.admin.v1.GetFiguresReply;
import io.mprpc.admin.v1.GetFiguresRequest;
import io.mprpc.admin.v1.MethodFigures;
import io.mprpc.admin.v1.Route;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.WatchRequest;
import io.mprpc.internal.grpc.metrics.MeteredApplication;
import io.mprpc.testing.DemoUsers;
import io.mprpc.testing.GrpcApplication;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AdminService} in an application that calls itself.
 */
class AdminServiceTests {

	private static final String ENABLED = "rpc.server.admin.enabled=true";

	private GrpcApplication application;

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void callsAreCountedWhereTheyAreServedAndWhereTheyAreMade() {
		start(ENABLED);
		ManagedChannel channel = this.application.channel();
		UserServiceGrpc.UserServiceBlockingStub users = UserServiceGrpc.newBlockingStub(channel);
		for (int i = 0; i < 3; i++) {
			users.login(LoginRequest.getDefaultInstance());
		}
		this.application.bean(DemoUsers.class)
			.next((observer) -> observer.onError(Status.NOT_FOUND.asRuntimeException()));
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> users.getProfile(ProfileRequest.getDefaultInstance()));
		users.watchLogins(WatchRequest.newBuilder().setCount(2).build()).forEachRemaining((event) -> {
		});
		GetFiguresReply figures = await().atMost(Duration.ofSeconds(30))
			.until(() -> admin().getFigures(GetFiguresRequest.getDefaultInstance()),
					(reply) -> calls(reply.getProvidedList()) == 5);
		assertThat(figures.getApplication()).isEqualTo("demo");
		assertThat(figures.getLife()).isNotEmpty();
		for (List<MethodFigures> side : List.of(figures.getProvidedList(), figures.getConsumedList())) {
			assertThat(side).extracting(MethodFigures::getService).containsOnly("demo.UserService");
			MethodFigures login = method(side, "Login");
			assertThat(login.getCalls()).isEqualTo(3);
			assertThat(login.getErrors()).isZero();
			assertThat(timed(login)).isEqualTo(3);
			assertThat(login.getBucketsList())
				.allSatisfy((bucket) -> assertThat(bucket.getIndex()).isBetween(0, figures.getBoundsNanosCount()));
			MethodFigures profile = method(side, "GetProfile");
			assertThat(profile.getCalls()).isEqualTo(1);
			assertThat(profile.getErrors()).isEqualTo(1);
			MethodFigures watch = method(side, "WatchLogins");
			assertThat(watch.getCalls()).isEqualTo(1);
			assertThat(timed(watch)).as("a stream's duration is no latency").isZero();
		}
	}

	@Test
	void itIsNeitherRegisteredNorMeasured() {
		start(ENABLED, "rpc.registry.enabled=true");
		InMemoryRegistry registry = this.application.bean(InMemoryRegistry.class);
		await().atMost(Duration.ofSeconds(30)).until(() -> !registry.published().isEmpty());
		admin().getFigures(GetFiguresRequest.getDefaultInstance());
		admin().getFigures(GetFiguresRequest.getDefaultInstance());
		assertThat(registry.published().get(0).services()).extracting((service) -> service.service().value())
			.containsExactly("demo.UserService");
		MeterRegistry meters = this.application.bean(MeterRegistry.class);
		assertThat(meters.find("rpc.server.queue").tag("service", "mprpc.admin.v1.AdminService").timer()).isNull();
		assertThat(meters.find("grpc.server").tag("rpc.service", "mprpc.admin.v1.AdminService").timer()).isNull();
	}

	@Test
	void itExplainsWhereCallsGo() {
		start(ENABLED, "rpc.registry.enabled=true");
		InMemoryRegistry registry = this.application.bean(InMemoryRegistry.class);
		await().atMost(Duration.ofSeconds(30)).until(() -> !registry.published().isEmpty());
		registry.put("demo.UserService", "127.0.0.1:1", "Chat");
		UserServiceGrpc.newBlockingStub(this.application.channel("rpc:///demo.UserService"))
			.withWaitForReady()
			.login(LoginRequest.getDefaultInstance());
		Explanation explanation = admin()
			.explain(ExplainRequest.newBuilder().setService("demo.UserService").setMethod("Login").build())
			.getExplanations(0);
		assertThat(explanation.getChannel()).isEqualTo("rpc:///demo.UserService");
		assertThat(explanation.getView()).isEqualTo("LIVE");
		assertThat(explanation.getRoutesList()).filteredOn(Route::getPicked)
			.extracting(Route::getEndpoint)
			.containsExactly("127.0.0.1:" + this.application.port());
		assertThat(explanation.getRoutesList()).filteredOn((route) -> route.getEndpoint().equals("127.0.0.1:1"))
			.extracting(Route::getReason)
			.containsExactly("does not serve Login");
		assertThat(explanation.getChangesList()).extracting("subject").contains("127.0.0.1:1");
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> admin().explain(ExplainRequest.newBuilder().setService("no/name").build()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
	}

	@Test
	void onlyThoseWithTheTokenAreAnswered() {
		start(ENABLED, "rpc.server.admin.token=secret");
		assertRefused(admin(), "No token");
		assertRefused(with("Bearer secrets"), "Wrong token");
		assertRefused(with("secret"), "Wrong token");
		assertThat(with("Bearer secret").getFigures(GetFiguresRequest.getDefaultInstance()).getApplication())
			.isEqualTo("demo");
	}

	@Test
	void nothingIsThereUnlessItIsWanted() {
		start();
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> admin().getFigures(GetFiguresRequest.getDefaultInstance()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
		assertThat(this.application.context().getBeanNamesForType(ProvidedCalls.class)).isEmpty();
		assertThat(this.application.context().getBeanNamesForType(ConsumedCalls.class)).isEmpty();
	}

	private static void assertRefused(AdminServiceBlockingStub admin, String reason) {
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> admin.getFigures(GetFiguresRequest.getDefaultInstance()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED))
			.withMessageContaining(reason)
			.withMessageContaining("rpc.server.admin.token")
			.withMessageNotContaining("secret");
	}

	private AdminServiceBlockingStub admin() {
		return AdminServiceGrpc.newBlockingStub(this.application.channel());
	}

	private AdminServiceBlockingStub with(String authorization) {
		Metadata headers = new Metadata();
		headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
		return admin().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
	}

	private static long calls(List<MethodFigures> figures) {
		return figures.stream().mapToLong(MethodFigures::getCalls).sum();
	}

	private static long timed(MethodFigures figures) {
		return figures.getBucketsList().stream().mapToLong(Bucket::getCalls).sum();
	}

	private static MethodFigures method(List<MethodFigures> figures, String name) {
		return figures.stream().filter((each) -> each.getMethod().equals(name)).findFirst().orElseThrow();
	}

	private void start(String... properties) {
		this.application = GrpcApplication.start(MeteredApplication.class,
				Stream.concat(Arrays.stream(MeteredApplication.PROPERTIES), Arrays.stream(properties))
					.toArray(String[]::new));
	}

}
