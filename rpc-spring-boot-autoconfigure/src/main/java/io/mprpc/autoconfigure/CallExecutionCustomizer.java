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
package io.mprpc.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.mprpc.provider.CallExecutors;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;
import org.springframework.grpc.server.service.GrpcServiceSpec;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Tells a server where its handlers run: those that promise not to block on the thread
 * that read the request; the others on the user's executor for the server if there is
 * one, on virtual threads if Spring Boot has them enabled, else on as many threads as are
 * needed. Leaves a server alone where none of that makes a difference.
 *
 * @param <T> type of the server's builder
 */
final class CallExecutionCustomizer<T extends ServerBuilder<T>> implements ServerBuilderCustomizer<T>, DisposableBean {

	private static final Duration TOLERANCE = Duration.ofMillis(100);

	private static final String THREAD_NAMES = "rpc-call-";

	private final ObjectProvider<GrpcServiceDiscoverer> discoverer;

	private final @Nullable Executor usersExecutor;

	private final boolean virtualThreads;

	private final LongSupplier nanoTime;

	private @Nullable ExecutorService threads;

	CallExecutionCustomizer(ObjectProvider<GrpcServiceDiscoverer> discoverer, @Nullable Executor usersExecutor,
			boolean virtualThreads, LongSupplier nanoTime) {
		this.discoverer = discoverer;
		this.usersExecutor = usersExecutor;
		this.virtualThreads = virtualThreads;
		this.nanoTime = nanoTime;
	}

	@Override
	public void customize(T server) {
		// In process, the thread that brings a request is the caller's own.
		if (server.getClass().getName().startsWith("io.grpc.inprocess.")) {
			return;
		}
		CallExecutors executors = CallExecutors.of(services(), TOLERANCE, this.nanoTime);
		if (executors.isNeeded() || (this.virtualThreads && this.usersExecutor == null)) {
			executors.install(server, mayBlock());
		}
	}

	private List<BindableService> services() {
		GrpcServiceDiscoverer finder = this.discoverer.getIfAvailable();
		return (finder != null) ? finder.findServices().stream().map(GrpcServiceSpec::service).toList() : List.of();
	}

	private Executor mayBlock() {
		if (this.usersExecutor != null) {
			return this.usersExecutor;
		}
		if (this.virtualThreads) {
			return new VirtualThreadTaskExecutor(THREAD_NAMES);
		}
		if (this.threads == null) {
			CustomizableThreadFactory factory = new CustomizableThreadFactory(THREAD_NAMES);
			factory.setDaemon(true);
			this.threads = Executors.newCachedThreadPool(factory);
		}
		return this.threads;
	}

	@Override
	public void destroy() {
		if (this.threads != null) {
			this.threads.shutdown();
		}
	}

}
