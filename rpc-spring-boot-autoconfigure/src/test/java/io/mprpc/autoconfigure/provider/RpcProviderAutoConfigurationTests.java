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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.mprpc.RpcService;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.demo.FriendsRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.identity.v1.GetIdentityRequest;
import io.mprpc.identity.v1.GetIdentityResponse;
import io.mprpc.identity.v1.IdentityServiceGrpc;
import io.mprpc.internal.actuate.ProviderHealthIndicator;
import io.mprpc.internal.provider.InvalidRpcServiceException;
import io.mprpc.internal.provider.ProvidedServices;
import io.mprpc.internal.provider.ProviderLifecycle;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.testing.DemoFriends;
import io.mprpc.testing.DemoUsers;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerServicesAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.health.GrpcServerHealthAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.grpc.server.service.GrpcService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RpcProviderAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcServerAutoConfiguration.class,
				GrpcServerHealthAutoConfiguration.class, GrpcServerServicesAutoConfiguration.class,
				UtilAutoConfiguration.class, RpcServiceRegistryAutoConfiguration.class,
				RpcProviderAutoConfiguration.class))
		.withPropertyValues("spring.grpc.server.port=0", "spring.grpc.server.address=127.0.0.1",
				"spring.application.name=shop");

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final ApplicationContextRunner runnerWithRegistry = this.runner.withBean(InMemoryRegistry.class,
			() -> this.registry);

	@Test
	void registersEveryServiceThatIsServedWithTheMethodsItImplementsAndNothingOfGrpcsOwn() {
		this.runnerWithRegistry.withUserConfiguration(Annotated.class, Plain.class).run((context) -> {
			ProviderInstance instance = published();
			assertThat(instance.application()).isEqualTo("shop");
			int port = context.getBean("nettyGrpcServerLifecycle", GrpcServerLifecycle.class).getPort();
			assertThat(instance.endpoint()).hasToString("127.0.0.1:" + port);
			assertThat(instance.services()).extracting((service) -> service.service().value())
				.containsExactlyInAnyOrder("demo.UserService", "demo.FriendService");
			assertThat(service("demo.UserService").methods()).containsExactlyInAnyOrder("Login", "GetProfile",
					"WatchLogins", "Upload", "Chat");
			assertThat(service("demo.FriendService").methods()).containsExactly("ListFriends");
		});
		assertThat(this.registry.published()).isEmpty();
	}

	@Test
	void annotationSaysMoreAboutAServiceThanTheProperties() {
		this.runnerWithRegistry.withUserConfiguration(Annotated.class, Plain.class)
			.withPropertyValues("rpc.server.version=1", "rpc.server.weight=30", "rpc.instance.zone=north",
					"rpc.server.tags.ring=blue", "rpc.server.tags.team=a", "canary.version=9")
			.run((context) -> {
				assertThat(service("demo.UserService").metadata()).satisfies((metadata) -> {
					assertThat(metadata.version()).isEqualTo("9");
					assertThat(metadata.weight()).isZero();
					assertThat(metadata.zone()).isEqualTo("south");
					assertThat(metadata.tags())
						.isEqualTo(Map.of("ring", "canary", "team", "a", "formula", "a=b", "empty", ""));
				});
				assertThat(service("demo.FriendService").metadata()).satisfies((metadata) -> {
					assertThat(metadata.version()).isEqualTo("1");
					assertThat(metadata.weight()).isEqualTo(30);
					assertThat(metadata.zone()).isEqualTo("north");
					assertThat(metadata.tags()).isEqualTo(Map.of("ring", "blue", "team", "a"));
					assertThat(metadata.application()).isEqualTo("shop");
					assertThat(metadata.status()).isEqualTo(InstanceStatus.UP);
				});
			});
	}

	@Test
	void serviceCanBeKeptOutOfTheRegistry() {
		this.runnerWithRegistry.withUserConfiguration(Unregistered.class, Plain.class)
			.run((context) -> assertThat(published().services()).extracting((service) -> service.service().value())
				.containsExactly("demo.FriendService"));
	}

	@Test
	void applicationCanBeKeptOutOfTheRegistry() {
		this.runnerWithRegistry.withUserConfiguration(Annotated.class)
			.withPropertyValues("rpc.server.register=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.registry.published()).isEmpty();
				assertThat(context.getBean(ProvidedServices.class).definitions()).hasSize(1);
			});
	}

	@Test
	void serviceThatACustomizerAddsIsRegisteredToo() {
		this.runnerWithRegistry.withUserConfiguration(Annotated.class, AddedByCustomizer.class)
			.withPropertyValues("rpc.server.version=1", "canary.version=2")
			.run((context) -> assertThat(service("demo.FriendService").metadata().version()).isEqualTo("1"));
	}

	@Test
	void tellsWhichInstanceItIsPastInterceptorsThatRefuseEverybody() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class, Closed.class).run((context) -> {
			InstanceMetadata metadata = service("demo.FriendService").metadata();
			assertThat(metadata.verifiable()).isTrue();
			assertThat(published().services()).hasSize(1);
			ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", published().endpoint().port())
				.usePlaintext()
				.build();
			try {
				GetIdentityResponse identity = IdentityServiceGrpc.newBlockingStub(channel)
					.withDeadlineAfter(20, TimeUnit.SECONDS)
					.getIdentity(GetIdentityRequest.getDefaultInstance());
				assertThat(identity.getUuid()).isEqualTo(metadata.uuid());
				assertThatExceptionOfType(StatusRuntimeException.class)
					.isThrownBy(() -> FriendServiceGrpc.newBlockingStub(channel)
						.withDeadlineAfter(20, TimeUnit.SECONDS)
						.listFriends(FriendsRequest.getDefaultInstance()))
					.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
			}
			finally {
				channel.shutdownNow();
			}
		});
	}

	@Test
	void tellsHowOftenItMayBeProbedWhoeverHasSetIt() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class)
			.run((context) -> assertThat(published().metadata().permitKeepalive()).isEqualTo(Duration.ofSeconds(5)));
		this.runnerWithRegistry.withUserConfiguration(Plain.class)
			.withPropertyValues("rpc.server.keepalive.permit-time=1s", "spring.grpc.server.keepalive.permit.time=300")
			.run((context) -> assertThat(published().metadata().permitKeepalive()).isEqualTo(Duration.ofMinutes(5)));
	}

	@Test
	void advertisedHostAndPortCanBeSet() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class)
			.withPropertyValues("rpc.server.advertised-host=[2001:db8::1]", "rpc.server.advertised-port=31000")
			.run((context) -> assertThat(published().endpoint()).hasToString("[2001:db8::1]:31000"));
	}

	@Test
	void preferredNetworksOfSpringCloudDecideWhereTheServerListensEverywhere() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class)
			.withPropertyValues("spring.grpc.server.address=0.0.0.0", "spring.cloud.inetutils.preferred-networks=9.9.9",
					"spring.cloud.inetutils.default-ip-address=127.0.0.1")
			.run((context) -> assertThat(published().endpoint().host()).doesNotStartWith("9.9.9"));
	}

	@Test
	void serverThatSpeaksTlsIsRegisteredAsSecure() {
		GrpcServerProperties server = new GrpcServerProperties();
		assertThat(ProviderSettingsFactory.secure(null)).isFalse();
		assertThat(ProviderSettingsFactory.secure(server)).isFalse();
		server.getSsl().setBundle("users");
		assertThat(ProviderSettingsFactory.secure(server)).isTrue();
		server.getSsl().setEnabled(false);
		assertThat(ProviderSettingsFactory.secure(server)).isFalse();
	}

	@Test
	void serverIsCalledBeforeItIsRegistered() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class, WitnessConfiguration.class).run((context) -> {
			assertThat(context.getBean(Witness.class).calls)
				.containsExactly("grpc.health.v1.Health/Check before registration");
			assertThat(published().services()).hasSize(1);
		});
	}

	@Test
	void serverIsNotCalledByItselfIfThatIsNotWanted() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class, WitnessConfiguration.class)
			.withPropertyValues("rpc.server.warm-up-call=false")
			.run((context) -> assertThat(context.getBean(Witness.class).calls).isEmpty());
	}

	@Test
	void backsOffWithoutAService() {
		this.runnerWithRegistry.run((context) -> {
			assertThat(context).doesNotHaveBean(ProviderLifecycle.class).hasSingleBean(ProvidedServices.class);
			assertThat(this.registry.published()).isEmpty();
		});
	}

	@Test
	void backsOffWithoutARegistry() {
		this.runner.withUserConfiguration(Plain.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ProviderLifecycle.class));
	}

	@Test
	void backsOffWithoutAGrpcServer() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class)
			.withPropertyValues("spring.grpc.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ProviderLifecycle.class));
	}

	@Test
	void needsNeitherActuatorNorWebServer() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health",
					"org.springframework.boot.actuate", "org.springframework.boot.web.server"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ProviderHealthIndicator.class);
				assertThat(published().services()).hasSize(1);
			});
	}

	@Test
	void serverInsideTheProcessOnlyIsNotRegistered() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class)
			.withClassLoader(new FilteredClassLoader("io.grpc.netty"))
			.withPropertyValues("spring.grpc.server.inprocess.name=inside")
			.run((context) -> {
				assertThat(context).hasSingleBean(GrpcServerLifecycle.class).hasSingleBean(ProviderLifecycle.class);
				assertThat(context.getBean(GrpcServerLifecycle.class).isRunning()).isTrue();
				assertThat(this.registry.published()).isEmpty();
			});
	}

	@Test
	void serverInsideTheProcessDoesNotHinderTheRealOne() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class)
			.withPropertyValues("spring.grpc.server.inprocess.name=inside-too")
			.run((context) -> assertThat(published().services()).hasSize(1));
	}

	@Test
	void lifecycleDependsOnThoseOfTheServers() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class)
			.withPropertyValues("spring.grpc.server.inprocess.name=inside-as-well")
			.run((context) -> assertThat(context.getSourceApplicationContext()
				.getBeanFactory()
				.getDependenciesForBean("rpcProviderLifecycle"))
				.contains("nettyGrpcServerLifecycle", "inProcessGrpcServerLifecycle"));
	}

	@Test
	void annotatedBeanThatIsNoServiceEndsTheStart() {
		this.runnerWithRegistry.withUserConfiguration(NoService.class, Plain.class).run(failure((analysis) -> {
			assertThat(analysis.getDescription()).contains("'notAService'", NoServiceBean.class.getName(),
					"@RpcService", "is not a gRPC service");
			assertThat(analysis.getAction()).contains("...ImplBase");
		}));
	}

	@Test
	void annotatedBeanThatIsNoServiceEndsTheStartAlsoWhereThereIsNoServerBecauseOfIt() {
		this.runner.withUserConfiguration(NoService.class)
			.run(failure((analysis) -> assertThat(analysis.getDescription()).contains("'notAService'")));
	}

	@Test
	void annotatedBeanMethodWhoseBeanIsNoServiceIsNamed() {
		this.runner.withUserConfiguration(NoServiceMethod.class)
			.run(failure((analysis) -> assertThat(analysis.getDescription()).contains("'text'",
					NoServiceMethod.class.getName() + ".text()")));
	}

	@Test
	void twoBeansForOneServiceEndTheStart() {
		this.runnerWithRegistry.withUserConfiguration(Plain.class, PlainAgain.class).run(failure((analysis) -> {
			assertThat(analysis.getDescription()).contains("Two beans serve demo.FriendService", "'friends'",
					"'friendsAgain'");
			assertThat(analysis.getAction()).contains("Keep one");
		}));
	}

	@Test
	void tagThatIsNoPairEndsTheStart() {
		this.runnerWithRegistry.withUserConfiguration(BadTag.class).run(failure((analysis) -> {
			assertThat(analysis.getDescription()).contains("'badTag'", "tags = \"canary\"", "key=value");
			assertThat(analysis.getAction()).contains("ring=canary");
		}));
	}

	@Test
	void tagThatStandsTwiceEndsTheStart() {
		this.runnerWithRegistry.withUserConfiguration(DoubleTag.class)
			.run(failure((analysis) -> assertThat(analysis.getDescription()).contains("two tags 'ring'")));
	}

	@Test
	void weightOutOfRangeEndsTheStart() {
		this.runnerWithRegistry.withUserConfiguration(BadWeight.class).run(failure((analysis) -> {
			assertThat(analysis.getDescription()).contains("'badWeight'", "weight = 10001");
			assertThat(analysis.getAction()).contains("0 (no calls) to 10000");
		}));
	}

	@Test
	void placeholderThatCannotBeResolvedEndsTheStart() {
		this.runnerWithRegistry.withUserConfiguration(Annotated.class)
			.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class))
			.run(failure((analysis) -> assertThat(analysis.getDescription()).contains("'users'",
					"version = \"${canary.version}\"")));
	}

	@Test
	void nameThatCannotBeANodeEndsTheStart() {
		this.runnerWithRegistry.withUserConfiguration(BadName.class)
			.run(failure((analysis) -> assertThat(analysis.getDescription()).contains("'badName'",
					"not a gRPC service name")));
	}

	@Test
	void propertiesOutOfRangeEndTheStart() {
		for (String property : new String[] { "server.weight=10001", "server.weight=-1", "server.advertised-port=70000",
				"server.advertised-host=a/b", "server.drain.max-wait=-1s", "server.drain.quiet-period=-1ms",
				"server.drain.report-interval=0", "server.keepalive.permit-time=-1s",
				"server.version=" + "9".repeat(256), "instance.zone=z\u202e1" }) {
			String name = "rpc." + property.substring(0, property.indexOf('='));
			this.runnerWithRegistry.withUserConfiguration(Plain.class)
				.withPropertyValues("rpc." + property)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
							(ex) -> assertThat(ex.getName()).isEqualTo(name)));
		}
	}

	@Test
	void applicationsOwnPublisherIsUsed() {
		this.runner.withUserConfiguration(Plain.class)
			.withBean("own", InstancePublisher.class, () -> this.registry)
			.run((context) -> assertThat(published().services()).hasSize(1));
	}

	private ProviderInstance published() {
		assertThat(this.registry.published()).hasSize(1);
		return this.registry.published().get(0);
	}

	private RpcInstance service(String name) {
		return published().services()
			.stream()
			.filter((service) -> service.service().value().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static ContextConsumer<AssertableApplicationContext> failure(
			java.util.function.Consumer<FailureAnalysis> check) {
		return (context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			assertThat(failure).isInstanceOf(InvalidRpcServiceException.class)
				.isNotInstanceOf(UnsatisfiedDependencyException.class);
			FailureAnalysis analysis = new InvalidRpcServiceFailureAnalyzer().analyze(failure);
			assertThat(analysis).isNotNull();
			check.accept(analysis);
		};
	}

	/** As security without credentials. */
	@Configuration(proxyBeanMethods = false)
	static class Closed {

		@Bean
		@GlobalServerInterceptor
		ServerInterceptor closed() {
			return new ServerInterceptor() {

				@Override
				public <I, O> ServerCall.Listener<I> interceptCall(ServerCall<I, O> call, Metadata headers,
						ServerCallHandler<I, O> next) {
					call.close(Status.UNAUTHENTICATED, new Metadata());
					return new ServerCall.Listener<>() {
					};
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WitnessConfiguration {

		@Bean
		@GlobalServerInterceptor
		Witness witness(InMemoryRegistry registry) {
			return new Witness(registry);
		}

	}

	/** Notes calls, and whether the instance was registered by then. */
	static class Witness implements ServerInterceptor {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		private final InMemoryRegistry registry;

		Witness(InMemoryRegistry registry) {
			this.registry = registry;
		}

		@Override
		public <I, O> ServerCall.Listener<I> interceptCall(ServerCall<I, O> call, Metadata headers,
				ServerCallHandler<I, O> next) {
			this.calls.add(call.getMethodDescriptor().getFullMethodName()
					+ (this.registry.published().isEmpty() ? " before registration" : " after registration"));
			return next.startCall(call, headers);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Annotated {

		@RpcService(version = "${canary.version}", weight = 0, zone = "south",
				tags = { "ring=canary", "formula = a=b", "empty=" })
		UserServiceGrpc.UserServiceImplBase users() {
			return new DemoUsers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unregistered {

		@RpcService(register = false)
		UserServiceGrpc.UserServiceImplBase users() {
			return new DemoUsers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@GrpcService
		FriendServiceGrpc.FriendServiceImplBase friends() {
			return new DemoFriends();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainAgain {

		@Bean
		FriendServiceGrpc.FriendServiceImplBase friendsAgain() {
			return new DemoFriends();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AddedByCustomizer {

		@Bean
		<T extends io.grpc.ServerBuilder<T>> ServerBuilderCustomizer<T> friendsByCustomizer() {
			return (builder) -> builder.addService(new DemoFriends());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@org.springframework.context.annotation.Import(NoServiceBean.class)
	static class NoService {

	}

	@RpcService
	@org.springframework.stereotype.Component("notAService")
	static class NoServiceBean {

	}

	@Configuration(proxyBeanMethods = false)
	static class NoServiceMethod {

		@RpcService
		String text() {
			return "text";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadTag {

		@RpcService(tags = "canary")
		FriendServiceGrpc.FriendServiceImplBase badTag() {
			return new DemoFriends();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DoubleTag {

		@RpcService(tags = { "ring=a", "ring=b" })
		FriendServiceGrpc.FriendServiceImplBase doubleTag() {
			return new DemoFriends();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadWeight {

		@RpcService(weight = 10_001)
		FriendServiceGrpc.FriendServiceImplBase badWeight() {
			return new DemoFriends();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadName {

		@RpcService
		io.grpc.BindableService badName() {
			return () -> ServerServiceDefinition.builder(".hidden").build();
		}

	}

}
