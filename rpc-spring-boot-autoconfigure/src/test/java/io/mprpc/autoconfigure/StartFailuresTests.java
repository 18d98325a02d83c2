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
package io.mprpc.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.mprpc.RpcReference;
import io.mprpc.RpcService;
import io.mprpc.autoconfigure.consumer.RpcConsumerAutoConfiguration;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.testing.DemoFriends;
import io.mprpc.testing.DemoUsers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what Spring Boot prints when an application with services and references does
 * not start.
 */
class StartFailuresTests {

	private final ApplicationContextRunner servers = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcServerAutoConfiguration.class))
		.withBean(DemoUsers.class);

	private final ApplicationContextRunner consumers = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcClientAutoConfiguration.class,
				CompositeChannelFactoryAutoConfiguration.class, RpcConsumerAutoConfiguration.class))
		.withPropertyValues("rpc.client.references.demo.UserService.url=static://localhost:1");

	@Test
	void portInUse() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			FailureAnalysis analysis = analysis(this.servers.withPropertyValues("spring.grpc.server.address=127.0.0.1",
					"spring.grpc.server.port=" + taken.getLocalPort()));
			assertThat(analysis.getDescription()).matches(
					"The gRPC server cannot listen at \\S*127\\.0\\.0\\.1:" + taken.getLocalPort() + ": .*in use\\.");
			assertThat(analysis.getAction()).contains("spring.grpc.server.port", "port 0", "@LocalGrpcServerPort");
		}
	}

	@Test
	void addressOfAnotherMachine() {
		FailureAnalysis analysis = analysis(
				this.servers.withPropertyValues("spring.grpc.server.address=192.0.2.1", "spring.grpc.server.port=0"));
		assertThat(analysis.getDescription()).contains("cannot listen at", "192.0.2.1");
		assertThat(analysis.getAction())
			.contains("spring.grpc.server.address, which must be an address of this machine");
	}

	@Test
	void otherFailuresOfAServerAreNotExplained() {
		assertThat(ownAnalysis(new ApplicationContextException("failed", new IOException("disk full")))).isEmpty();
	}

	@Test
	void twoServicesWithOneSimpleName() {
		FailureAnalysis analysis = analysis(this.servers.withInitializer((context) -> {
			ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(
					(BeanDefinitionRegistry) context);
			scanner.setBeanNameGenerator((definition, registry) -> "greeter");
			scanner.resetFilters(false);
			scanner.addIncludeFilter((reader, factory) -> reader.getClassMetadata()
				.getClassName()
				.matches(".*StartFailuresTests\\$(One|Other)Greeter"));
			scanner.scan("io.mprpc.autoconfigure");
		}));
		assertThat(analysis.getDescription()).contains("the bean 'greeter'", OneGreeter.class.getName(),
				OtherGreeter.class.getName());
		assertThat(analysis.getAction()).contains("@RpcService(\"greeter2\")");
	}

	@Test
	void stubWithoutReference() {
		FailureAnalysis analysis = analysis(this.consumers.withBean(Unannotated.class));
		assertThat(analysis.getDescription()).contains("Field users in " + Unannotated.class.getName(), "there is none",
				"not annotated with @RpcReference");
		assertThat(analysis.getAction()).contains("Annotate it with @RpcReference");
	}

	@Test
	void constructorThatDoesNotHaveTheAnnotationOfItsField() {
		FailureAnalysis analysis = analysis(
				this.consumers.withBean(FirstByConstructor.class).withBean(SecondByConstructor.class));
		assertThat(analysis.getDescription()).contains("Parameter 0 of constructor in ", "there are several: ",
				"version=2");
		assertThat(analysis.getAction()).contains("Field 'users' is annotated", "lombok.config",
				"lombok.copyableAnnotations += io.mprpc.RpcReference");
	}

	@Test
	void referenceWhereReferencesAreSwitchedOff() {
		FailureAnalysis analysis = analysis(
				this.consumers.withPropertyValues("rpc.client.enabled=false").withBean(Annotated.class));
		assertThat(analysis.getDescription()).contains("Field users in ", "nothing here makes stubs");
		assertThat(analysis.getAction()).contains("rpc.client.enabled=false");
	}

	@Test
	void otherBeansAreLeftToSpringBoot() {
		this.consumers.withUserConfiguration(NeedsText.class)
			.run((context) -> assertThat(ownAnalysis(context.getStartupFailure())).isEmpty());
	}

	@Test
	void staticField() {
		FailureAnalysis analysis = analysis(this.consumers.withBean(StaticField.class));
		assertThat(analysis.getDescription()).contains("Field 'users' of " + StaticField.class.getName(), "is static");
	}

	@Test
	void lazyReference() {
		FailureAnalysis analysis = analysis(this.consumers.withBean(LazyField.class));
		assertThat(analysis.getDescription()).contains("Field 'users' of " + LazyField.class.getName(), "@Lazy",
				"stubs are final");
		assertThat(analysis.getAction()).contains("ObjectProvider");
	}

	@Test
	void beanMethodOfAnotherProfileAsksForNothing() {
		this.consumers.withUserConfiguration(OfOtherProfile.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(UserServiceBlockingStub.class));
		assertThat(analysis(this.consumers.withUserConfiguration(OfOtherProfile.class)
			.withPropertyValues("spring.profiles.active=other")).getDescription()).contains("method 'lazy'", "@Lazy");
	}

	/** As Spring Boot does it: the first analyzer that knows. */
	private static FailureAnalysis analysis(ApplicationContextRunner runner) {
		FailureAnalysis[] found = new FailureAnalysis[1];
		runner.run((context) -> {
			assertThat(context).hasFailed();
			found[0] = analyses(context.getStartupFailure(), "").findFirst().orElseThrow();
		});
		return found[0];
	}

	private static Optional<FailureAnalysis> ownAnalysis(Throwable failure) {
		return analyses(failure, "io.mprpc.").findFirst();
	}

	private static Stream<FailureAnalysis> analyses(Throwable failure, String owner) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.ArgumentResolver.none(), (type, name, thrown) -> {
			})
			.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith(owner))
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull);
	}

	@RpcService
	static class OneGreeter extends DemoFriends {

	}

	@RpcService
	static class OtherGreeter extends DemoUsers {

	}

	static class Unannotated {

		@Autowired
		private UserServiceBlockingStub users;

	}

	static class Annotated {

		@RpcReference
		private UserServiceBlockingStub users;

	}

	/** An annotated field with the constructor of Lombok's @RequiredArgsConstructor. */
	static class FirstByConstructor {

		@RpcReference
		private final UserServiceBlockingStub users;

		FirstByConstructor(UserServiceBlockingStub users) {
			this.users = users;
		}

	}

	static class SecondByConstructor {

		@RpcReference(version = "2")
		private final UserServiceBlockingStub users;

		SecondByConstructor(UserServiceBlockingStub users) {
			this.users = users;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsText {

		@Bean
		Integer length(String text) {
			return text.length();
		}

	}

	static class StaticField {

		@RpcReference
		private static @Nullable UserServiceBlockingStub users;

	}

	@Configuration(proxyBeanMethods = false)
	static class OfOtherProfile {

		@Bean
		@Profile("other")
		Object lazy(@RpcReference @Lazy UserServiceBlockingStub users) {
			return users;
		}

	}

	static class LazyField {

		@Lazy
		@RpcReference
		private UserServiceBlockingStub users;

	}

}
