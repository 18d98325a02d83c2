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

import java.time.Duration;
import java.util.Map;

import io.grpc.Status;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.internal.grpc.client.settings.BalancerSettings.Policy;
import io.mprpc.internal.grpc.client.settings.CallDeadline;
import io.mprpc.internal.grpc.client.settings.CallSettings;
import io.mprpc.internal.grpc.client.settings.LoadBalancerPolicy;
import io.mprpc.internal.grpc.client.settings.ReferenceSettings;
import io.mprpc.internal.grpc.client.settings.ReferenceSettingsSource;
import io.mprpc.internal.grpc.client.settings.RetrySettings.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PropertiesReferenceSettings}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertiesReferenceSettingsTests {

	private static final String USERS = "rpc.client.references.demo.UserService.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RpcConsumerAutoConfiguration.class));

	@Test
	void hasDefaults() {
		ReferenceSettings settings = settings();
		assertThat(settings.url()).isEmpty();
		assertThat(settings.calls().unaryDeadline())
			.isEqualTo(new CallDeadline(Duration.ofSeconds(5), "rpc.client.deadline"));
		assertThat(settings.calls().streamDeadline()).isNull();
		assertThat(settings.calls().waitForReady()).isNull();
		assertThat(settings.calls().retry().scope()).isEqualTo(Scope.IDEMPOTENT);
		assertThat(settings.calls().retry().statusCodes()).containsExactly(Status.Code.UNAVAILABLE);
		assertThat(settings.calls().hedging()).isNull();
		assertThat(settings.balancer().policy()).isEqualTo(new Policy(LoadBalancerPolicy.ROUND_ROBIN, ""));
		assertThat(settings.balancer().outlierDetection()).isNotNull();
		assertThat(settings.sslBundle()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "rpc.client.references.demo.UserService.url", "rpc.client.references[demo.UserService].url",
			"rpc.client.references.demo.user-service.url", "rpc.client.references.demo.userservice.url" })
	void findsASettingHoweverTheServiceIsWritten(String property) {
		assertThat(settings(property + "=static://localhost:1").url()).isEqualTo("static://localhost:1");
	}

	@Test
	void findsASettingInTheEnvironment() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("RPC_CLIENT_REFERENCES_DEMO_USERSERVICE_URL", "static://env:1",
										"RPC_CLIENT_REFERENCES_DEMO_USERSERVICE_METHODS_LOGIN_DEADLINE", "7s"))))
			.withPropertyValues("rpc.client.references[demo.FriendService].url=static://localhost:1")
			.run((context) -> {
				ReferenceSettings settings = context.getBean(ReferenceSettingsSource.class)
					.settings(UserServiceGrpc.getServiceDescriptor());
				assertThat(settings.url()).isEqualTo("static://env:1");
				assertThat(settings.methods().get("Login").unaryDeadline()).isEqualTo(new CallDeadline(
						Duration.ofSeconds(7), "rpc.client.references.demo.UserService.methods.Login.deadline"));
			});
	}

	@ParameterizedTest
	@CsvSource({ "rpc.client.references.demo.UserService,rpc.client.references[demo.UserService]",
			"rpc.client.references[demo.UserService],rpc.client.references.demo.UserService" })
	void theHigherSourceWinsHoweverEachWritesTheService(String higher, String lower) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("lower",
						Map.of(lower + ".url", "static://lower:1", lower + ".version", "3"))))
			.withPropertyValues(higher + ".url=static://higher:1")
			.run((context) -> {
				ReferenceSettings settings = context.getBean(ReferenceSettingsSource.class)
					.settings(UserServiceGrpc.getServiceDescriptor());
				assertThat(settings.url()).isEqualTo("static://higher:1");
				assertThat(settings.version()).isEqualTo("3");
			});
	}

	@Test
	void takesTheVersionOfAllUnlessTheServiceHasItsOwn() {
		assertThat(settings().version()).isEmpty();
		assertThat(settings("rpc.client.default-version=1").version()).isEqualTo("1");
		assertThat(settings("rpc.client.default-version=1", USERS + "version=2").version()).isEqualTo("2");
		assertThat(settings("rpc.client.default-version=1", USERS + "version=").version()).isEmpty();
	}

	@Test
	void saysHowToTurnRetriesOff() {
		this.runner.withPropertyValues("rpc.client.retry.max-attempts=1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("rpc.client.retry.enabled=false"));
		assertThat(
				settings("rpc.client.retry.enabled=false", "rpc.client.retry.max-attempts=1").calls().retry().scope())
			.isEqualTo(Scope.NONE);
	}

	@Test
	void refusesADurationOfAMethodWithoutUnit() {
		this.runner.withPropertyValues(USERS + "methods.Login.deadline=5")
			.run((context) -> assertThatExceptionOfType(BindException.class)
				.isThrownBy(() -> context.getBean(ReferenceSettingsSource.class)
					.settings(UserServiceGrpc.getServiceDescriptor()))
				.satisfies((ex) -> assertThat(ex.getProperty().getOrigin()).asString()
					.contains(USERS + "methods.Login.deadline"))
				.havingRootCause()
				.withMessageContaining("write 5s for seconds"));
	}

	@Test
	void resolvesPlaceholders() {
		assertThat(settings("users.port=7", USERS + "url=static://localhost:${users.port}").url())
			.isEqualTo("static://localhost:7");
	}

	@Test
	void aMethodTakesWhatItDoesNotSayFromItsReference() {
		CallSettings login = settings(USERS + "deadline=2s", USERS + "wait-for-ready=true",
				USERS + "retry.initial-backoff=7ms", USERS + "methods.Login.retry.max-attempts=4")
			.methods()
			.get("Login");
		assertThat(login.unaryDeadline()).isEqualTo(new CallDeadline(Duration.ofSeconds(2), USERS + "deadline"));
		assertThat(login.waitForReady()).isTrue();
		assertThat(login.retry().initialBackoff()).isEqualTo(Duration.ofMillis(7));
		assertThat(login.retry().maxAttempts()).isEqualTo(4);
		assertThat(login.retry().scope()).isEqualTo(Scope.IDEMPOTENT);
	}

	@Test
	void warnsOfAMethodThatTheServiceDoesNotHave(CapturedOutput output) {
		settings(USERS + "methods.Lgoin.deadline=2s");
		assertThat(output).contains("rpc.client.references.demo.UserService.methods.Lgoin has no effect")
			.contains("GetProfile, ");
	}

	@Test
	void warnsOnceOfAMethodHoweverManyStubsThereAre(CapturedOutput output) {
		this.runner.withPropertyValues(USERS + "methods.Lgoin.deadline=2s").run((context) -> {
			ReferenceSettingsSource source = context.getBean(ReferenceSettingsSource.class);
			source.settings(UserServiceGrpc.getServiceDescriptor());
			source.settings(UserServiceGrpc.getServiceDescriptor());
		});
		assertThat(output).containsOnlyOnce("methods.Lgoin has no effect");
	}

	@Test
	void takesBalancingOfAMethod() {
		ReferenceSettings settings = settings(USERS + "load-balancer=least-outstanding",
				USERS + "methods.Login.load-balancer=consistent-hash", USERS + "methods.Login.hash-key=X-User");
		assertThat(settings.balancer().policy().type()).isEqualTo(LoadBalancerPolicy.LEAST_OUTSTANDING);
		assertThat(settings.balancer().methods())
			.containsOnly(Map.entry("Login", new Policy(LoadBalancerPolicy.CONSISTENT_HASH, "x-user")));
	}

	@Test
	void takesTheZoneOfTheInstance() {
		assertThat(settings("rpc.instance.zone= b ", "rpc.client.prefer-local-zone=true").balancer().zone())
			.isEqualTo("b");
		assertThat(settings().balancer().zone()).isEmpty();
	}

	@Test
	void verifiesWhoAnswersUnlessToldOtherwise() {
		assertThat(settings().balancer().verifyIdentity()).isTrue();
		assertThat(settings("rpc.client.verify-identity=false").balancer().verifyIdentity()).isFalse();
		assertThat(settings("rpc.client.verify-identity=false", USERS + "verify-identity=true").balancer()
			.verifyIdentity()).isTrue();
	}

	@Test
	void securesDirectAddressesOnlyWhenToldTo() {
		assertThat(settings("rpc.client.ssl.bundle=all").sslBundle()).isEqualTo("all");
		assertThat(settings("rpc.client.ssl.bundle=all", USERS + "url=static://localhost:1").sslBundle()).isNull();
		assertThat(settings(USERS + "ssl.bundle=own", USERS + "url=static://localhost:1").sslBundle()).isEqualTo("own");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					rpc.client.deadline=-1s                                | rpc.client.deadline
					rpc.client.stream-deadline=-1s                         | rpc.client.stream-deadline
					rpc.client.idle-timeout=-1s                            | rpc.client.idle-timeout
					rpc.client.keepalive.time=-1s                          | rpc.client.keepalive.time
					rpc.client.keepalive.timeout=0s                        | rpc.client.keepalive.timeout
					rpc.client.shutdown-grace-period=-1s                   | rpc.client.shutdown-grace-period
					rpc.client.warm-up=-1s                                 | rpc.client.warm-up
					rpc.client.removal-grace-period=-1s                           | rpc.client.removal-grace-period
					rpc.client.retry.max-attempts=0                        | rpc.client.retry.max-attempts
					rpc.client.retry.max-attempts=6                        | rpc.client.retry.max-attempts
					rpc.client.retry.initial-backoff=0s                    | rpc.client.retry.initial-backoff
					rpc.client.retry.max-backoff=0s                        | rpc.client.retry.max-backoff
					rpc.client.retry.backoff-multiplier=0                  | rpc.client.retry.backoff-multiplier
					rpc.client.retry.status-codes=OK                       | rpc.client.retry.status-codes
					rpc.client.retry.budget.max-tokens=1001                | rpc.client.retry.budget.max-tokens
					rpc.client.retry.budget.token-ratio=0                  | rpc.client.retry.budget.token-ratio
					rpc.client.outlier-detection.interval=0s                         | rpc.client.outlier-detection.interval
					rpc.client.outlier-detection.failure-percentage=101              | rpc.client.outlier-detection.failure-percentage
					rpc.client.outlier-detection.max-ejected-percentage=101          | rpc.client.outlier-detection.max-ejected-percentage
					rpc.client.outlier-detection.base-ejection-time=0s               | rpc.client.outlier-detection.base-ejection-time
					rpc.client.outlier-detection.max-ejection-time=0s                | rpc.client.outlier-detection.max-ejection-time
					rpc.client.outlier-detection.minimum-calls=0                     | rpc.client.outlier-detection.minimum-calls
					rpc.client.outlier-detection.minimum-instances=0                 | rpc.client.outlier-detection.minimum-instances
					rpc.client.load-balancer=consistent-hash               | rpc.client.load-balancer
					rpc.client.hash-key=x-user-bin                         | rpc.client.hash-key
					rpc.client.prefer-local-zone=true                             | rpc.client.prefer-local-zone
					""")
	void refusesABadValueForAllAtTheStart(String property, String named) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo(named)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			deadline=-1s                                           | deadline
			stream-deadline=-1s                                    | stream-deadline
			warm-up=-1s                                            | warm-up
			methods.Login.deadline=-1s                             | methods.Login.deadline
			methods.Login.retry.max-attempts=1                     | methods.Login.retry.max-attempts
			methods.Login.load-balancer=consistent-hash            | methods.Login.load-balancer
			methods.GetProfile.hedging.max-attempts=1              | methods.GetProfile.hedging.max-attempts
			methods.GetProfile.hedging.delay=-1ms                  | methods.GetProfile.hedging.delay
			methods.Login.hedging.enabled=true                     | methods.Login.hedging.enabled
			hedging.enabled=true                                   | hedging.enabled
			""")
	void refusesABadValueOfAReference(String property, String named) {
		this.runner.withPropertyValues(USERS + property).run((context) -> {
			ReferenceSettingsSource source = context.getBean(ReferenceSettingsSource.class);
			assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
				.isThrownBy(() -> source.settings(UserServiceGrpc.getServiceDescriptor()))
				.satisfies((ex) -> assertThat(ex.getName()).isEqualTo(USERS + named));
		});
	}

	@Test
	void refusesAPolicyThatThereIsNot() {
		this.runner.withPropertyValues("rpc.client.load-balancer=fastest")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("LoadBalancerPolicy.fastest"));
		for (String property : new String[] { USERS + "load-balancer", USERS + "methods.Login.load-balancer" }) {
			this.runner.withPropertyValues(property + "=fastest")
				.run((context) -> assertThatExceptionOfType(BindException.class)
					.isThrownBy(() -> context.getBean(ReferenceSettingsSource.class)
						.settings(UserServiceGrpc.getServiceDescriptor()))
					.satisfies((ex) -> assertThat(ex.getProperty().getValue()).isEqualTo("fastest")));
		}
	}

	@Test
	void hedgesAMethodThatIsNotIdempotentWhenTheUserSaysSo() {
		assertThat(settings(USERS + "methods.Login.hedging.allow-non-idempotent=true").methods().get("Login").hedging())
			.isNotNull();
		ReferenceSettings all = settings(USERS + "hedging.allow-non-idempotent=true",
				USERS + "methods.Upload.hedging.enabled=false", USERS + "methods.Chat.retry.enabled=true");
		assertThat(all.methods().get("Login").hedging()).isNotNull();
		assertThat(all.methods().get("Upload").hedging()).isNull();
		assertThat(all.methods().get("Chat").hedging()).isNull();
		assertThat(all.methods().get("Chat").retry().scope()).isEqualTo(Scope.ALL);
	}

	@Test
	void refusesAMethodThatIsToBeHedgedAndRetried() {
		this.runner
			.withPropertyValues(USERS + "methods.GetProfile.hedging.enabled=true",
					USERS + "methods.GetProfile.retry.enabled=true")
			.run((context) -> assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
				.isThrownBy(() -> context.getBean(ReferenceSettingsSource.class)
					.settings(UserServiceGrpc.getServiceDescriptor()))
				.satisfies((ex) -> assertThat(ex.getReason()).contains("either hedged or retried")));
	}

	private ReferenceSettings settings(String... properties) {
		ReferenceSettings[] settings = new ReferenceSettings[1];
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			settings[0] = context.getBean(ReferenceSettingsSource.class)
				.settings(UserServiceGrpc.getServiceDescriptor());
		});
		return settings[0];
	}

}
