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

package io.mprpc.internal.grpc.tracing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import brave.Tracing;
import brave.baggage.BaggageField;
import brave.baggage.BaggagePropagation;
import brave.baggage.BaggagePropagationConfig;
import brave.baggage.CorrelationScopeConfig;
import brave.context.slf4j.MDCScopeDecorator;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.B3Propagation;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import brave.sampler.Sampler;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveBaggageManager;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BraveFinishedSpan;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Micrometer Tracing with Brave, as Spring Boot wires it, into memory.
 */
@Configuration(proxyBeanMethods = false)
class BraveTestConfiguration {

	private final List<MutableSpan> finished = new CopyOnWriteArrayList<>();

	private final BaggageField field = BaggageField.create(TracedApplication.BAGGAGE);

	private final ThreadLocalCurrentTraceContext context = ThreadLocalCurrentTraceContext.newBuilder()
		.addScopeDecorator(MDCScopeDecorator.newBuilder()
			.add(CorrelationScopeConfig.SingleCorrelationField.newBuilder(this.field).flushOnUpdate().build())
			.build())
		.build();

	@Bean(destroyMethod = "close")
	Tracing tracing() {
		return Tracing.newBuilder()
			.currentTraceContext(this.context)
			.sampler(Sampler.ALWAYS_SAMPLE)
			.propagationFactory(BaggagePropagation.newFactoryBuilder(B3Propagation.FACTORY)
				.add(BaggagePropagationConfig.SingleBaggageField.remote(this.field))
				.build())
			.addSpanHandler(new SpanHandler() {

				@Override
				public boolean end(TraceContext traceContext, MutableSpan span, Cause cause) {
					BraveTestConfiguration.this.finished.add(new MutableSpan(span));
					return true;
				}

			})
			.build();
	}

	@Bean
	Tracer tracer(Tracing tracing) {
		return new BraveTracer(tracing.tracer(), new BraveCurrentTraceContext(this.context),
				new BraveBaggageManager(List.of(), List.of(TracedApplication.BAGGAGE)));
	}

	@Bean
	Propagator propagator(Tracing tracing) {
		return new BravePropagator(tracing);
	}

	@Bean
	TracedApplication.Spans spans() {
		return () -> this.finished.stream().map(BraveFinishedSpan::fromBrave).collect(Collectors.toList());
	}

}
