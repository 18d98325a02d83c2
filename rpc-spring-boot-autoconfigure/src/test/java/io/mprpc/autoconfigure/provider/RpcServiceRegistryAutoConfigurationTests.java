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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.cloud.RpcRegistration;
import io.mprpc.cloud.RpcServiceRegistry;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.internal.cloud.RegisteringPublisher;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.testing.DemoFriends;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.endpoint.ServiceRegistryEndpoint;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RpcServiceRegistryAutoConfigurationTests {

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcServerAutoConfiguration.class,
				UtilAutoConfiguration.class, AutoServiceRegistrationAutoConfiguration.class,
				ServiceRegistryAutoConfiguration.class, RpcServiceRegistryAutoConfiguration.class,
				RpcProviderAutoConfiguration.class))
		.withPropertyValues("spring.grpc.server.port=0", "spring.grpc.server.address=127.0.0.1",
				"spring.application.name=shop", "management.endpoints.web.exposure.include=*");

	private final ApplicationContextRunner provider = this.runner.withBean(InMemoryRegistry.class, () -> this.registry)
		.withUserConfiguration(Friends.class);

	@Test
	void endpointReadsAndSetsTheStatus() {
		this.provider.run((context) -> {
			ServiceRegistryEndpoint endpoint = context.getBean(ServiceRegistryEndpoint.class);
			assertThat(endpoint.getStatus().getBody()).isEqualTo("UP");
			endpoint.setStatus("OUT_OF_SERVICE");
			assertThat(published().metadata().status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
			assertThat(published().services())
				.allMatch((service) -> service.metadata().status() == InstanceStatus.OUT_OF_SERVICE);
			assertThat(endpoint.getStatus().getBody()).isEqualTo("OUT_OF_SERVICE");
			endpoint.setStatus("up");
			assertThat(published().metadata().status()).isEqualTo(InstanceStatus.UP);
			endpoint.setStatus("DOWN");
			assertThat(published().metadata().status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
			assertThatIllegalArgumentException().isThrownBy(() -> endpoint.setStatus("STARTING"))
				.withMessageContaining("'STARTING'")
				.withMessageContaining("UP, OUT_OF_SERVICE or DOWN");
		});
	}

	@Test
	void registrationTellsOfTheApplication() {
		this.provider.run((context) -> {
			Registration registration = context.getBean(Registration.class);
			assertThat(registration.getServiceId()).isEqualTo("shop");
			assertThat(registration.getHost()).isEqualTo("127.0.0.1");
			assertThat(registration.getPort()).isEqualTo(published().endpoint().port());
			assertThat(registration.getInstanceId()).isEqualTo(published().metadata().uuid());
			assertThat(registration.getUri()).hasToString("http://" + published().endpoint());
			assertThat(registration.getMetadata()).containsEntry("gRPC_port",
					String.valueOf(published().endpoint().port()));
		});
	}

	@Test
	void registrationExistsWithoutAServer() {
		this.runner.withBean(InMemoryRegistry.class, () -> this.registry)
			.withPropertyValues("rpc.server.advertised-host=example.org")
			.run((context) -> {
				Registration registration = context.getBean(Registration.class);
				assertThat(registration.getHost()).isEqualTo("example.org");
				assertThat(registration.getPort()).isZero();
				assertThat(registration.getMetadata()).isEmpty();
				assertThat(context.getBean(ServiceRegistryEndpoint.class).getStatus().getBody()).isEqualTo("DOWN");
			});
	}

	@Test
	void hooksAndEventsOfSpringCloudTakePart() {
		this.provider.withUserConfiguration(Hooks.class).run((context) -> {
			Hooks hooks = context.getBean(Hooks.class);
			assertThat(hooks.seen).containsExactly("before start", "before start of any", "InstancePreRegisteredEvent",
					"after start", "after start of any", "InstanceRegisteredEvent");
			assertThat(published().properties()).containsEntry("added", "by a hook");
			hooks.seen.clear();
			context.getSourceApplicationContext().close();
			assertThat(hooks.seen).containsExactly("before stop", "before stop of any", "after stop",
					"after stop of any");
		});
	}

	@Test
	void hookThatFailsAtTheEndDoesNotKeepTheInstanceInTheRegistry() {
		this.provider.withUserConfiguration(FailingHook.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.registry.published()).hasSize(1);
		});
		assertThat(this.registry.published()).isEmpty();
	}

	@Test
	void automaticRegistrationCanBeSwitchedOffAndDoneByHand() {
		this.provider.withPropertyValues("spring.cloud.service-registry.auto-registration.enabled=false")
			.run((context) -> {
				assertThat(this.registry.published()).isEmpty();
				RpcServiceRegistry serviceRegistry = context.getBean(RpcServiceRegistry.class);
				RpcRegistration registration = context.getBean(RpcRegistration.class);
				serviceRegistry.setStatus(registration, "OUT_OF_SERVICE");
				serviceRegistry.register(registration);
				assertThat(published().metadata().status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
				serviceRegistry.register(registration);
				assertThat(this.registry.published()).hasSize(1);
				serviceRegistry.deregister(registration);
				assertThat(this.registry.published()).isEmpty();
				serviceRegistry.register(registration);
			});
		assertThat(this.registry.published()).isEmpty();
	}

	@Test
	void satisfiesApplicationsThatRequireAutomaticRegistration() {
		this.provider.withPropertyValues("spring.cloud.service-registry.auto-registration.fail-fast=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void stepsBackWhereThereIsAnotherRegistryOfSpringCloud() {
		this.provider.withUserConfiguration(OtherRegistry.class)
			.withPropertyValues("spring.cloud.service-registry.auto-registration.fail-fast=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(ServiceRegistry.class)).isInstanceOf(OtherServiceRegistry.class);
				assertThat(context.getBean(Registration.class)).isInstanceOf(OtherRegistration.class);
				context.getBean(ServiceRegistryEndpoint.class).setStatus("DOWN");
				assertThat(context.getBean(OtherServiceRegistry.class).statuses).containsExactly("DOWN");
				// Both register, each in its own registry.
				assertThat(published().metadata().status()).isEqualTo(InstanceStatus.UP);
			});
	}

	@Test
	void publisherThatRegistersIsNoCandidateWhereAPublisherIsWanted() {
		this.provider.run((context) -> {
			assertThat(context).hasSingleBean(RegisteringPublisher.class);
			assertThat(context.getBeanFactory().getBeanProvider(InstancePublisher.class).getIfUnique())
				.isSameAs(this.registry);
		});
	}

	@Test
	void backsOffWithoutARegistry() {
		this.runner.withUserConfiguration(Friends.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ServiceRegistry.class)
				.doesNotHaveBean(Registration.class));
	}

	private ProviderInstance published() {
		assertThat(this.registry.published()).hasSize(1);
		return this.registry.published().get(0);
	}

	@Configuration(proxyBeanMethods = false)
	static class Friends {

		@Bean
		FriendServiceGrpc.FriendServiceImplBase friends() {
			return new DemoFriends();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hooks {

		final List<String> seen = new CopyOnWriteArrayList<>();

		@Bean
		RegistrationLifecycle<RpcRegistration> ours() {
			return new Hook<>("", 1, this.seen) {
			};
		}

		@Bean
		RegistrationLifecycle<Registration> any() {
			return new Hook<>(" of any", 2, this.seen) {
			};
		}

		@Bean
		RegistrationLifecycle<OtherRegistration> others() {
			return new Hook<>(" of others", 3, this.seen) {
			};
		}

		@EventListener
		void onPreRegistered(InstancePreRegisteredEvent event) {
			this.seen.add(event.getClass().getSimpleName());
			event.getRegistration().getMetadata().put("added", "by a hook");
		}

		@EventListener
		void onRegistered(InstanceRegisteredEvent<RpcRegistration> event) {
			this.seen.add(event.getClass().getSimpleName());
			assertThat(event.getConfig().publication()).isNotNull();
		}

	}

	static class Hook<R extends Registration> implements RegistrationLifecycle<R> {

		private final String label;

		private final int order;

		private final List<String> seen;

		Hook(String label, int order, List<String> seen) {
			this.label = label;
			this.order = order;
			this.seen = seen;
		}

		@Override
		public void postProcessBeforeStartRegister(R registration) {
			this.seen.add("before start" + this.label);
		}

		@Override
		public void postProcessAfterStartRegister(R registration) {
			this.seen.add("after start" + this.label);
		}

		@Override
		public void postProcessBeforeStopRegister(R registration) {
			this.seen.add("before stop" + this.label);
		}

		@Override
		public void postProcessAfterStopRegister(R registration) {
			this.seen.add("after stop" + this.label);
		}

		@Override
		public int getOrder() {
			return this.order;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingHook {

		@Bean
		RegistrationLifecycle<RpcRegistration> failingHook() {
			return new Hook<>("", 0, new CopyOnWriteArrayList<>()) {

				@Override
				public void postProcessBeforeStopRegister(RpcRegistration registration) {
					throw new IllegalStateException("expected");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherRegistry {

		@Bean
		OtherServiceRegistry otherServiceRegistry() {
			return new OtherServiceRegistry();
		}

		@Bean
		OtherRegistration otherRegistration() {
			return new OtherRegistration();
		}

		@Bean
		OtherAutoServiceRegistration otherAutoServiceRegistration() {
			return new OtherAutoServiceRegistration();
		}

	}

	static class OtherAutoServiceRegistration
			implements org.springframework.cloud.client.serviceregistry.AutoServiceRegistration {

	}

	static class OtherRegistration extends DefaultServiceInstance implements Registration {

		OtherRegistration() {
			super("1", "other", "127.0.0.1", 1, false, Map.of());
		}

	}

	static class OtherServiceRegistry implements ServiceRegistry<OtherRegistration> {

		final List<String> statuses = new CopyOnWriteArrayList<>();

		@Override
		public void register(OtherRegistration registration) {
		}

		@Override
		public void deregister(OtherRegistration registration) {
		}

		@Override
		public void close() {
		}

		@Override
		public void setStatus(OtherRegistration registration, String status) {
			this.statuses.add(status);
		}

		@Override
		@SuppressWarnings("unchecked")
		public String getStatus(OtherRegistration registration) {
			return "UP";
		}

	}

}
