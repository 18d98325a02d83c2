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

package io.mprpc.autoconfigure.consumer;

import java.lang.reflect.Method;

import io.grpc.Channel;
import io.grpc.Status;
import io.mprpc.RpcReference;
import io.mprpc.RpcStubs;
import io.mprpc.demo.FriendServiceGrpc.FriendServiceBlockingStub;
import io.mprpc.demo.FriendsRequest;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingV2Stub;
import io.mprpc.demo.UserServiceGrpc.UserServiceFutureStub;
import io.mprpc.demo.UserServiceGrpc.UserServiceStub;
import io.mprpc.internal.consumer.InvalidReferenceException;
import io.mprpc.internal.consumer.RpcChannels;
import io.mprpc.testing.DemoServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.grpc.client.GrpcChannelFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RpcConsumerAutoConfiguration}.
 */
class RpcConsumerAutoConfigurationTests {

	private final DemoServer server = new DemoServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcClientAutoConfiguration.class,
				CompositeChannelFactoryAutoConfiguration.class, RpcConsumerAutoConfiguration.class))
		.withPropertyValues("rpc.client.references.demo.UserService.url=" + this.server.url(),
				"rpc.client.references[demo.FriendService].url=" + this.server.url());

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void whatIsReflectedOnHasHints() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new GrpcRuntimeHints().registerHints(hints, getClass().getClassLoader());
		Method shutdown = Class.forName(GrpcRuntimeHints.CONNECTION).getMethod("shutdown", Status.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(shutdown)).accepts(hints);
	}

	@Test
	void injectsStubsOfEachKindEverywhere() {
		this.runner.withBean(Everywhere.class).withUserConfiguration(BeanMethod.class).run((context) -> {
			Everywhere bean = context.getBean(Everywhere.class);
			LoginRequest login = LoginRequest.newBuilder().setName("Ada").build();
			assertThat(bean.blocking.login(login).getSuccess()).isTrue();
			assertThat(bean.future.login(login).get().getSuccess()).isTrue();
			assertThat(bean.blockingV2.login(login).getSuccess()).isTrue();
			assertThat(bean.async).isNotNull();
			assertThat(context.getBean(FriendFinder.class).friends()).isEqualTo(1);
			assertThat(this.server.calls()).isEqualTo(4);
		});
	}

	@Test
	void sharesOneChannelAmongAllReferencesToAService() {
		this.runner.withBean(Everywhere.class)
			.run((context) -> assertThat(context.getBean(RpcChannels.class).channels()).singleElement()
				.satisfies((channel) -> assertThat(channel.service()).hasToString("demo.UserService")));
	}

	@Test
	void closesChannelsWithTheContext() {
		RpcChannels[] channels = new RpcChannels[1];
		this.runner.withBean(Everywhere.class).run((context) -> channels[0] = context.getBean(RpcChannels.class));
		assertThat(channels[0].channels()).allMatch((channel) -> channel.channel().isTerminated());
	}

	@Test
	void createsNoUnusedStub() {
		this.runner.withBean(Unused.class, () -> {
			throw new IllegalStateException();
		}, (definition) -> definition.setLazyInit(true)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeanNamesForType(UserServiceBlockingStub.class)).hasSize(1);
			assertThat(context.getBean(RpcChannels.class).channels()).isEmpty();
		});
	}

	@Test
	void namesBeansReadably() {
		this.runner.withBean(Everywhere.class)
			.run((context) -> assertThat(context.getBeanNamesForType(UserServiceBlockingStub.class))
				.containsExactly("rpcReference:io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub"));
	}

	@Test
	void findsReferencesOfAClassKnownByItsName() {
		this.runner.withInitializer((context) -> {
			RootBeanDefinition definition = new RootBeanDefinition();
			definition.setBeanClassName(ByField.class.getName());
			((GenericApplicationContext) context).registerBeanDefinition("byName", definition);
		}).run((context) -> assertThat(context.getBean(ByField.class).users).isNotNull());
	}

	@Test
	void findsReferencesOfAClassThatItsDefinitionHides() {
		this.runner.withUserConfiguration(HiddenType.class)
			.run((context) -> assertThat(((ByField) context.getBean("hidden")).users).isNotNull());
	}

	@Test
	void findsReferencesOfABeanThatIsDefinedLate() {
		this.runner.run((context) -> {
			GenericApplicationContext generic = (GenericApplicationContext) context.getSourceApplicationContext();
			generic.registerBean(ByRecord.class);
			assertThat(context.getBean(ByRecord.class).users()).isNotNull();
		});
	}

	@Test
	void injectsRecords() {
		this.runner.withBean(ByRecord.class)
			.run((context) -> assertThat(context.getBean(ByRecord.class).users()).isNotNull());
	}

	@Test
	void prefersTheApplicationsOwnStub() {
		this.runner.withUserConfiguration(OwnStub.class)
			.withBean(ByField.class)
			.withBean(Plain.class)
			.run((context) -> {
				assertThat(context.getBean(ByField.class).users).isSameAs(context.getBean("ownUsers"));
				assertThat(context.getBean(Plain.class).users).isSameAs(context.getBean("ownUsers"));
			});
	}

	@Test
	void takesTheOnlyStubOfTheApplicationThoughItIsNotPrimary() {
		this.runner.withUserConfiguration(PlainStub.class)
			.withBean(Versions.class)
			.withBean(Plain.class)
			.run((context) -> {
				Object own = context.getBean("plainUsers");
				assertThat(context.getBean(Versions.class).any).isSameAs(own);
				assertThat(context.getBean(Versions.class).second).isSameAs(own);
				assertThat(context.getBean(Plain.class).users).isSameAs(own);
			});
	}

	@Test
	void takesNoneOfSeveralStubsOfWhichNoneIsPrimary() {
		this.runner.withUserConfiguration(PlainStub.class)
			.withBean("another", UserServiceBlockingStub.class,
					() -> UserServiceGrpc.newBlockingStub(Mockito.mock(Channel.class)))
			.withBean(ByField.class)
			.run((context) -> assertThat(context.getBean(ByField.class).users).isNotIn(context.getBean("plainUsers"),
					context.getBean("another")));
	}

	@Test
	void doesNotTakeAStubThatHasToBeAskedForByItsQualifier() {
		this.runner
			.withBean("hidden", UserServiceBlockingStub.class,
					() -> UserServiceGrpc.newBlockingStub(Mockito.mock(Channel.class)),
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.withBean(ByField.class)
			.run((context) -> assertThat(context.getBean(ByField.class).users).isNotSameAs(context.getBean("hidden")));
	}

	@Test
	void doesNotTakeAStubThatIsMadeOfTheReference() {
		for (Class<?>[] order : new Class<?>[][] { { ByField.class, DecoratedStub.class },
				{ DecoratedStub.class, ByField.class } }) {
			this.runner.withUserConfiguration(order).withBean(Plain.class).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(ByField.class).users).isNotSameAs(context.getBean("decorated"));
				assertThat(context.getBean(Plain.class).users).isSameAs(context.getBean("decorated"));
			});
		}
	}

	@Test
	void tellsReferencesWithDifferentAttributesApart() {
		this.runner.withBean(Versions.class).run((context) -> {
			Versions bean = context.getBean(Versions.class);
			assertThat(bean.any).isNotSameAs(bean.second);
			assertThat(context.getBeanNamesForType(UserServiceBlockingStub.class)).hasSize(2);
		});
	}

	@Test
	void resolvesPlaceholdersWhenTheStubIsMade() {
		this.runner.withPropertyValues("rpc.client.references.demo.UserService.url=")
			.withBean(Placeholder.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Could not resolve placeholder 'users.version'"));
	}

	@Test
	void saysThatThereIsNoRegistry() {
		this.runner.withPropertyValues("rpc.client.references.demo.UserService.url=")
			.withBean(ByField.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidReferenceException.class)
				.hasMessageContaining("The address of demo.UserService is not known"));
	}

	@Test
	void failsForWhatIsNoStub() {
		this.runner.withBean(NoStub.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidReferenceException.class)
				.hasMessageContaining("NoStub"));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("rpc.client.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RpcStubs.class).doesNotHaveBean(RpcChannels.class));
		this.runner.withPropertyValues("rpc.client.enabled=false")
			.withBean(ByField.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoSuchBeanDefinitionException.class));
	}

	@Test
	void isAbsentWithoutSpringsClient() {
		this.runner.withClassLoader(new FilteredClassLoader(GrpcChannelFactory.class))
			.run((context) -> assertThat(context).doesNotHaveBean(RpcStubs.class));
	}

	@Test
	void saysThatSpringsClientIsSwitchedOff() {
		this.runner.withPropertyValues("spring.grpc.client.enabled=false")
			.withBean(ByField.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidReferenceException.class)
				.hasMessageContaining("nothing here builds channels"));
	}

	@Test
	void makesStubsForAProgramThatAsks() {
		this.runner.run((context) -> assertThat(context.getBean(RpcStubs.class)
			.create(UserServiceBlockingStub.class)
			.getProfile(ProfileRequest.newBuilder().setName("Ada").build())
			.getName()).isEqualTo("Ada"));
	}

	static class Everywhere {

		@RpcReference
		private UserServiceBlockingStub blocking;

		private final UserServiceFutureStub future;

		private UserServiceBlockingV2Stub blockingV2;

		@RpcReference
		private UserServiceStub async;

		Everywhere(@RpcReference UserServiceFutureStub future) {
			this.future = future;
		}

		@RpcReference
		void setBlockingV2(UserServiceBlockingV2Stub blockingV2) {
			this.blockingV2 = blockingV2;
		}

	}

	record FriendFinder(FriendServiceBlockingStub stub) {

		int friends() {
			return this.stub.listFriends(FriendsRequest.getDefaultInstance()).getFriendsCount();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethod {

		@Bean
		FriendFinder friendFinder(@RpcReference FriendServiceBlockingStub friends) {
			return new FriendFinder(friends);
		}

	}

	static class Unused {

		@RpcReference
		private UserServiceBlockingStub users;

	}

	static class ByField {

		@RpcReference
		private UserServiceBlockingStub users;

	}

	record ByRecord(@RpcReference UserServiceBlockingStub users) {
	}

	static class Plain {

		@Autowired
		private UserServiceBlockingStub users;

	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenType {

		@Bean
		Object hidden() {
			return new ByField();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStub {

		@Bean
		@Primary
		UserServiceBlockingStub ownUsers(GrpcChannelFactory factory) {
			return UserServiceGrpc.newBlockingStub(factory.createChannel("static://localhost:1"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainStub {

		@Bean
		UserServiceBlockingStub plainUsers(GrpcChannelFactory factory) {
			return UserServiceGrpc.newBlockingStub(factory.createChannel("static://localhost:1"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DecoratedStub {

		@Bean
		UserServiceBlockingStub decorated(@RpcReference UserServiceBlockingStub users) {
			return users.withMaxInboundMessageSize(1024);
		}

	}

	static class Versions {

		@RpcReference
		private UserServiceBlockingStub any;

		@RpcReference(version = "2")
		private UserServiceBlockingStub second;

	}

	static class Placeholder {

		@RpcReference(version = "${users.version}")
		private UserServiceBlockingStub users;

	}

	static class NoStub {

		@RpcReference
		private String users;

	}

}
