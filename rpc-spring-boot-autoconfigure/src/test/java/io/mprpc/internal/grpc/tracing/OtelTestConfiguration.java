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
import java.util.stream.Collectors;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.otel.bridge.Slf4JBaggageEventListener;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.micrometer.tracing.otel.propagation.BaggageTextMapPropagator;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Micrometer Tracing with OpenTelemetry, as Spring Boot wires it, into memory.
 */
@Configuration(proxyBeanMethods = false)
class OtelTestConfiguration {

	private static final List<EventListener> LISTENERS = List.of(new Slf4JEventListener(),
			new Slf4JBaggageEventListener(List.of(TracedApplication.BAGGAGE)));

	static {
		// Once, and before OpenTelemetry looks for its storage.
		ContextStorage.addWrapper(new EventPublishingContextWrapper(OtelTestConfiguration::publish));
	}

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build();

	private final io.opentelemetry.api.trace.Tracer tracer = this.provider.get("test");

	private final OtelCurrentTraceContext context = new OtelCurrentTraceContext();

	private final OtelBaggageManager baggage = new OtelBaggageManager(this.context, List.of(TracedApplication.BAGGAGE),
			List.of());

	@Bean
	Tracer tracer() {
		return new OtelTracer(this.tracer, this.context, OtelTestConfiguration::publish, this.baggage);
	}

	@Bean
	Propagator propagator() {
		TextMapPropagator baggagePropagator = new BaggageTextMapPropagator(List.of(TracedApplication.BAGGAGE),
				this.baggage);
		return new OtelPropagator(
				ContextPropagators
					.create(TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(), baggagePropagator)),
				this.tracer);
	}

	@Bean
	TracedApplication.Spans spans() {
		return () -> this.exporter.getFinishedSpanItems()
			.stream()
			.map(OtelFinishedSpan::fromOtel)
			.collect(Collectors.toList());
	}

	private static void publish(Object event) {
		LISTENERS.forEach((listener) -> listener.onEvent(event));
	}

}
