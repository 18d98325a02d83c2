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
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.mprpc.RpcService;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.internal.provider.InvalidRpcServiceException;
import io.mprpc.internal.provider.ProvidedServices;
import io.mprpc.internal.provider.ServiceDefinition;
import io.mprpc.registry.RpcInstance;
import io.mprpc.testing.DemoFriends;
import io.mprpc.testing.DemoUsers;
import io.mprpc.testing.InMemoryRegistry;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerServicesAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.health.GrpcServerHealthAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.grpc.server.service.DefaultGrpcServiceDiscoverer;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;
import org.springframework.grpc.server.service.GrpcServiceSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is registered of a service bean, and for beans that cannot be served.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServiceBeansTests {

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcServerAutoConfiguration.class,
				GrpcServerHealthAutoConfiguration.class, GrpcServerServicesAutoConfiguration.class,
				RpcProviderAutoConfiguration.class))
		.withPropertyValues("spring.grpc.server.port=0", "spring.grpc.server.address=127.0.0.1")
		.withBean(InMemoryRegistry.class, () -> this.registry);

	@Test
	void methodsThatABeanDoesNotOverrideAreNotRegistered(CapturedOutput output) {
		this.runner.withBean("users", DemoUsers.class).run((context) -> {
			assertThat(service("demo.UserService").methods()).containsExactlyInAnyOrder("Login", "GetProfile",
					"WatchLogins", "Upload", "Chat");
			assertThat(context.getBean(ProvidedServices.class).definitions()).singleElement()
				.satisfies((definition) -> assertThat(definition.unimplemented()).containsExactly("Register"));
			assertThat(output).contains("Bean 'users' (" + DemoUsers.class.getName()
					+ ") does not override Register of " + "demo.UserService");
		});
	}

	@Test
	void theyAreRegisteredWhereThatIsWanted() {
		this.runner.withBean("users", DemoUsers.class)
			.withPropertyValues("rpc.server.register-unimplemented-methods=true")
			.run((context) -> assertThat(service("demo.UserService").methods()).hasSize(6));
		this.runner.withUserConfiguration(AllMethods.class)
			.run((context) -> assertThat(service("demo.UserService").methods()).hasSize(6));
	}

	@Test
	void aServiceThatImplementsNothingIsNotRegistered(CapturedOutput output) {
		this.runner.withUserConfiguration(Empty.class).withBean(DemoUsers.class).run((context) -> {
			assertThat(this.registry.published()).singleElement()
				.satisfies((instance) -> assertThat(instance.services()).hasSize(1));
			assertThat(output).containsPattern("WARN .*Bean 'empty'.* overrides no method of demo.FriendService");
		});
	}

	@Test
	void aProxyThatIsASubclassHidesNothing() {
		this.runner.withBean("users", DemoUsers.class)
			.withUserConfiguration(SubclassProxies.class)
			.run((context) -> assertThat(service("demo.UserService").methods()).hasSize(5));
	}

	@Test
	void aJdkProxyWhoseAdviceWouldBeSkippedEndsTheStart() {
		this.runner.withBean("users", DemoUsers.class)
			.withUserConfiguration(JdkProxies.class)
			.run(failure((analysis) -> {
				assertThat(analysis.getDescription()).contains("'users'", "is a JDK proxy", "would be skipped");
				assertThat(analysis.getAction()).contains("spring.aop.proxy-target-class");
			}));
	}

	@Test
	void aServiceOfAnotherScopeThanSingletonEndsTheStart() {
		this.runner.withUserConfiguration(Prototype.class).run(failure((analysis) -> {
			assertThat(analysis.getDescription()).contains("'prototypeFriends'", Prototype.class.getName() + '.',
					"has the scope 'prototype'");
			assertThat(analysis.getAction()).contains("Remove the scope");
		}));
	}

	@Test
	void aScopedProxyIsNamedTogetherWithTheBeanBehindIt() {
		this.runner.withUserConfiguration(ScopedByMethod.class).run(failure((analysis) -> {
			assertThat(analysis.getDescription()).contains("'friends'", ScopedByMethod.class.getName() + ".friends()",
					"is a scoped proxy", "'scopedTarget.friends'");
			assertThat(analysis.getAction()).contains("give it to a bean that the service calls");
		}));
	}

	@Test
	void aScopedProxyThatIsServedAloneHasTheAnnotationOfTheBeanBehindIt() {
		this.runner.withUserConfiguration(ScopedByMethod.class, ProxiesAlone.class).run((context) -> {
			RpcInstance service = service("demo.FriendService");
			assertThat(service.metadata().version()).isEqualTo("7");
			assertThat(service.metadata().tags()).isEqualTo(Map.of("a", "b"));
			assertThat(service.methods()).containsExactly("ListFriends");
			assertThat(context.getBean(ProvidedServices.class).definitions()).extracting(ServiceDefinition::bean)
				.containsExactly("friends");
		});
	}

	@Test
	void aServiceInsideAnotherObjectIsKnownByItsName() {
		this.runner.withUserConfiguration(Wrapped.class)
			.run((context) -> assertThat(service("demo.FriendService").metadata().version()).isEqualTo("9"));
	}

	@Test
	void aMockOfAServiceEndsTheStart() {
		// As Spring's test support does it.
		BeanFactoryPostProcessor mocking = (beans) -> beans.registerSingleton("users", Mockito.mock(DemoUsers.class));
		this.runner.withBean("users", DemoUsers.class)
			.withInitializer((context) -> context.addBeanFactoryPostProcessor(mocking))
			.run(failure((analysis) -> {
				assertThat(analysis.getDescription()).contains("'users'", "returns null, as that of a mock");
				assertThat(analysis.getAction()).contains("@MockitoSpyBean");
			}));
	}

	@Test
	void aServiceInAPackageBelowGrpcIsRegistered(CapturedOutput output) {
		this.runner.withBean("interop", BindableService.class, () -> () -> renamed("grpc.testing.TestService"))
			.run((context) -> {
				assertThat(service("grpc.testing.TestService").methods()).isNotEmpty();
				assertThat(output).contains("Served without being registered, because they are infrastructure: "
						+ "grpc.health.v1.Health, grpc.reflection.v1.ServerReflection");
			});
	}

	@Test
	void anAnnotatedServiceIsRegisteredWhateverItsName() {
		this.runner.withUserConfiguration(OwnChannelz.class)
			.run((context) -> assertThat(service("grpc.channelz.v1.Channelz").metadata().version()).isEqualTo("3"));
	}

	@Test
	void annotationNamesTheBeanOfAClass() {
		this.runner.withInitializer(
				(context) -> new AnnotatedBeanDefinitionReader((BeanDefinitionRegistry) context).register(Named.class))
			.run((context) -> assertThat(context).getBean("friendsOfTwo").isInstanceOf(Named.class));
	}

	@Test
	void annotationOnAMethodCannotNameTheBean() {
		this.runner.withUserConfiguration(NamedMethod.class).run(failure((analysis) -> {
			assertThat(analysis.getDescription()).contains("'friends'", "@RpcService(\"other\")");
			assertThat(analysis.getAction()).contains("@Bean(\"other\")");
		}));
	}

	@Test
	void annotatedServiceThatNothingServesIsWarnedOf(CapturedOutput output) {
		this.runner.withUserConfiguration(AllMethods.class)
			.withPropertyValues("spring.grpc.server.enabled=false")
			.run((context) -> assertThat(output).containsPattern(
					"WARN .*Bean 'users' .* is annotated with @RpcService, but neither .*spring.grpc.server.enabled=false"));
	}

	@Test
	void annotatedServiceWithoutATransportIsWarnedOf(CapturedOutput output) {
		this.runner.withUserConfiguration(AllMethods.class)
			.withClassLoader(new FilteredClassLoader("io.grpc.netty", "io.grpc.servlet"))
			.run((context) -> assertThat(output).containsPattern(
					"WARN .*Bean 'users' .* is annotated with @RpcService, but neither .*io.grpc:grpc-netty"));
	}

	@Test
	void nothingIsWarnedOfWhereServicesAreServed(CapturedOutput output) {
		this.runner.withUserConfiguration(AllMethods.class)
			.run((context) -> assertThat(output).doesNotContain("annotated with @RpcService"));
	}

	private RpcInstance service(String name) {
		assertThat(this.registry.published()).hasSize(1);
		return this.registry.published()
			.get(0)
			.services()
			.stream()
			.filter((service) -> service.service().value().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static ContextConsumer<AssertableApplicationContext> failure(Consumer<FailureAnalysis> check) {
		return (context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).isInstanceOf(InvalidRpcServiceException.class);
			FailureAnalysis analysis = new InvalidRpcServiceFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			check.accept(analysis);
		};
	}

	private static GrpcServiceDiscoverer discoverer(Supplier<List<GrpcServiceSpec>> services) {
		return new GrpcServiceDiscoverer() {

			@Override
			public List<GrpcServiceSpec> findServices() {
				return services.get();
			}

			@Override
			public List<String> listServiceNames() {
				return List.of();
			}

		};
	}

	@SuppressWarnings("unchecked")
	private static ServerServiceDefinition renamed(String service) {
		ServerServiceDefinition.Builder builder = ServerServiceDefinition.builder(service);
		for (ServerMethodDefinition<?, ?> method : new DemoFriends().bindService().getMethods()) {
			ServerMethodDefinition<Object, Object> typed = (ServerMethodDefinition<Object, Object>) method;
			MethodDescriptor<Object, Object> descriptor = typed.getMethodDescriptor();
			builder.addMethod(descriptor.toBuilder()
				.setSchemaDescriptor(null)
				.setFullMethodName(MethodDescriptor.generateFullMethodName(service, "ListFriends"))
				.build(), typed.getServerCallHandler());
		}
		return builder.build();
	}

	@Configuration(proxyBeanMethods = false)
	static class AllMethods {

		@RpcService(registerUnimplementedMethods = true)
		DemoUsers users() {
			return new DemoUsers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

		@Bean
		FriendServiceGrpc.FriendServiceImplBase empty() {
			return new FriendServiceGrpc.FriendServiceImplBase() {
			};
		}

	}

	static BeanNameAutoProxyCreator proxies(boolean subclass) {
		BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
		creator.setBeanNames("users");
		creator.setInterceptorNames("advice");
		creator.setProxyTargetClass(subclass);
		return creator;
	}

	@Configuration(proxyBeanMethods = false)
	static class SubclassProxies {

		@Bean
		static MethodInterceptor advice() {
			return (invocation) -> invocation.proceed();
		}

		@Bean
		static BeanNameAutoProxyCreator creator() {
			return proxies(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JdkProxies {

		@Bean
		static MethodInterceptor advice() {
			return (invocation) -> invocation.proceed();
		}

		@Bean
		static BeanNameAutoProxyCreator creator() {
			return proxies(false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototype {

		@RpcService(register = false)
		@Scope("prototype")
		DemoFriends prototypeFriends() {
			return new DemoFriends();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedByMethod {

		@RpcService(version = "7", tags = "a=b")
		@Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		DemoFriends friends() {
			return new DemoFriends();
		}

	}

	/** Finds what is a candidate for injection, as Spring Boot's own does not. */
	@Configuration(proxyBeanMethods = false)
	static class ProxiesAlone {

		@Bean
		GrpcServiceDiscoverer proxiesAlone(ObjectProvider<List<BindableService>> services) {
			return discoverer(
					() -> services.getObject().stream().map((service) -> new GrpcServiceSpec(service, null)).toList());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Wrapped {

		@RpcService(version = "9")
		DemoFriends friends() {
			return new DemoFriends();
		}

		@Bean
		GrpcServiceDiscoverer wrapping(ApplicationContext context) {
			GrpcServiceDiscoverer found = new DefaultGrpcServiceDiscoverer(context);
			return discoverer(() -> found.findServices()
				.stream()
				.map((spec) -> new GrpcServiceSpec(() -> spec.service().bindService(), spec.serviceInfo()))
				.toList());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChannelz {

		@RpcService(version = "3")
		BindableService channelz() {
			return () -> renamed("grpc.channelz.v1.Channelz");
		}

	}

	@RpcService("friendsOfTwo")
	static class Named extends DemoFriends {

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedMethod {

		@RpcService("other")
		DemoFriends friends() {
			return new DemoFriends();
		}

	}

}
