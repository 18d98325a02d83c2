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

import io.mprpc.benchmarks.EchoClient;
import io.mprpc.benchmarks.Settings;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * A client that finds its servers with Spring Cloud Zookeeper and Spring Cloud
 * LoadBalancer, with all defaults.
 */
public class SpringCloudClient implements EchoClient {

	private ConfigurableApplicationContext context;

	private RestClient client;

	@Override
	public void start(Settings settings) {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(SpringCloudProperties.of("echo-consumer", settings))
			.properties("spring.cloud.zookeeper.discovery.register=false")
			.run();
		this.client = this.context.getBean(RestClient.Builder.class).baseUrl("http://echo-provider").build();
	}

	@Override
	public EchoCall prepare(int payloadSize) {
		byte[] payload = new byte[payloadSize];
		return () -> this.client.post()
			.uri("/echo")
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.accept(MediaType.APPLICATION_OCTET_STREAM)
			.body(payload)
			.retrieve()
			.body(byte[].class).length;
	}

	@Override
	public String who() {
		return this.client.get().uri("/who").retrieve().body(String.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@LoadBalanced
		RestClient.Builder restClientBuilder() {
			return RestClient.builder();
		}

	}

}
