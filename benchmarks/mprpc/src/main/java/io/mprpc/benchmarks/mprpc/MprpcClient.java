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

import io.mprpc.RpcReference;
import io.mprpc.benchmarks.EchoClient;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.grpc.GrpcCalls;
import io.mprpc.benchmarks.proto.EchoServiceGrpc.EchoServiceBlockingStub;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Typical consumer with all defaults.
 */
public class MprpcClient implements EchoClient {

	private ConfigurableApplicationContext context;

	private GrpcCalls calls;

	@Override
	public void start(Settings settings) {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(MprpcProperties.of(settings))
			.run();
		CallReports.switchOn(this.context, settings);
		this.calls = this.context.getBean(GrpcCalls.class);
	}

	@Override
	public EchoCall prepare(int payloadSize) {
		return this.calls.prepare(payloadSize);
	}

	@Override
	public String who() {
		return this.calls.who();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		GrpcCalls calls(@RpcReference EchoServiceBlockingStub stub) {
			return new GrpcCalls(stub);
		}

	}

}
