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

package io.mprpc.autoconfigure.configuration;

import java.time.Duration;
import java.util.Map;

import io.mprpc.RpcReference;
import io.mprpc.autoconfigure.consumer.RpcClientProperties;
import io.mprpc.autoconfigure.consumer.RpcConsumerAutoConfiguration;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.internal.configuration.UnknownProperties;
import org.acme.AcmePlaceholders;
import org.acme.AcmeProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link RpcConfigurationAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RpcConfigurationAutoConfigurationTests {

	private static final String REPORT = "Unknown properties below 'rpc.'";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RpcConsumerAutoConfiguration.class, RpcConfigurationAutoConfiguration.class))
		.withBean(ReferencedServicesOfAnApplication.class, ReferencedServicesOfAnApplication::new,
				(definition) -> definition.setLazyInit(true));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			rpc.server.admin.token=x | rpc.reports.enabled
			rpc.registry.address=zk:2181                    | rpc.registry.connect-string
			rpc.registry.servers=zk:2181                    | rpc.registry.connect-string
			rpc.registry.adress=zk:2181                     |
			rpc.registy.connect-string=zk:2181              | rpc.registry.connect-string
			rpc.registry.conect-string=zk:2181              | rpc.registry.connect-string
			rpc.registry.username=ann                       | rpc.registry.auth.username
			rpc.address=zk:2181                             | rpc.registry.connect-string
			rpc.client.timeout=2s                           | rpc.client.deadline
			rpc.client.dead-line-stream=2s                  |
			rpc.client.retries=2                            | rpc.client.retry.max-attempts
			rpc.client.retry-max-attempts=2                 | rpc.client.retry.max-attempts
			rpc.client.retry.backoff.initial=2s             | rpc.client.retry.initial-backoff
			rpc.client.outlier.interval=2s                  | rpc.client.outlier-detection.interval
			rpc.client.zone=a                               | rpc.instance.zone
			rpc.client.loadbalance=random                   | rpc.client.load-balancer
			rpc.server.weigth=7                             | rpc.server.weight
			rpc.server.port=9090                            | spring.grpc.server.port
			rpc.server.permit-keepalive-time=5s             | rpc.server.keepalive.permit-time
			rpc.server.zone=a                               | rpc.instance.zone
			rpc.configuration.unknown-property=fail         | rpc.configuration.on-unknown-property
			""")
	void namesTheNearestProperty(String property, String meant, CapturedOutput output) {
		this.runner.withPropertyValues(property).run((context) -> {
			assertThat(context).hasNotFailed();
			String name = property.substring(0, property.indexOf('='));
			assertThat(output).containsOnlyOnce(REPORT)
				.contains("- " + name + " (property source \"test\")"
						+ ((meant != null) ? ": did you mean " + meant + '?' : System.lineSeparator()));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					rpc.client.references.demo.UserService.timeout=2s              | did you mean rpc.client.references.demo.UserService.deadline?
					rpc.client.references[demo.UserService].timeout=2s             | did you mean rpc.client.references.demo.UserService.deadline?
					rpc.client.references.demo.UserService.methods.Login.timeout=2s| did you mean rpc.client.references.demo.UserService.methods.Login.deadline?
					rpc.client.references.demo.UserServce.deadline=2s              | names the service demo.UserServce; did you mean rpc.client.references.demo.UserService?
					rpc.client.references.UserService.deadline=2s                  | names the service UserService; did you mean rpc.client.references.demo.UserService?
					rpc.client.references[demo.UserServce].methods.Login.deadline=2s | names the service demo.UserServce; did you mean
					rpc.client.references.shop.Orders.deadline=2s                  | no @RpcReference of this application names the service shop.Orders
					rpc.client.references.demo.UserService.retry=2                 | it takes no value itself
					rpc.client.references.demo.UserService=2                       | it takes no value itself
					rpc.client.references.demo.UserService.deadlin=2s              | did you mean rpc.client.references.demo.UserService.deadline?
					rpc.client.references.demo.UserService.retry.deadline=2s       | did you mean rpc.client.references.demo.UserService.deadline?
					rpc.client.references.demo.UserService.tag.ring=a              | did you mean rpc.client.references.demo.UserService.tags?
					rpc.client.references.demo.UserService.methods.Lgoin.deadline=2s | demo.UserService has no method Lgoin; did you mean rpc.client.references.demo.UserService.methods.Login?
					rpc.client.references.demo.UserService.methods[Login.x].deadline=2s | demo.UserService has no method Login.x
					rpc.client.references.demo.UserService.methods.Login.warm-up=2s | did you mean rpc.client.references.demo.UserService.warm-up?
					rpc.client.references.demo.UserService.methods.Login.retry.deadline=2s | did you mean rpc.client.references.demo.UserService.deadline?
					rpc.client.references.demo.UserService.methods.Login.x.deadline=2s | - rpc.client.references.demo.UserService.methods.Login.x.deadline
					rpc.client.references.demo.UserService.Login.deadline=2s       | did you mean rpc.client.references.demo.UserService.methods.Login?
					rpc.client.references.demo.UserService.zone=a                  | did you mean rpc.instance.zone?
					rpc.client.references.demo.UserService.keepalive.time=9s       | did you mean rpc.client.keepalive.time?
					""")
	void namesTheNearestServiceAndAttribute(String property, String report, CapturedOutput output) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(output).containsOnlyOnce(REPORT).contains(report));
	}

	@Test
	void namesAServiceOnce(CapturedOutput output) {
		this.runner
			.withPropertyValues("rpc.client.references.demo.UserServce.deadline=2s",
					"rpc.client.references.demo.UserServce.url=static://localhost:1")
			.run((context) -> assertThat(output).containsOnlyOnce("names the service"));
	}

	@Test
	void saysThatATextIsWantedInsteadOfAList(CapturedOutput output) {
		this.runner
			.withPropertyValues("rpc.registry.connect-string[0]=zk1:2181", "rpc.client.deadline.login=2s",
					"rpc.registry.embedded=true")
			.run((context) -> assertThat(output)
				.contains("rpc.registry.connect-string takes one text, not a list: separate its parts by commas")
				.contains("rpc.client.deadline takes one value and has nothing below it")
				.contains("rpc.registry.embedded (property source \"test\"): "
						+ "it takes no value itself, only the properties below it do"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "rpc.client.removal-grace-period=3s", "rpc.client.removalGracePeriod=3s",
			"rpc.server.tags.a.b=c", "rpc.client.retry.status-codes[0]=UNAVAILABLE",
			"rpc.client.references.demo.UserService.deadline=2s",
			"rpc.client.references[demo.UserService].methods.Login.retry.max-attempts=2",
			"rpc.client.references.demo.user-service.tags.zone=a", "rpc.client.references.demo.UserService.tags.zone=a",
			"rpc.client.references[demo.UserService].tags[a.b]=c", "rpc.access-log.file.name=x", "rpc.registry=",
			"rpc.registry.enabled=false", "rpc.reports.enabled=false" })
	void saysNothingOfWhatIsKnown(String property, CapturedOutput output) {
		this.runner.withPropertyValues(property).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain(REPORT);
		});
	}

	@Test
	void readsEnvironmentVariables(CapturedOutput output) {
		environment(Map.ofEntries(Map.entry("RPC_CLIENT_REMOVAL_GRACE_PERIOD", "3s"),
				Map.entry("RPC_CLIENT_STREAMDEADLINE", "3s"),
				Map.entry("RPC_CLIENT_REFERENCES_DEMO_USERSERVICE_METHODS_LOGIN_DEADLINE", "3s"),
				Map.entry("RPC_CLIENT_REFERENCES_DEMO_USERSERVICE_STREAM_DEADLINE", "3s"),
				Map.entry("RPC_CLIENT_RETRY_STATUS_CODES_0", "UNAVAILABLE"),
				Map.entry("RPC_CLIENT_REFERENCES_DEMO_USERSERVICE_TIMEOUT", "3s"),
				Map.entry("RPC_REGISTRY_ADDRESS", "zk:2181")))
			.run((context) -> assertThat(output).containsOnlyOnce(REPORT)
				.contains("- RPC_REGISTRY_ADDRESS (environment variable): did you mean rpc.registry.connect-string?")
				.contains("- RPC_CLIENT_REFERENCES_DEMO_USERSERVICE_TIMEOUT (environment variable): "
						+ "did you mean rpc.client.references.demo.UserService.deadline?")
				.doesNotContain("GRACE", "STREAM", "CODES", "LOGIN"));
	}

	@Test
	void saysNothingOfVariablesOfAKubernetesService(CapturedOutput output) {
		environment(Map.ofEntries(Map.entry("RPC_USERS_SERVICE_HOST", "10.0.0.1"),
				Map.entry("RPC_USERS_SERVICE_PORT", "50051"), Map.entry("RPC_USERS_SERVICE_PORT_GRPC", "50051"),
				Map.entry("RPC_USERS_PORT", "tcp://10.0.0.1:50051"),
				Map.entry("RPC_USERS_PORT_50051_TCP", "tcp://10.0.0.1:50051"),
				Map.entry("RPC_USERS_PORT_50051_TCP_PROTO", "tcp"), Map.entry("RPC_USERS_PORT_50051_TCP_PORT", "50051"),
				Map.entry("RPC_USERS_PORT_50051_TCP_ADDR", "10.0.0.1")))
			.run((context) -> assertThat(output).doesNotContain(REPORT));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void saysNothingOfPropertiesOfTheApplication(boolean lazy, CapturedOutput output) {
		environment(Map.of("RPC_ACME_POLLINTERVAL", "3s", "RPC_ACME_API_URL", "x", "RPC_ACME_NODES_0_NAME", "b"))
			.withInitializer((context) -> {
				if (lazy) {
					context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
				}
			})
			.withUserConfiguration(AcmeConfiguration.class)
			.withPropertyValues("rpc.acme.poll-timeout=3", "rpc.acme.names[0]=first", "rpc.acme.nodes[0].port=7")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).doesNotContain(REPORT);
				assertThat(context.getBean(AcmeProperties.class).getPollTimeout()).isEqualTo(Duration.ofMillis(3));
			});
	}

	@Test
	void saysNothingOfPropertiesThatTheApplicationBindsBelowThoseOfTheLibrary(CapturedOutput output) {
		environment(Map.of("RPC_CLIENT_POLL_TIMEOUT", "3s")).withUserConfiguration(AcmeClientConfiguration.class)
			.withPropertyValues("rpc.client.api-url=x", "rpc.client.dedline=2s")
			.run((context) -> assertThat(output).containsOnlyOnce(REPORT)
				.contains("rpc.client.dedline")
				.doesNotContain("rpc.client.api-url", "POLL_TIMEOUT"));
	}

	@Test
	void saysNothingOfPlaceholders(CapturedOutput output) {
		environment(Map.of("RPC_PARTNER_SIZE", "3")).withUserConfiguration(AcmePlaceholders.class)
			.withPropertyValues("rpc.zookeepers=zk:2181", "rpc.registry.connect-string=${rpc.zookeepers:none}",
					"rpc.partner.base-url=x", "rpc.partner.paths=y", "rpc.partner.secret=z",
					"rpc.feature.enabled=false", "rpc.several.one=true", "rpc.several.two=false",
					"rpc.partner.read-by-nobody=1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).containsOnlyOnce("  - rpc.").contains("  - rpc.partner.read-by-nobody");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "RPC_URL", "RPC_USER", "RPC_PORT", "RPC_SERVER", "RPC_NODE_ADDRESS" })
	void saysNothingOfVariablesOfOtherPrograms(String variable, CapturedOutput output) {
		environment(Map.of(variable, "x")).run((context) -> assertThat(output).doesNotContain(REPORT));
	}

	@Test
	void saysNothingWhereTheMetadataOfTheLibraryIsMissing(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader(new ClassPathResource(UnknownProperties.METADATA)))
			.withPropertyValues("rpc.server.weight=7", "rpc.registry.address=x")
			.run((context) -> assertThat(output).doesNotContain(REPORT));
	}

	@Test
	void leavesOutWhatBelongsToSomethingElse(CapturedOutput output) {
		environment(Map.of("RPC_ACME_RETRIES", "3"))
			.withPropertyValues("rpc.acme.url=x", "rpc.limit=7",
					"rpc.configuration.ignored-prefixes=rpc.acme,rpc.limit")
			.run((context) -> assertThat(output).doesNotContain(REPORT));
	}

	@Test
	void canBeTurnedOff(CapturedOutput output) {
		this.runner.withPropertyValues("rpc.registry.address=x", "rpc.configuration.on-unknown-property=ignore")
			.run((context) -> assertThat(output).doesNotContain(REPORT));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void canRefuseToStart(boolean lazy, CapturedOutput output) {
		Throwable failure = catchThrowable(() -> start("--rpc.registry.address=x", "--rpc.client.timeout=3s",
				"--rpc.configuration.on-unknown-property=fail", "--spring.main.lazy-initialization=" + lazy));
		assertThat(failure).hasMessageContaining("rpc.registry.address");
		assertThat(output).contains("APPLICATION FAILED TO START", "did you mean rpc.registry.connect-string?",
				"did you mean rpc.client.deadline?", "Correct or remove these properties.");
	}

	@Test
	void withoutReferencesNothingIsSaidOfTheirServices(CapturedOutput output) {
		this.runner.withPropertyValues("rpc.client.enabled=false", "rpc.client.references.demo.Orders.deadline=2s")
			.run((context) -> assertThat(output).doesNotContain(REPORT));
	}

	@ParameterizedTest
	@ValueSource(strings = { "rpc.client.deadline=5", "rpc.client.retry.initial-backoff=${unit:5}" })
	void refusesADurationWithoutUnit(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(property).startsWith(ex.getName() + '=');
					assertThat(ex.getReason())
						.isEqualTo("It has no unit: write 5s for seconds or 5ms for milliseconds.");
				}));
	}

	@Test
	void tellsOfADurationWithoutUnit(CapturedOutput output) {
		assertThat(catchThrowable(() -> start("--rpc.client.deadline=5"))).isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START", "rpc.client.deadline",
				"It has no unit: write 5s for seconds or 5ms for milliseconds.");
	}

	@Test
	void takesDurationsWithUnitAndZero() {
		this.runner
			.withPropertyValues("rpc.client.deadline=5s", "rpc.client.stream-deadline=PT5M", "rpc.client.warm-up=0")
			.run((context) -> {
				RpcClientProperties properties = context.getBean(RpcClientProperties.class);
				assertThat(properties.deadline()).isEqualTo(Duration.ofSeconds(5));
				assertThat(properties.streamDeadline()).isEqualTo(Duration.ofMinutes(5));
				assertThat(properties.warmUp()).isZero();
			});
	}

	private ApplicationContextRunner environment(Map<String, Object> variables) {
		return this.runner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)));
	}

	private static void start(String... arguments) {
		SpringApplication application = new SpringApplication(Imports.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(arguments).close();
	}

	static class ReferencedServicesOfAnApplication {

		@RpcReference
		UserServiceBlockingStub users;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(AcmeProperties.class)
	static class AcmeConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class AcmeClientConfiguration {

		@Bean
		@ConfigurationProperties("rpc.client")
		AcmeProperties acmeClient() {
			return new AcmeProperties();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RpcConsumerAutoConfiguration.class, RpcConfigurationAutoConfiguration.class })
	static class Imports {

	}

}
