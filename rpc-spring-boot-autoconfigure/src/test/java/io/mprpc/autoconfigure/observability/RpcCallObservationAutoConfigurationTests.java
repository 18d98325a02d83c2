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

import java.util.ArrayList;
import java.util.List;

import io.grpc.ClientInterceptor;
import io.grpc.ForwardingServerBuilder;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.micrometer.tracing.Tracer;
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
import org.springframework.context.ApplicationContext;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;
import org.springframework.grpc.server.service.GrpcServiceSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RpcCallObservationAutoConfiguration}.
 */
class RpcCallObservationAutoConfigurationTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RpcAccessLogAutoConfiguration.class, RpcCallObservationAutoConfiguration.class))
		.withBean(GrpcServiceDiscoverer.class, NoServices::new);

	@Test
	void nothingIsThereWithoutAnObserver() {
		this.contexts.run((context) -> {
			assertThat(context).doesNotHaveBean(ClientInterceptor.class).doesNotHaveBean(ServerInterceptor.class);
			assertThat(tracers(context)).isEmpty();
		});
	}

	@Test
	void eachSideIsObservedOnlyWhereItHasAnObserver() {
		this.contexts.withPropertyValues("rpc.access-log.client.enabled=true").run((context) -> {
			assertThat(context).hasSingleBean(ClientCallObservation.class).doesNotHaveBean(ServerInterceptor.class);
			assertThat(tracers(context)).isEmpty();
		});
		this.contexts.withPropertyValues("rpc.access-log.server.enabled=true").run((context) -> {
			assertThat(context).doesNotHaveBean(ClientInterceptor.class).doesNotHaveBean(ServerInterceptor.class);
			assertThat(tracers(context)).containsExactly(context.getBean(ServerCallObservation.class));
		});
	}

	@Test
	void allObserversShareOneInterceptorAndOneTracer() {
		ClientCallObserver<Object> client = (call) -> null;
		ServerCallObserver<Object> server = new ServerCallObserver<>() {
		};
		this.contexts.withPropertyValues("rpc.access-log.server.enabled=true", "rpc.access-log.client.enabled=true")
			.withBean("clientObserver", ClientCallObserver.class, () -> client)
			.withBean("serverObserver", ServerCallObserver.class, () -> server)
			.run((context) -> {
				assertThat(context).hasSingleBean(ClientAccessLog.class)
					.hasSingleBean(ServerAccessLog.class)
					.hasSingleBean(ClientInterceptor.class);
				assertThat(tracers(context)).containsExactly(context.getBean(ServerCallObservation.class));
			});
	}

	@Test
	void theTraceOfCallsIsCapturedWhereItIsKnown() {
		this.contexts.withBean(TraceIdSource.class, () -> () -> "trace").run((context) -> {
			assertThat(context).hasSingleBean(ServerTraceCapture.class);
			assertThat(tracers(context)).containsExactly(context.getBean(ServerCallObservation.class));
		});
		this.contexts.withBean(Tracer.class, () -> Tracer.NOOP)
			.run((context) -> assertThat(context).hasSingleBean(ServerTraceCapture.class)
				.hasSingleBean(TraceIdSource.class));
	}

	@Test
	void anApplicationThatServesNothingObservesNoServer() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RpcCallObservationAutoConfiguration.class))
			.withBean(TraceIdSource.class, () -> () -> "trace")
			.run((context) -> assertThat(context).doesNotHaveBean(ServerCallObservation.class)
				.doesNotHaveBean(ServerTraceCapture.class));
	}

	private static List<ServerStreamTracer.Factory> tracers(ApplicationContext context) {
		RecordingBuilder builder = new RecordingBuilder();
		context.getBeansOfType(ServerBuilderCustomizer.class).values().forEach((each) -> customize(each, builder));
		return builder.tracers;
	}

	@SuppressWarnings("unchecked")
	private static void customize(ServerBuilderCustomizer<?> customizer, RecordingBuilder builder) {
		((ServerBuilderCustomizer<RecordingBuilder>) customizer).customize(builder);
	}

	/**
	 * A server without a service.
	 */
	private static final class NoServices implements GrpcServiceDiscoverer {

		@Override
		public List<GrpcServiceSpec> findServices() {
			return List.of();
		}

		@Override
		public List<String> listServiceNames() {
			return List.of();
		}

	}

	/**
	 * Notes the tracers of a server.
	 */
	private static final class RecordingBuilder extends ForwardingServerBuilder<RecordingBuilder> {

		private final List<ServerStreamTracer.Factory> tracers = new ArrayList<>();

		@Override
		protected ServerBuilder<?> delegate() {
			throw new UnsupportedOperationException();
		}

		@Override
		public RecordingBuilder addStreamTracerFactory(ServerStreamTracer.Factory factory) {
			this.tracers.add(factory);
			return this;
		}

	}

}
