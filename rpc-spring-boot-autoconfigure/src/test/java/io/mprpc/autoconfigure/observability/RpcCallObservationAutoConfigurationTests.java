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

import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import io.mprpc.internal.grpc.accesslog.ClientAccessLog;
import io.mprpc.internal.grpc.accesslog.ServerAccessLog;
import io.mprpc.internal.grpc.accesslog.TraceIdSource;
import io.mprpc.internal.grpc.call.ClientCallObservation;
import io.mprpc.internal.grpc.call.ClientCallObserver;
import io.mprpc.internal.grpc.call.ServerCallObservation;
import io.mprpc.internal.grpc.call.ServerCallObserver;
import io.mprpc.internal.grpc.call.ServerTraceCapture;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.grpc.server.ServerBuilderCustomizer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RpcCallObservationAutoConfiguration}.
 */
class RpcCallObservationAutoConfigurationTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(RpcAccessLogAutoConfiguration.class, RpcCallObservationAutoConfiguration.class));

	@Test
	void nothingIsThereWithoutAnObserver() {
		this.contexts.run((context) -> assertThat(context).doesNotHaveBean(ClientInterceptor.class)
			.doesNotHaveBean(ServerInterceptor.class)
			.doesNotHaveBean(ServerCallObservation.class)
			.doesNotHaveBean(ServerBuilderCustomizer.class));
	}

	@Test
	void eachSideIsObservedOnlyWhereItHasAnObserver() {
		this.contexts.withPropertyValues("rpc.access-log.client.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(ClientCallObservation.class)
				.doesNotHaveBean(ServerCallObservation.class)
				.doesNotHaveBean(ServerBuilderCustomizer.class)
				.doesNotHaveBean(ServerInterceptor.class));
		this.contexts.withPropertyValues("rpc.access-log.server.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(ServerCallObservation.class)
				.hasSingleBean(ServerBuilderCustomizer.class)
				.doesNotHaveBean(ClientInterceptor.class));
	}

	@Test
	void allObserversShareOneInterceptorAndOneTracer() {
		ClientCallObserver<Object> client = (call) -> null;
		ServerCallObserver<Object> server = new ServerCallObserver<>() {
		};
		this.contexts.withPropertyValues("rpc.access-log.server.enabled=true", "rpc.access-log.client.enabled=true")
			.withBean("clientObserver", ClientCallObserver.class, () -> client)
			.withBean("serverObserver", ServerCallObserver.class, () -> server)
			.run((context) -> assertThat(context).hasSingleBean(ClientAccessLog.class)
				.hasSingleBean(ServerAccessLog.class)
				.hasSingleBean(ClientInterceptor.class)
				.hasSingleBean(ServerCallObservation.class)
				.hasSingleBean(ServerBuilderCustomizer.class));
	}

	@Test
	void theTraceOfCallsIsCapturedForTheAccessLogOfTheServer() {
		ApplicationContextRunner traced = this.contexts.withBean(TraceIdSource.class, () -> () -> "trace");
		traced.withPropertyValues("rpc.access-log.server.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(ServerTraceCapture.class));
		traced.withPropertyValues("rpc.access-log.client.enabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(ServerTraceCapture.class));
	}

}
