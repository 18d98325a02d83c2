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
package io.mprpc.benchmarks.springcloud;

import java.util.ArrayList;
import java.util.List;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web application that registers with Spring Cloud Zookeeper.
 */
public class SpringCloudServer implements EchoServer {

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@Override
	public String start(Settings settings) {
		List<String> addresses = new ArrayList<>();
		for (int i = 0; i < settings.getInt(Settings.INSTANCES); i++) {
			ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.properties(SpringCloudProperties.of("echo-provider", settings))
				.run();
			this.contexts.add(context);
			addresses.add(address(context.getEnvironment()));
		}
		return String.join(",", addresses);
	}

	private static String address(Environment environment) {
		return "127.0.0.1:" + environment.getProperty("local.server.port");
	}

	@Override
	public void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(EchoController.class)
	static class Application {

	}

	@RestController
	static class EchoController {

		private final Environment environment;

		EchoController(Environment environment) {
			this.environment = environment;
		}

		@GetMapping("/who")
		String who() {
			return address(this.environment);
		}

		@PostMapping("/echo")
		byte[] echo(@RequestBody byte[] payload) {
			return payload;
		}

	}

}
