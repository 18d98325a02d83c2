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

import java.time.Duration;
import java.util.List;

import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.mprpc.internal.provider.CallExecutors;
import io.mprpc.internal.time.TimeSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;
import org.springframework.grpc.server.service.GrpcServiceSpec;

/**
 * Customizer of servers that gives each call the thread that its method asks for: those
 * that promise not to block the one that read the request, the others one that may block.
 * Leaves a server alone where nothing is promised.
 *
 * @param <T> type of the server's builder
 */
final class CallExecutionCustomizer<T extends ServerBuilder<T>> implements ServerBuilderCustomizer<T> {

	private static final Duration TOLERANCE = Duration.ofMillis(100);

	private final ObjectProvider<GrpcServiceDiscoverer> discoverer;

	private final HandlerExecutorProvider handlers;

	private final TimeSource time;

	CallExecutionCustomizer(ObjectProvider<GrpcServiceDiscoverer> discoverer, HandlerExecutorProvider handlers,
			TimeSource time) {
		this.discoverer = discoverer;
		this.handlers = handlers;
		this.time = time;
	}

	/**
	 * In process, the thread that brings a request is the caller's own.
	 */
	static boolean isInProcess(ServerBuilder<?> server) {
		return server.getClass().getName().startsWith("io.grpc.inprocess.");
	}

	@Override
	public void customize(T server) {
		if (isInProcess(server)) {
			return;
		}
		CallExecutors executors = CallExecutors.of(services(), TOLERANCE, this.time);
		if (executors.isNeeded()) {
			executors.install(server, this.handlers.executor());
		}
	}

	private List<BindableService> services() {
		GrpcServiceDiscoverer finder = this.discoverer.getIfAvailable();
		return (finder != null) ? finder.findServices().stream().map(GrpcServiceSpec::service).toList() : List.of();
	}

}
