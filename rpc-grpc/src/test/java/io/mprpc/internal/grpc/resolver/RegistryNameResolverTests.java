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

package io.mprpc.internal.grpc.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolver.ResolutionResult;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.grpc.Uri;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.grpc.client.ServiceConfigSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.FakeClock;
import io.mprpc.testing.InMemoryRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RegistryNameResolverTests {

	private static final ServiceName SERVICE = new ServiceName("demo.UserService");

	private final FakeClock clock = new FakeClock();

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final RegistryConnection connection = mock(RegistryConnection.class);

	private final Queue<Runnable> offloaded = new ArrayDeque<>();

	private final List<ResolutionResult> results = new ArrayList<>();

	private @Nullable Configs configs;

	private final SynchronizationContext synchronization = new SynchronizationContext((thread, ex) -> {
		throw new AssertionError(ex);
	});

	RegistryNameResolverTests() {
		given(this.connection.address()).willReturn("zk.test:2181");
		given(this.connection.namespace()).willReturn("test");
		given(this.connection.state()).willReturn(RegistryConnection.State.CONNECTING);
	}

	private NameResolver start(String target) {
		ResolverEnvironment environment = new ResolverEnvironment(this.registry, this.connection,
				Duration.ofSeconds(3));
		HostLookup hosts = new HostLookup(this.offloaded::add, this.synchronization, this.clock.timer(),
				(host) -> InetAddress.getByAddress(host, new byte[] { 10, 9, 8, 7 }), this.clock);
		RpcTarget parsed = RpcTarget.parse(target);
		ServiceConfigFollower follower = (this.configs != null)
				? new ServiceConfigFollower(parsed, this.configs, new Parser(), this.synchronization) : null;
		NameResolver resolver = new RegistryNameResolver(parsed, environment, hosts, follower, this.synchronization,
				this.clock.timer());
		this.synchronization.execute(() -> resolver.start(new NameResolver.Listener2() {

			@Override
			public void onResult(ResolutionResult result) {
				throw new AssertionError("onResult2 is to be used");
			}

			@Override
			public Status onResult2(ResolutionResult result) {
				RegistryNameResolverTests.this.synchronization.throwIfNotInThisSynchronizationContext();
				RegistryNameResolverTests.this.results.add(result);
				return Status.OK;
			}

			@Override
			public void onError(Status error) {
				throw new AssertionError("onResult2 is to be used");
			}

		}));
		return resolver;
	}

	private ResolutionResult last() {
		return this.results.get(this.results.size() - 1);
	}

	private List<String> addresses() {
		return last().getAddressesOrError()
			.getValue()
			.stream()
			.map((group) -> (InetSocketAddress) group.getAddresses().get(0))
			.map((address) -> address.getAddress().getHostAddress() + ':' + address.getPort())
			.toList();
	}

	private static RpcInstance instance(String endpoint, String version, Map<String, String> tags) {
		return new RpcInstance(SERVICE, Endpoint.parse(endpoint), Set.of("Login"),
				new InstanceMetadata("uuid", "users", version, 100, "", tags, InstanceStatus.UP, null, Map.of()));
	}

	@Test
	void followsTheRegistry() {
		this.registry.put("demo.UserService", "10.0.0.1:80", "Login");
		start("rpc:///demo.UserService");
		assertThat(addresses()).containsExactly("10.0.0.1:80");
		this.registry.put("demo.UserService", "10.0.0.2:80", "Login");
		assertThat(addresses()).containsExactly("10.0.0.1:80", "10.0.0.2:80");
		this.registry.remove(SERVICE, Endpoint.parse("10.0.0.1:80"));
		assertThat(addresses()).containsExactly("10.0.0.2:80");
		this.registry.remove(SERVICE, Endpoint.parse("10.0.0.2:80"));
		assertThat(addresses()).isEmpty();
	}

	@Test
	void tellsTheBalancerAllThatItNeeds() {
		RpcInstance fits = instance("10.0.0.1:80", "2", Map.of());
		RpcInstance other = instance("10.0.0.2:80", "1", Map.of());
		this.registry.put(fits).put(other);
		start("rpc:///demo.UserService?version=2");
		Resolution resolution = last().getAttributes().get(Resolution.RESOLUTION);
		assertThat(resolution).isEqualTo(new Resolution(RpcTarget.parse("rpc:///demo.UserService?version=2"),
				this.registry.view(SERVICE), "test", "zk.test:2181"));
		EquivalentAddressGroup group = last().getAddressesOrError().getValue().get(0);
		assertThat(group.getAttributes().get(Resolution.INSTANCE)).isEqualTo(fits);
		assertThat(group.getAttributes().get(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE)).isEqualTo("10.0.0.1:80");
	}

	@Test
	void onlyThoseOfTheVersionAndTagsFit() {
		this.registry.put(instance("10.0.0.1:80", "2", Map.of("ring", "canary")))
			.put(instance("10.0.0.2:80", "2", Map.of()))
			.put(instance("10.0.0.3:80", "1", Map.of("ring", "canary")));
		start("rpc:///demo.UserService?version=2&tag.ring=canary");
		assertThat(addresses()).containsExactly("10.0.0.1:80");
	}

	@Test
	void callsFailAfterAWhileWithoutAnAnswerAndGoOnWhenThereIsOne() {
		this.registry.state(ServiceView.State.LOADING);
		this.registry.put("demo.UserService", "10.0.0.1:80", "Login");
		start("rpc:///demo.UserService");
		this.clock.forward(Duration.ofMillis(2999));
		assertThat(this.results).isEmpty();
		this.clock.forward(Duration.ofMillis(1));
		Status status = last().getAddressesOrError().getStatus();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription()).isEqualTo("Registry at zk.test:2181 has not answered within 3000 ms "
				+ "(connection CONNECTING): looked for demo.UserService in namespace 'test'");
		this.registry.state(ServiceView.State.LIVE);
		assertThat(addresses()).containsExactly("10.0.0.1:80");
	}

	@Test
	void callsThatFailWithoutAnAnswerSayWhyThereIsNone() {
		this.registry.state(ServiceView.State.LOADING);
		given(this.connection.state()).willReturn(RegistryConnection.State.DENIED);
		given(this.connection.problem()).willReturn("authentication failed");
		start("rpc:///demo.UserService");
		this.clock.forward(Duration.ofSeconds(3));
		assertThat(last().getAddressesOrError().getStatus().getDescription())
			.contains("(connection DENIED, authentication failed)");
	}

	@Test
	void aViewThatIsStaleOrFromDiskIsUsedAsItIs() {
		this.registry.put("demo.UserService", "10.0.0.1:80", "Login");
		this.registry.state(ServiceView.State.SNAPSHOT);
		start("rpc:///demo.UserService");
		assertThat(addresses()).containsExactly("10.0.0.1:80");
		this.registry.state(ServiceView.State.STALE);
		assertThat(addresses()).containsExactly("10.0.0.1:80");
		assertThat(this.clock.taskCount()).isZero();
	}

	@Test
	void theFirstResolutionWaitsForNamesAndLaterOnesDoNot() {
		this.registry.put("demo.UserService", "one.test:80", "Login");
		start("rpc:///demo.UserService");
		assertThat(this.results).isEmpty();
		this.offloaded.remove().run();
		assertThat(addresses()).containsExactly("10.9.8.7:80");
		this.registry.put("demo.UserService", "two.test:80", "Login");
		assertThat(addresses()).containsExactly("10.9.8.7:80");
		this.offloaded.remove().run();
		assertThat(addresses()).containsExactly("10.9.8.7:80", "10.9.8.7:80");
	}

	@Test
	void aNameThatNoServerAnswersForHoldsUpNoOther() {
		this.registry.put("demo.UserService", "one.test:80", "Login");
		this.registry.put("demo.UserService", "two.test:81", "Login");
		start("rpc:///demo.UserService");
		Runnable unanswered = this.offloaded.remove();
		this.offloaded.remove().run();
		this.clock.forward(HostLookup.GATHERING);
		assertThat(addresses()).containsExactly("10.9.8.7:81");
		this.clock.forward(HostLookup.DEADLINE);
		unanswered.run();
		assertThat(addresses()).containsExactly("10.9.8.7:80", "10.9.8.7:81");
	}

	@Test
	void namesThatNoServerAnswersForAreNamed() {
		this.registry.put("demo.UserService", "one.test:80", "Login");
		start("rpc:///demo.UserService");
		this.clock.forward(HostLookup.DEADLINE);
		assertThat(last().getAddressesOrError().getStatus().getDescription()).contains("within 5 s for one.test")
			.contains("demo.UserService");
		this.offloaded.remove().run();
		assertThat(addresses()).containsExactly("10.9.8.7:80");
	}

	@Test
	void withoutASourceThatOfTheChannelApplies() {
		this.registry.put("demo.UserService", "10.0.0.1:80", "Login");
		start("rpc:///demo.UserService");
		assertThat(last().getServiceConfig()).isNull();
	}

	@Test
	void emitsTheServiceConfigAndEachChangeOfIt() {
		this.configs = new Configs(Map.of("n", 1.0));
		this.registry.state(ServiceView.State.LOADING);
		this.registry.put("demo.UserService", "10.0.0.1:80", "Login");
		start("rpc:///demo.UserService");
		this.configs.change(Map.of("n", 2.0));
		assertThat(this.results).isEmpty();
		this.registry.state(ServiceView.State.LIVE);
		assertThat(serviceConfigs()).containsExactly(Map.of("n", 2.0));
		this.configs.change(Map.of("n", 3.0));
		assertThat(serviceConfigs()).containsExactly(Map.of("n", 2.0), Map.of("n", 3.0));
		assertThat(addresses()).containsExactly("10.0.0.1:80");
	}

	@Test
	void parsesAServiceConfigOnce() {
		this.configs = new Configs(Map.of("n", 1.0));
		this.registry.put("demo.UserService", "10.0.0.1:80", "Login");
		start("rpc:///demo.UserService");
		this.registry.put("demo.UserService", "10.0.0.2:80", "Login");
		this.configs.republish();
		assertThat(this.results).hasSize(2);
		assertThat(this.results.get(1).getServiceConfig()).isSameAs(this.results.get(0).getServiceConfig());
	}

	@Test
	void keepsTheLastServiceConfigThatWasValid() {
		this.configs = new Configs(Map.of("n", 1.0));
		this.registry.put("demo.UserService", "10.0.0.1:80", "Login");
		start("rpc:///demo.UserService");
		this.configs.change(Map.of("bad", "no such policy"));
		this.registry.put("demo.UserService", "10.0.0.2:80", "Login");
		assertThat(serviceConfigs()).containsExactly(Map.of("n", 1.0), Map.of("n", 1.0));
		this.configs.change(Map.of("n", 2.0));
		assertThat(serviceConfigs()).endsWith(Map.of("n", 2.0));
	}

	@Test
	void leavesTheServiceConfigAloneOnceShutDown() {
		this.configs = new Configs(Map.of("n", 1.0));
		this.registry.put("demo.UserService", "10.0.0.1:80", "Login");
		NameResolver resolver = start("rpc:///demo.UserService");
		this.synchronization.execute(() -> {
			this.configs.change(Map.of("n", 2.0));
			resolver.shutdown();
		});
		assertThat(this.configs.listeners).isEmpty();
		assertThat(this.results).hasSize(1);
	}

	@Test
	void shutdownLeavesNothingBehind() {
		this.registry.state(ServiceView.State.LOADING);
		NameResolver resolver = start("rpc:///demo.UserService");
		assertThat(this.registry.listenerCount()).isEqualTo(1);
		assertThat(this.clock.taskCount()).isEqualTo(1);
		this.synchronization.execute(resolver::shutdown);
		assertThat(this.registry.listenerCount()).isZero();
		assertThat(this.clock.taskCount()).isZero();
		this.registry.state(ServiceView.State.LIVE);
		assertThat(this.results).isEmpty();
	}

	@Test
	void aLookupThatEndsAfterShutdownNotifiesNoListener() {
		this.registry.put("demo.UserService", "one.test:80", "Login");
		NameResolver resolver = start("rpc:///demo.UserService");
		this.synchronization.execute(resolver::shutdown);
		this.offloaded.remove().run();
		assertThat(this.results).isEmpty();
	}

	@Test
	void theAuthorityIsTheService() {
		assertThat(start("rpc:///demo.UserService").getServiceAuthority()).isEqualTo("demo.UserService");
	}

	@Test
	void theProviderTakesItsOwnSchemeOnly() throws Exception {
		RegistryNameResolverProvider provider = new RegistryNameResolverProvider(this.clock);
		NameResolver.Args args = args()
			.setArg(RegistryNameResolverProvider.ENVIRONMENT, new ResolverEnvironment(this.registry, this.connection))
			.build();
		assertThat(provider.newNameResolver(URI.create("dns:///host"), args)).isNull();
		assertThat(provider.newNameResolver(Uri.parse("dns:///host"), args)).isNull();
		assertThat(provider.newNameResolver(URI.create("rpc:///demo.UserService?version=1"), args)).isNotNull();
		assertThat(provider.newNameResolver(Uri.parse("rpc:///demo.UserService?version=1"), args)).isNotNull();
		assertThat(provider.priority()).isLessThan(5);
	}

	@Test
	void theProviderSaysWhenAChannelDoesNotKnowTheRegistry() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RegistryNameResolverProvider(this.clock)
				.newNameResolver(URI.create("rpc:///demo.UserService"), args().build()))
			.withMessageContaining(
					"'rpc:///demo.UserService' can be reached only through a channel that knows the " + "registry");
	}

	@Test
	void theWaitIsNotNegative() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ResolverEnvironment(this.registry, this.connection, Duration.ofSeconds(-1)));
	}

	private List<Object> serviceConfigs() {
		return this.results.stream().map((result) -> result.getServiceConfig().getConfig()).toList();
	}

	private NameResolver.Args.Builder args() {
		return NameResolver.Args.newBuilder()
			.setDefaultPort(1)
			.setProxyDetector((address) -> null)
			.setSynchronizationContext(this.synchronization)
			.setScheduledExecutorService(this.clock.timer())
			.setServiceConfigParser(mock(NameResolver.ServiceConfigParser.class));
	}

	/**
	 * A source that a test changes.
	 */
	private static final class Configs implements ServiceConfigSource {

		private final List<Runnable> listeners = new ArrayList<>();

		private Map<String, ?> config;

		Configs(Map<String, ?> config) {
			this.config = config;
		}

		void change(Map<String, ?> newConfig) {
			this.config = newConfig;
			republish();
		}

		void republish() {
			List.copyOf(this.listeners).forEach(Runnable::run);
		}

		@Override
		public Map<String, ?> serviceConfig() {
			return this.config;
		}

		@Override
		public Subscription subscribe(Runnable onChange) {
			this.listeners.add(onChange);
			return () -> this.listeners.remove(onChange);
		}

	}

	/**
	 * Takes a config as it is unless it says that it is bad.
	 */
	private static final class Parser extends NameResolver.ServiceConfigParser {

		@Override
		public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> config) {
			return (config.get("bad") instanceof String problem)
					? NameResolver.ConfigOrError.fromError(Status.INVALID_ARGUMENT.withDescription(problem))
					: NameResolver.ConfigOrError.fromConfig(config);
		}

	}

}
