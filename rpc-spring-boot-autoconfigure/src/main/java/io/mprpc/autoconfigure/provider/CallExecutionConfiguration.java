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

import io.grpc.ServerBuilder;
import io.mprpc.internal.time.TimeSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;

/**
 * Configuration of the threads that run handlers.
 */
@Configuration(proxyBeanMethods = false)
class CallExecutionConfiguration {

	@Bean
	HandlerExecutorProvider rpcHandlerExecutorProvider(ObjectProvider<GrpcServerExecutorProvider> users,
			Environment environment) {
		return new HandlerExecutorProvider(users.getIfAvailable(), Threading.VIRTUAL.isActive(environment));
	}

	/**
	 * First, so that a customizer of the application may still say something else.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	<T extends ServerBuilder<T>> ServerBuilderCustomizer<T> rpcHandlerExecutorCustomizer(
			HandlerExecutorProvider handlers) {
		return (server) -> {
			if (!handlers.areUsersOwn() && !CallExecutionCustomizer.isInProcess(server)) {
				server.executor(handlers.executor());
			}
		};
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	<T extends ServerBuilder<T>> ServerBuilderCustomizer<T> rpcCallExecutionCustomizer(
			ObjectProvider<GrpcServiceDiscoverer> discoverer, HandlerExecutorProvider handlers) {
		return new CallExecutionCustomizer<>(discoverer, handlers, TimeSource.system());
	}

}
