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

import io.grpc.ServerBuilder;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.mprpc.autoconfigure.provider.RpcProviderAutoConfiguration;
import io.mprpc.internal.grpc.accesslog.TraceIdSource;
import io.mprpc.internal.grpc.call.ClientCallObservation;
import io.mprpc.internal.grpc.call.ClientCallObserver;
import io.mprpc.internal.grpc.call.ServerCallObservation;
import io.mprpc.internal.grpc.call.ServerCallObserver;
import io.mprpc.internal.grpc.call.ServerTraceCapture;
import io.mprpc.internal.time.TimeSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.client.GlobalClientInterceptor;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the observation of calls:
 * meters, access log, statistics and traces. Nothing is there on a side that nothing
 * observes.
 *
 * @since 0.1
 */
@AutoConfiguration(
		after = { GrpcClientObservationAutoConfiguration.class, RpcAccessLogAutoConfiguration.class,
				RpcMetricsAutoConfiguration.class, RpcProviderAutoConfiguration.class,
				RpcReportsAutoConfiguration.class, RpcTracingAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
public final class RpcCallObservationAutoConfiguration {

	/**
	 * The calls that are made.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ClientCallObserver.class)
	static class ClientConfiguration {

		/**
		 * After the bean that starts the observation, and without an order as that one,
		 * so that it stands inside.
		 */
		@Bean
		@GlobalClientInterceptor
		ClientCallObservation rpcClientCallObservation(ObjectProvider<ClientCallObserver<?>> observers) {
			return new ClientCallObservation(observers.orderedStream().toList(), TimeSource.system());
		}

	}

	/**
	 * The calls that are served.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(GrpcServiceDiscoverer.class)
	static class ServerConfiguration {

		@Bean
		ServerCallObservation rpcServerCallObservation(ObjectProvider<ServerCallObserver<?>> observers,
				ObjectProvider<ServerTraceCapture> trace) {
			return new ServerCallObservation(observers.orderedStream().toList(), trace.stream().findAny().isPresent(),
					TimeSource.system());
		}

		@Bean
		<T extends ServerBuilder<T>> ServerBuilderCustomizer<T> rpcServerCallObservationCustomizer(
				ServerCallObservation observation) {
			return observation::bind;
		}

	}

	/**
	 * The trace of calls that are served. Stands inside the interceptor that starts it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(GrpcServiceDiscoverer.class)
	@Conditional(OnTraceIdentity.class)
	static class TraceConfiguration {

		@Bean
		@Order(1)
		@GlobalServerInterceptor
		ServerTraceCapture rpcServerTraceCapture(TraceIdSource traceId) {
			return new ServerTraceCapture(traceId::get);
		}

	}

	/**
	 * The trace, where Micrometer traces.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	@ConditionalOnBean(Tracer.class)
	static class TracerConfiguration {

		@Bean
		@ConditionalOnMissingBean
		TraceIdSource rpcTraceIdSource(ObjectProvider<Tracer> tracers) {
			Tracer tracer = tracers.getIfUnique(() -> Tracer.NOOP);
			return () -> {
				Span span = tracer.currentSpan();
				String traceId = (span != null) ? span.context().traceId() : "";
				return traceId.isEmpty() ? null : traceId;
			};
		}

	}

	/**
	 * Condition that matches where the trace of a call is known.
	 */
	static class OnTraceIdentity extends AnyNestedCondition {

		OnTraceIdentity() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(TraceIdSource.class)
		static class FromApplication {

		}

		@ConditionalOnBean(type = "io.micrometer.tracing.Tracer")
		static class FromTracer {

		}

	}

}
