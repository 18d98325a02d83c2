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
package io.mprpc.internal.provider;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * Warning of beans that are annotated as services where no gRPC server serves them.
 */
final class UnservedBeans {

	private static final Logger logger = LoggerFactory.getLogger(UnservedBeans.class);

	private static final String SERVLET_REGISTRATION = "grpcServletRegistration";

	private final ServiceBeans beans;

	UnservedBeans(ServiceBeans beans) {
		this.beans = beans;
	}

	void warn(boolean serverConfigured) {
		if (serverConfigured
				&& (this.beans.contain(GrpcServerLifecycle.class) || this.beans.contains(SERVLET_REGISTRATION))) {
			return;
		}
		for (String name : this.beans.annotatedNames()) {
			logger.warn("Bean " + this.beans.label(name)
					+ " is annotated with @RpcService, but neither served nor registered: " + reason(serverConfigured));
		}
	}

	private static String reason(boolean serverConfigured) {
		return (serverConfigured)
				? "there is no gRPC server. Add io.grpc:grpc-netty, or remove spring.grpc.server.factory.enabled=false."
				: "Spring Boot's gRPC server is switched off. Remove spring.grpc.server.enabled=false, or the exclusion "
						+ "of its auto-configuration.";
	}

}
