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
package io.mprpc.benchmarks.boot;

import io.mprpc.benchmarks.EchoClient;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.grpc.FixedAddresses;
import io.mprpc.benchmarks.grpc.GrpcCalls;
import io.mprpc.benchmarks.proto.EchoServiceGrpc.EchoServiceBlockingStub;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.grpc.client.ImportGrpcClients;

/**
 * Spring Boot's gRPC client as its starter sets it up, over fixed addresses.
 */
public class BootClient implements EchoClient {

	private ConfigurableApplicationContext context;

	private GrpcCalls calls;

	@Override
	public void start(Settings settings) {
		FixedAddresses.register();
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(BootProperties.of(settings))
			.properties(
					"spring.grpc.client.channel.echo.target=" + FixedAddresses.target(settings.get(Settings.ADDRESSES)))
			.run();
		this.calls = new GrpcCalls(this.context.getBean(EchoServiceBlockingStub.class));
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
	@Import(ZooKeeperConnection.class)
	@ImportGrpcClients(target = "echo", types = EchoServiceBlockingStub.class)
	static class Application {

	}

}
