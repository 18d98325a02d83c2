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
package io.mprpc.benchmarks.mprpc;

import java.util.ArrayList;
import java.util.List;

import io.mprpc.NonBlocking;
import io.mprpc.RpcService;
import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.grpc.GrpcEchoService;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * Typical provider with all defaults.
 */
public class MprpcServer implements EchoServer {

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@Override
	public String start(Settings settings) {
		List<String> addresses = new ArrayList<>();
		for (int i = 0; i < settings.getInt(Settings.INSTANCES); i++) {
			ConfigurableApplicationContext context = new SpringApplicationBuilder(
					settings.isOn("non-blocking") ? NonBlockingApplication.class : Application.class)
				.web(WebApplicationType.NONE)
				.properties(MprpcProperties.of(settings))
				.run();
			CallReports.switchOn(context, settings);
			this.contexts.add(context);
			String address = "127.0.0.1:" + context.getBean(GrpcServerLifecycle.class).getPort();
			context.getBean(GrpcEchoService.class).setName(address);
			addresses.add(address);
		}
		return String.join(",", addresses);
	}

	@Override
	public void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@RpcService
		GrpcEchoService echoService() {
			return new GrpcEchoService();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NonBlockingApplication {

		@Bean
		@RpcService
		NonBlockingEchoService echoService() {
			return new NonBlockingEchoService();
		}

	}

	/** An echo does not block and is declared so. */
	@NonBlocking
	static class NonBlockingEchoService extends GrpcEchoService {

	}

}
