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

package io.mprpc.autoconfigure.provider;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.mprpc.internal.grpc.server.UnhandledExceptionLog;
import io.mprpc.internal.provider.ThrownStatusHandler;
import io.mprpc.internal.provider.UnhandledExceptionInterceptor;
import io.mprpc.internal.provider.UnhandledExceptionInterceptor.TraceCapture;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;

/**
 * What becomes of exceptions that the application does not handle.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(GrpcServiceDiscoverer.class)
class UnhandledExceptionConfiguration {

	@Bean
	@GlobalServerInterceptor
	UnhandledExceptionInterceptor rpcUnhandledExceptionInterceptor(ObjectProvider<TraceCapture> traces) {
		boolean traced = traces.stream().findAny().isPresent();
		return new UnhandledExceptionInterceptor(new UnhandledExceptionLog(System::nanoTime), traced);
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	ThrownStatusHandler rpcThrownStatusHandler() {
		return new ThrownStatusHandler();
	}

	/**
	 * The trace, where Micrometer traces. Stands inside the interceptor that starts it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	@ConditionalOnBean(Tracer.class)
	static class TracingConfiguration {

		@Bean
		@Order(1)
		@GlobalServerInterceptor
		TraceCapture rpcUnhandledExceptionTraceCapture(ObjectProvider<Tracer> tracers) {
			Tracer tracer = tracers.getIfUnique(() -> Tracer.NOOP);
			return new TraceCapture(() -> {
				Span span = tracer.currentSpan();
				String traceId = (span != null) ? span.context().traceId() : "";
				return traceId.isEmpty() ? null : traceId;
			});
		}

	}

}
