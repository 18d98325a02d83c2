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

package io.mprpc.autoconfigure.cloud;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.cloud.RpcDiscoveryClient;
import io.mprpc.cloud.RpcReactiveDiscoveryClient;
import io.mprpc.internal.cloud.HeartbeatPublisher;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RpcDiscoveryClientAutoConfigurationTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(UtilAutoConfiguration.class, CommonsClientAutoConfiguration.class,
				CompositeDiscoveryClientAutoConfiguration.class, SimpleDiscoveryClientAutoConfiguration.class,
				ReactiveCommonsClientAutoConfiguration.class, ReactiveCompositeDiscoveryClientAutoConfiguration.class,
				SimpleReactiveDiscoveryClientAutoConfiguration.class, RpcDiscoveryClientAutoConfiguration.class,
				RpcReactiveDiscoveryClientAutoConfiguration.class));

	private final ApplicationContextRunner runnerWithRegistry = this.runner.withBean(InMemoryRegistry.class,
			() -> new InMemoryRegistry().put("demo.UserService", "10.0.0.1:9090", "Login"));

	@Test
	void isOneOfTheClientsThatSpringCloudAsks() {
		this.runnerWithRegistry
			.withPropertyValues("spring.cloud.discovery.client.simple.instances.orders[0].uri=http://10.0.0.9:80",
					"rpc.discovery.initial-timeout=0")
			.run((context) -> {
				DiscoveryClient client = context.getBean(DiscoveryClient.class);
				assertThat(client).isInstanceOf(CompositeDiscoveryClient.class);
				assertThat(client.getServices()).contains("demo.UserService", "orders");
				assertThat(client.getInstances("demo.UserService")).hasSize(1);
				assertThat(client.getInstances("orders")).hasSize(1);
				ReactiveDiscoveryClient reactive = context.getBean(ReactiveDiscoveryClient.class);
				assertThat(reactive.getServices().collectList().block(LIMIT)).contains("demo.UserService");
				assertThat(reactive.getInstances("demo.UserService/Login").collectList().block(LIMIT)).hasSize(1);
			});
	}

	@Test
	void heartbeatFollowsAChange() {
		this.runnerWithRegistry.withUserConfiguration(Listener.class)
			.withPropertyValues("rpc.discovery.heartbeat-window=1ms")
			.run((context) -> {
				Listener listener = context.getBean(Listener.class);
				context.getBean(InMemoryRegistry.class).put("demo.UserService", "10.0.0.2:9090", "Login");
				// A slow machine may see the service and its application change one by
				// one.
				await().atMost(LIMIT).until(() -> listener.beats.contains(1L));
			});
	}

	@Test
	void orderCanBeSet() {
		this.runnerWithRegistry.withPropertyValues("rpc.discovery.order=7").run((context) -> {
			assertThat(context.getBean(RpcDiscoveryClient.class).getOrder()).isEqualTo(7);
			assertThat(context.getBean(RpcReactiveDiscoveryClient.class).getOrder()).isEqualTo(7);
		});
	}

	@Test
	void canBeSwitchedOff() {
		for (String property : List.of("rpc.discovery.enabled=false", "spring.cloud.discovery.enabled=false")) {
			this.runnerWithRegistry.withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(RpcDiscoveryClient.class)
					.doesNotHaveBean(RpcReactiveDiscoveryClient.class)
					.doesNotHaveBean(HeartbeatPublisher.class));
		}
	}

	@Test
	void blockingAndReactiveClientCanBeSwitchedOffAlone() {
		Map<String, Class<?>> gone = Map.of("spring.cloud.discovery.blocking.enabled=false", RpcDiscoveryClient.class,
				"spring.cloud.discovery.reactive.enabled=false", RpcReactiveDiscoveryClient.class);
		gone.forEach((property, type) -> this.runnerWithRegistry.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(type)
				.hasSingleBean(HeartbeatPublisher.class)));
	}

	@Test
	void needsNoReactor() {
		this.runnerWithRegistry.withClassLoader(new FilteredClassLoader("reactor.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RpcDiscoveryClient.class)
				.doesNotHaveBean(RpcReactiveDiscoveryClient.class));
	}

	@Test
	void backsOffWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(RpcDiscoveryClient.class)
			.doesNotHaveBean(HeartbeatPublisher.class));
	}

	@Test
	void applicationsOwnClientIsKept() {
		RpcDiscoveryClient own = new RpcDiscoveryClient(new InMemoryRegistry(), new InMemoryRegistry(), Duration.ZERO,
				0);
		this.runnerWithRegistry.withBean("own", RpcDiscoveryClient.class, () -> own)
			.run((context) -> assertThat(context.getBean(RpcDiscoveryClient.class)).isSameAs(own));
	}

	@Test
	void negativeTimeEndsTheStart() {
		for (String property : List.of("initial-timeout", "heartbeat-window")) {
			this.runnerWithRegistry.withPropertyValues("rpc.discovery." + property + "=-1s")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
							(ex) -> assertThat(ex.getName()).isEqualTo("rpc.discovery." + property)));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		final List<Object> beats = new CopyOnWriteArrayList<>();

		@EventListener
		void onHeartbeat(HeartbeatEvent event) {
			this.beats.add(event.getValue());
		}

	}

}
