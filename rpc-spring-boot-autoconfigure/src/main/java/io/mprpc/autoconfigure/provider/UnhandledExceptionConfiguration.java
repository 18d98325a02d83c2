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

import io.mprpc.internal.grpc.server.UnhandledExceptionLog;
import io.mprpc.internal.provider.ThrownStatusHandler;
import io.mprpc.internal.provider.UnhandledExceptionInterceptor;
import io.mprpc.internal.time.TimeSource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;

/**
 * Handling of exceptions that the application does not handle.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(GrpcServiceDiscoverer.class)
class UnhandledExceptionConfiguration {

	@Bean
	@GlobalServerInterceptor
	UnhandledExceptionInterceptor rpcUnhandledExceptionInterceptor() {
		return new UnhandledExceptionInterceptor(new UnhandledExceptionLog(TimeSource.system()));
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	ThrownStatusHandler rpcThrownStatusHandler() {
		return new ThrownStatusHandler();
	}

}
