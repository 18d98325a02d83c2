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

package io.mprpc.registryserver.tryit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.mprpc.internal.grpc.server.InstanceIdentity;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.testing.RegistryInMemory;
import io.mprpc.registryserver.tryit.InvocationRefusedException.Reason;
import io.mprpc.testing.DemoUsers;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InstanceAddresses} and {@link IdentityCheck}: instances that name the
 * address of somebody else, and others whose port another process has taken over.
 */
class InstanceAddressesTests {

	private static final String KEY = "A".repeat(43);

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource(textBlock = """
			10.0.0.5,  10.0.0.5,  true
			10.0.0.5,  10.0.0.6,  false
			10.0.0.5,  127.0.0.1, false
			10.0.0.5,  127.0.0.9, false
			127.0.0.1, 10.0.0.5,  false
			127.0.0.1, 127.0.0.1, true
			127.0.0.1, 127.0.0.9, true
			127.0.0.1, 10.9.9.9,  true
			10.9.9.9,  127.0.0.1, true
			::1,       127.0.0.1, true
			fd00::5,   fd00::5,   true
			fd00::5,   fd00::6,   false
			,          10.0.0.5,  false
			,          127.0.0.1, false
			""")
	void onlyTheAddressThatTheProcessReportsFromIsConnectedTo(@Nullable String reportsFrom, String names,
			boolean allowed) {
		assertThat(isAllowed(rule(reportsFrom, false), names)).isEqualTo(allowed);
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.5, true", "10.1.2.3, true", "11.0.0.1, false", "fd00:1::1, true", "fe80::1, false",
			"127.0.0.1, false" })
	void addressesOfAllowedNetworksAreConnectedTo(String names, boolean allowed) {
		assertThat(isAllowed(rule(null, false, "10.0.0.0/8", "fd00::/8", "192.168.1.7"), names)).isEqualTo(allowed);
	}

	@Test
	void aRegistryForThisMachineConnectsToInstancesOnIt() {
		InstanceAddresses rule = rule(null, true);
		assertThat(isAllowed(rule, "127.0.0.1")).isTrue();
		assertThat(isAllowed(rule, "10.9.9.9")).isTrue();
		assertThat(isAllowed(rule, "10.0.0.5")).isFalse();
	}

	@Test
	void aRefusalSaysWhatIsWrongAndWhatToDo() {
		assertThatExceptionOfType(InvocationRefusedException.class)
			.isThrownBy(() -> rule("10.0.0.5", false).of(instance("10.0.0.6", 9090, "one", false)))
			.withMessageContaining("10.0.0.6:9090")
			.withMessageContaining("reports from 10.0.0.5")
			.withMessageContaining("'rpc.registry-server.try-it.allowed-networks'")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.ADDRESS_NOT_ALLOWED));
		assertThatExceptionOfType(InvocationRefusedException.class)
			.isThrownBy(() -> rule(null, false).of(instance("10.0.0.6", 9090, "one", false)))
			.withMessageContaining("does not report");
	}

	@Test
	void aRegistrantThatNamesAnotherAddressMakesThisServerConnectNowhere() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		Server victim = server(calls, new InstanceIdentity());
		RegistryInMemory registry = new RegistryInMemory(this.directory);
		registry.instances().put(instance("127.0.0.1", victim.getPort(), "victim", false));
		try {
			assertThatExceptionOfType(InvocationRefusedException.class)
				.isThrownBy(() -> call(registry, rule("10.0.0.5", false), victim.getPort()))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.ADDRESS_NOT_ALLOWED));
			assertThat(calls).hasValue(0);
			assertThat(call(registry, rule("127.0.0.1", false), victim.getPort())).isEqualTo("OK");
		}
		finally {
			stop(victim);
		}
	}

	@Test
	void aProcessThatTookOverThePortIsNotCalled() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		InstanceIdentity identity = new InstanceIdentity();
		Server other = server(calls, identity);
		RegistryInMemory registry = new RegistryInMemory(this.directory);
		registry.instances().put(instance("127.0.0.1", other.getPort(), "one", true));
		try {
			assertOtherProcess(registry, other).contains("it is not registered");
			identity.register("two\nthree");
			assertOtherProcess(registry, other).contains("it is registered as two\\u000athree");
			assertThat(calls).hasValue(0);
			identity.register("one");
			assertThat(call(registry, rule("127.0.0.1", false), other.getPort())).isEqualTo("OK");
		}
		finally {
			stop(other);
		}
		Server unaware = server(calls, null);
		registry.instances().put(instance("127.0.0.1", unaware.getPort(), "one", true));
		try {
			calls.set(0);
			assertOtherProcess(registry, unaware).contains("UNIMPLEMENTED");
			assertThat(calls).hasValue(0);
		}
		finally {
			stop(unaware);
		}
	}

	private AbstractStringAssert<?> assertOtherProcess(RegistryInMemory registry, Server server) {
		InvocationRefusedException[] thrown = new InvocationRefusedException[1];
		assertThatExceptionOfType(InvocationRefusedException.class)
			.isThrownBy(() -> call(registry, rule("127.0.0.1", false), server.getPort()))
			.satisfies((ex) -> thrown[0] = ex);
		assertThat(thrown[0].reason()).isEqualTo(Reason.OTHER_PROCESS);
		return assertThat(String.valueOf(thrown[0].getMessage()));
	}

	private static String call(RegistryInMemory registry, InstanceAddresses rule, int port) {
		MethodInvoker invoker = new MethodInvoker(
				new InvocationSettings(true, Duration.ofSeconds(20), Duration.ofMinutes(1), 20_000, 1,
						InsecureChannelCredentials.create()),
				registry.instances(), rule, registry.journal(), TimeSource.system());
		return invoker
			.call(new InvocationRequest(USERS, new Endpoint("127.0.0.1", port), "Login", "{}", Map.of(), null), "olga")
			.status();
	}

	private static Server server(AtomicInteger calls, @Nullable InstanceIdentity identity) throws Exception {
		ServerBuilder<?> builder = NettyServerBuilder
			.forAddress(new InetSocketAddress("127.0.0.1", 0), InsecureServerCredentials.create())
			.intercept(new ServerInterceptor() {

				@Override
				public <A, B> ServerCall.Listener<A> interceptCall(ServerCall<A, B> call, Metadata headers,
						ServerCallHandler<A, B> next) {
					if (!call.getMethodDescriptor().getFullMethodName().contains("IdentityService")) {
						calls.incrementAndGet();
					}
					return next.startCall(call, headers);
				}

			})
			.addService(new DemoUsers())
			.addService(ProtoReflectionServiceV1.newInstance());
		if (identity != null) {
			identity.bind(builder);
		}
		return builder.build().start();
	}

	private static void stop(Server server) throws InterruptedException {
		server.shutdownNow();
		assertThat(server.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	private static boolean isAllowed(InstanceAddresses rule, String host) {
		try {
			return rule.of(instance(host, 9090, "one", false)).getAddress().equals(address(host));
		}
		catch (InvocationRefusedException ex) {
			return false;
		}
	}

	/** Rule of a server whose machine has the address 10.9.9.9 beside loopback. */
	private static InstanceAddresses rule(@Nullable String reportsFrom, boolean localOnly, String... networks) {
		return new InstanceAddresses(
				(key) -> key.equals(KEY) ? Optional.ofNullable(reportsFrom).map(InstanceAddressesTests::address)
						: Optional.empty(),
				Arrays.stream(networks).map(AddressRange::parse).toList(), localOnly,
				(address) -> address.isLoopbackAddress() || address.getHostAddress().equals("10.9.9.9"));
	}

	private static RpcInstance instance(String host, int port, String uuid, boolean verifiable) {
		return new RpcInstance(USERS, new Endpoint(host, port), Set.of("Login"), new InstanceMetadata(uuid, "shop", "",
				100, "", Map.of(), InstanceStatus.UP, null, Map.of(), false, verifiable, null, KEY));
	}

	private static InetAddress address(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
