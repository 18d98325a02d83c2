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

import java.util.ArrayList;
import java.util.List;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.mprpc.RpcService;
import io.mprpc.testing.HeldUserService;
import io.mprpc.testing.InMemoryRegistry;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * A whole application with one service, its registry, and a client that knows nothing of
 * either.
 */
final class ProviderApplication implements AutoCloseable {

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final HeldUserService users = new HeldUserService();

	private final List<ManagedChannel> channels = new ArrayList<>();

	private final ConfigurableApplicationContext context;

	ProviderApplication(WebApplicationType type, String... properties) {
		this(type, List.of(), properties);
	}

	ProviderApplication(WebApplicationType type, List<Class<?>> sources, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.application.name=shop", "spring.main.banner-mode=off",
				"spring.main.register-shutdown-hook=false", "spring.grpc.server.port=0",
				"spring.grpc.server.address=127.0.0.1", "server.port=0", "server.address=127.0.0.1",
				"management.endpoints.web.exposure.include=*"));
		all.addAll(List.of(properties));
		this.context = new SpringApplicationBuilder(Application.class).sources(sources.toArray(Class[]::new))
			.web(type)
			.properties(all.toArray(String[]::new))
			.initializers((starting) -> {
				starting.getBeanFactory().registerSingleton("registry", this.registry);
				starting.getBeanFactory().registerSingleton("heldUsers", new Held(this.users));
			})
			.run();
	}

	InMemoryRegistry registry() {
		return this.registry;
	}

	HeldUserService users() {
		return this.users;
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	/** A new channel to the one instance that is registered. */
	ManagedChannel channel() {
		int port = this.registry.published().get(0).endpoint().port();
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
		this.channels.add(channel);
		return channel;
	}

	@Override
	public void close() {
		this.users.release();
		this.channels.forEach(ManagedChannel::shutdownNow);
		this.context.close();
	}

	/** Keeps the service from being a bean twice. */
	record Held(HeldUserService users) {
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@RpcService(version = "1")
		HeldUserService users(Held held) {
			return held.users();
		}

		@Bean
		SignalRecorder signalRecorder() {
			return new SignalRecorder();
		}

	}

}
