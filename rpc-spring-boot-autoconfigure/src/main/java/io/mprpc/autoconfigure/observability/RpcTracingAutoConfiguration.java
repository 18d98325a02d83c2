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

import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.binder.grpc.ObservationGrpcClientInterceptor;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareBaggageThreadLocalAccessor;
import io.micrometer.tracing.propagation.Propagator;
import io.mprpc.internal.grpc.tracing.AttemptEvents;
import io.mprpc.internal.grpc.tracing.CallbackContext;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.client.GlobalClientInterceptor;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for traces of calls with Micrometer,
 * be it with Brave or OpenTelemetry.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GrpcClientObservationAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@EnableConfigurationProperties(RpcTracingProperties.class)
public final class RpcTracingAutoConfiguration {

	/**
	 * Condition that matches where spans are made and not only observations counted; only
	 * spans need events.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Propagator.class, ObservationGrpcClientInterceptor.class })
	@ConditionalOnBean({ Propagator.class, ObservationGrpcClientInterceptor.class })
	@ConditionalOnBooleanProperty(name = "rpc.tracing.call-events", matchIfMissing = true)
	static class EventsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		AttemptEvents rpcAttemptEvents(ObservationRegistry observations) {
			return new AttemptEvents(observations);
		}

	}

	/**
	 * Around all other interceptors, so that their callbacks have the context too.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ContextRegistry.class, Propagator.class })
	@ConditionalOnBean(Propagator.class)
	@ConditionalOnBooleanProperty(name = "rpc.tracing.callback-context", matchIfMissing = true)
	static class CallbackConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		@GlobalClientInterceptor
		@ConditionalOnMissingBean
		CallbackContext rpcCallbackContext(ObservationRegistry observations, Tracer tracer) {
			return new CallbackContext(ContextRegistry.getInstance(),
					new ObservationAwareBaggageThreadLocalAccessor(observations, tracer));
		}

	}

}
