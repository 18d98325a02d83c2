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

import io.mprpc.internal.grpc.server.ServerAddress;
import io.mprpc.internal.provider.ApplicationPorts;
import io.mprpc.internal.provider.ProviderLifecycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Configuration for web servers: notes their ports, and takes the one that serves gRPC
 * through a servlet for the gRPC server.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(WebServerInitializedEvent.class)
class ProviderWebConfiguration {

	/** By name, because the class cannot be loaded where gRPC's servlet is missing. */
	private static final String SERVLET_REGISTRATION = "grpcServletRegistration";

	@Bean
	WebServerListener rpcWebServerListener(ApplicationPorts ports, ObjectProvider<ProviderLifecycle> lifecycle,
			ApplicationContext context, Environment environment) {
		return new WebServerListener(ports, lifecycle, context, environment);
	}

	static final class WebServerListener implements ApplicationListener<WebServerInitializedEvent> {

		private final ApplicationPorts ports;

		private final ObjectProvider<ProviderLifecycle> lifecycle;

		private final ApplicationContext context;

		private final Environment environment;

		WebServerListener(ApplicationPorts ports, ObjectProvider<ProviderLifecycle> lifecycle,
				ApplicationContext context, Environment environment) {
			this.ports = ports;
			this.lifecycle = lifecycle;
			this.context = context;
			this.environment = environment;
		}

		@Override
		public void onApplicationEvent(WebServerInitializedEvent event) {
			int port = event.getWebServer().getPort();
			if (WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), "management")) {
				this.ports.put("management", port);
			}
			else if (event.getApplicationContext() == this.context) {
				this.ports.put(isSecure() ? "https" : "http", port);
				if (port > 0 && this.context.containsBean(SERVLET_REGISTRATION)) {
					this.lifecycle.ifAvailable((provider) -> provider.serverStarted(
							new ServerAddress(ProviderSettingsFactory.webAddress(this.environment), port, null)));
				}
			}
		}

		private boolean isSecure() {
			return this.environment.getProperty("server.ssl.enabled", Boolean.class, true)
					&& (this.environment.containsProperty("server.ssl.bundle")
							|| this.environment.containsProperty("server.ssl.key-store")
							|| this.environment.containsProperty("server.ssl.certificate"));
		}

	}

}
