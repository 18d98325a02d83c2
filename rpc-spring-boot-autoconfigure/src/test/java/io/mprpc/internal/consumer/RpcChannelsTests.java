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

package io.mprpc.internal.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.mprpc.demo.LoginEvent;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.WatchRequest;
import io.mprpc.internal.grpc.client.ChannelBuildContext;
import io.mprpc.internal.grpc.client.ChannelPlan;
import io.mprpc.internal.grpc.client.RegistryChannelConfigurer;
import io.mprpc.internal.grpc.client.RpcChannel;
import io.mprpc.internal.grpc.client.TestSettings;
import io.mprpc.registry.ServiceName;
import io.mprpc.testing.DemoServer;
import org.junit.jupiter.api.Test;

import org.springframework.grpc.client.ChannelBuilderOptions;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;
import org.springframework.grpc.client.GrpcChannelFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link RpcChannels}.
 */
class RpcChannelsTests {

	private final RecordingFactory factory = new RecordingFactory();

	private final RecordingLink link = new RecordingLink();

	private final RpcChannels channels = new RpcChannels(() -> this.factory, new ChannelBuildContext(),
			TestSettings.CHANNEL, this.link);

	@Test
	void buildsOneChannelPerTargetHoweverManyAskAtOnce() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<ManagedChannel>> asked = new ArrayList<>();
			for (int i = 0; i < 32; i++) {
				asked.add(threads.submit(() -> {
					start.await();
					return this.channels.channel(plan("rpc:///demo.UserService"));
				}));
			}
			start.countDown();
			for (Future<ManagedChannel> channel : asked) {
				assertThat(channel.get(20, TimeUnit.SECONDS)).isSameAs(asked.get(0).get());
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.factory.targets).containsExactly("rpc:///demo.UserService");
		assertThat(this.link.referenced).containsExactly(new ServiceName("demo.UserService"));
	}

	@Test
	void buildsChannelsOfTheirOwnForDifferentTargets() {
		this.channels.channel(plan("rpc:///demo.UserService"));
		this.channels.channel(plan("rpc:///demo.UserService?version=2"));
		assertThat(this.channels.channels()).extracting(RpcChannel::target)
			.containsExactly("rpc:///demo.UserService", "rpc:///demo.UserService?version=2");
	}

	@Test
	void keepsChannelsToTheRegistryLongerThanSpringBootDoes() {
		this.channels.channel(plan("rpc:///demo.UserService"));
		then(this.factory.builder).should().idleTimeout(TimeUnit.MINUTES.toNanos(30), TimeUnit.NANOSECONDS);
		then(this.factory.builder).should().keepAliveTime(TimeUnit.SECONDS.toNanos(10), TimeUnit.NANOSECONDS);
		then(this.factory.builder).should().keepAliveTimeout(TimeUnit.SECONDS.toNanos(3), TimeUnit.NANOSECONDS);
		then(this.factory.builder).should().keepAliveWithoutCalls(false);
		then(this.factory.builder).should().userAgent("mprpc/test");
		assertThat(this.link.joined).isEqualTo(1);
	}

	@Test
	void leavesAChannelToADirectAddressAsSpringBootConfiguresIt() {
		this.channels.channel(plan("static://localhost:1"));
		then(this.factory.builder).should(never()).idleTimeout(anyLong(), any());
		then(this.factory.builder).should(never()).keepAliveTime(anyLong(), any());
		assertThat(this.link.joined).isZero();
		assertThat(this.link.referenced).isEmpty();
	}

	@Test
	void connectsBeforeTheFirstCallOnlyWhereTheRegistryLeadsAndThatIsWanted() {
		RpcChannels early = new RpcChannels(() -> this.factory, new ChannelBuildContext(), TestSettings.EARLY_CHANNEL,
				this.link);
		then(early.channel(plan("rpc:///demo.UserService"))).should().getState(true);
		then(early.channel(plan("static://localhost:1"))).should(never()).getState(true);
		then(this.channels.channel(plan("rpc:///demo.UserService"))).should(never()).getState(true);
	}

	@Test
	void leavesAChannelAloneThatCannotBeToldToConnect() {
		ManagedChannel stubborn = this.factory.channel;
		given(stubborn.getState(true)).willThrow(new UnsupportedOperationException());
		RpcChannels early = new RpcChannels(() -> this.factory, new ChannelBuildContext(), TestSettings.EARLY_CHANNEL,
				this.link);
		assertThat(early.channel(plan("rpc:///demo.UserService"))).isSameAs(stubborn);
	}

	@Test
	void saysThatThereIsNoRegistry() {
		RpcChannels withoutRegistry = new RpcChannels(() -> this.factory, new ChannelBuildContext(),
				TestSettings.CHANNEL, null);
		assertThatExceptionOfType(InvalidReferenceException.class)
			.isThrownBy(() -> withoutRegistry.channel(plan("rpc:///demo.UserService")))
			.withMessageContaining("demo.UserService")
			.satisfies((ex) -> assertThat(ex.action()).contains("rpc.client.references.demo.UserService.url"));
	}

	@Test
	void doesNotCallInPlainTextWhereABundleIsNamed() {
		ChannelPlan plan = new ChannelPlan("static://localhost:1", UserServiceGrpc.getServiceDescriptor(),
				TestSettings.reference("static://localhost:1", "users", TestSettings.CALLS, Map.of()));
		assertThatExceptionOfType(InvalidReferenceException.class).isThrownBy(() -> this.channels.channel(plan))
			.withMessageContaining("'users'");
	}

	@Test
	void namesThePropertyOfAnAddressThatCannotBeUsed() {
		RpcChannels strict = new RpcChannels(() -> new PlainFactory(), new ChannelBuildContext(), TestSettings.CHANNEL,
				this.link);
		assertThatExceptionOfType(InvalidReferenceException.class)
			.isThrownBy(() -> strict.channel(directPlan("dns:///bad_host%")))
			.withMessageContaining("rpc.client.references.demo.UserService.url")
			.satisfies((ex) -> assertThat(ex.action()).contains("rpc.client.references.demo.UserService.url"));
	}

	@Test
	void saysWhichLibraryAChannelWithinTheProcessNeeds() {
		RpcChannels withoutInProcess = new RpcChannels(() -> new PlainFactory(), new ChannelBuildContext(),
				TestSettings.CHANNEL, this.link);
		assertThatExceptionOfType(InvalidReferenceException.class)
			.isThrownBy(() -> withoutInProcess.channel(directPlan("in-process:users")))
			.withMessageContaining("'in-process:users' (rpc.client.references.demo.UserService.url)")
			.satisfies((ex) -> assertThat(ex.action()).contains("io.grpc:grpc-inprocess"));
	}

	@Test
	void buildsNoChannelOnceClosed() {
		this.channels.close();
		assertThatIllegalStateException().isThrownBy(() -> this.channels.channel(plan("rpc:///demo.UserService")));
	}

	@Test
	void cancelsAnOpenStreamAfterTheGraceTimeWhenClosed() throws Exception {
		try (DemoServer server = new DemoServer()) {
			server.fallSilent();
			CountDownLatch ended = new CountDownLatch(1);
			RpcChannels real = new RpcChannels(() -> new PlainFactory(), new ChannelBuildContext(),
					TestSettings.CHANNEL, null);
			ManagedChannel channel = real.channel(plan(server.address()));
			CountDownLatch first = new CountDownLatch(1);
			UserServiceGrpc.newStub(channel)
				.watchLogins(WatchRequest.newBuilder().setCount(1).build(), new StreamObserver<>() {

					@Override
					public void onNext(LoginEvent value) {
						first.countDown();
					}

					@Override
					public void onError(Throwable error) {
						ended.countDown();
					}

					@Override
					public void onCompleted() {
					}

				});
			assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
			real.close();
			assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(channel.isShutdown()).isTrue();
		}
	}

	private static ChannelPlan directPlan(String url) {
		return new ChannelPlan(url, UserServiceGrpc.getServiceDescriptor(), TestSettings.reference(url, Map.of()));
	}

	private static ChannelPlan plan(String target) {
		return new ChannelPlan(target, UserServiceGrpc.getServiceDescriptor(), TestSettings.reference("", Map.of()));
	}

	/**
	 * Notes what is done to the builder.
	 */
	private static final class RecordingFactory implements GrpcChannelFactory {

		private final NettyChannelBuilder builder = mock(NettyChannelBuilder.class, RETURNS_SELF);

		private final List<String> targets = new ArrayList<>();

		/** The next to be built. */
		private ManagedChannel channel = mock(ManagedChannel.class);

		@Override
		public boolean supports(String target) {
			return true;
		}

		@Override
		public ManagedChannel createChannel(String target, ChannelBuilderOptions options) {
			this.targets.add(target);
			GrpcChannelBuilderCustomizer<NettyChannelBuilder> customizer = options.customizer();
			customizer.customize(target, this.builder);
			ManagedChannel created = this.channel;
			this.channel = mock(ManagedChannel.class);
			return created;
		}

	}

	/**
	 * Builds channels without any of Spring's settings.
	 */
	private static final class PlainFactory implements GrpcChannelFactory {

		@Override
		public boolean supports(String target) {
			return !target.startsWith("in-process:");
		}

		@Override
		public ManagedChannel createChannel(String target, ChannelBuilderOptions options) {
			NettyChannelBuilder builder = NettyChannelBuilder.forTarget(target).usePlaintext();
			GrpcChannelBuilderCustomizer<NettyChannelBuilder> customizer = options.customizer();
			customizer.customize(target, builder);
			return builder.build();
		}

	}

	/**
	 * Notes who is joined.
	 */
	private static final class RecordingLink implements RegistryChannelConfigurer {

		private int joined;

		private final List<ServiceName> referenced = new ArrayList<>();

		@Override
		public void join(ManagedChannelBuilder<?> builder) {
			this.joined++;
		}

		@Override
		public void referenced(ServiceName service) {
			this.referenced.add(service);
		}

	}

}
