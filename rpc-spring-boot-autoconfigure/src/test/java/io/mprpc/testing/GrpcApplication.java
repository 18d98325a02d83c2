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

package io.mprpc.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.grpc.ManagedChannel;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.client.ChannelBuilderOptions;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * A Spring Boot application with a gRPC server on a loopback socket and channels of
 * Spring Boot's to it: what interceptors and customizers do is seen on real calls.
 */
public final class GrpcApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private GrpcApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts an application without a web server and without the registry.
	 * @param configuration its configuration
	 * @param properties properties as {@code name=value}
	 * @return the application
	 */
	public static GrpcApplication start(Class<?> configuration, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("spring.grpc.server.port=0", "spring.grpc.server.address=127.0.0.1",
						"rpc.registry.enabled=false", "spring.main.log-startup-info=false"));
		arguments.addAll(Arrays.asList(properties));
		return new GrpcApplication(new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.run(arguments.stream().map((property) -> "--" + property).toArray(String[]::new)));
	}

	/**
	 * A new channel to the application's own server.
	 * @return the channel, closed with the application
	 */
	public ManagedChannel channel() {
		return channel("static://127.0.0.1:" + port());
	}

	/**
	 * A new channel.
	 * @param target where it leads
	 * @return the channel, closed with the application
	 */
	public ManagedChannel channel(String target) {
		return this.context.getBean(GrpcChannelFactory.class).createChannel(target);
	}

	/**
	 * A new channel to the application's own server that sends a call a second time when
	 * the first is not answered soon.
	 * @param service full name of the service
	 * @return the channel, closed with the application
	 */
	public ManagedChannel hedgingChannel(String service) {
		Map<String, ?> hedging = Map.of("maxAttempts", 2.0, "hedgingDelay", "0.1s");
		Map<String, ?> config = Map.of("methodConfig",
				List.of(Map.of("name", List.of(Map.of("service", service)), "hedgingPolicy", hedging)));
		return this.context.getBean(GrpcChannelFactory.class)
			.createChannel("static://127.0.0.1:" + port(), ChannelBuilderOptions.defaults()
				.withCustomizer((target, builder) -> builder.defaultServiceConfig(config)));
	}

	/**
	 * Port of the server.
	 * @return the port
	 */
	public int port() {
		return this.context.getBean(GrpcServerLifecycle.class).getPort();
	}

	/**
	 * A bean.
	 * @param type its type
	 * @param <T> its type
	 * @return the bean
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * The application's context.
	 * @return the context
	 */
	public ConfigurableApplicationContext context() {
		return this.context;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
