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

package io.mprpc.internal.grpc.balancer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.mprpc.internal.grpc.balancer.admission.LivenessProbe;
import io.mprpc.internal.grpc.client.DestinationSelector;
import io.mprpc.internal.grpc.client.RegistrationReader;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import io.mprpc.internal.grpc.client.settings.ChannelKeepalive;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.FakeClock;
import org.jspecify.annotations.Nullable;

/**
 * Channel as a balancer sees it, on a clock that the test moves.
 */
public final class FakeChannel {

	public static final String TARGET = "rpc:///demo.UserService";

	public final FakeClock clock = new FakeClock();

	public final RoutingExplainer explainer = new RoutingExplainer();

	final SynchronizationContext synchronization = new SynchronizationContext((thread, ex) -> {
		throw new AssertionError(ex);
	});

	public final FakeRegistrations registrations = new FakeRegistrations();

	private final Map<String, FakeSubchannel> subchannels = new TreeMap<>();

	private final List<FakeSubchannel> created = new ArrayList<>();

	private final List<ConnectivityState> states = new ArrayList<>();

	private final Random random = new Random(7);

	private final @Nullable ChannelKeepalive keepalive;

	private final MethodAwareLoadBalancer balancer;

	private BalancerSettings config = BalancerSettings.DEFAULT;

	private @Nullable DestinationSelector selector;

	private boolean healthProduced;

	private boolean readable;

	private @Nullable SubchannelPicker picker;

	private int resolutionRequests;

	public FakeChannel() {
		this(null);
	}

	/**
	 * A channel whose connections are probed.
	 */
	public FakeChannel(@Nullable ChannelKeepalive keepalive) {
		this.keepalive = keepalive;
		this.balancer = new MethodAwareLoadBalancer(new FakeHelper(), this.clock, this.random);
	}

	public FakeChannel config(Map<String, ?> newConfig) {
		this.config = BalancerSettings.parse(newConfig);
		return this;
	}

	/**
	 * Lets each call go to a destination of its own.
	 */
	FakeChannel selecting(@Nullable DestinationSelector newSelector) {
		this.selector = newSelector;
		return this;
	}

	/**
	 * Lets a layer beneath the channel report health, as outlier detection does.
	 */
	FakeChannel withHealthProducer() {
		this.healthProduced = true;
		return this;
	}

	/**
	 * Lets registrations be read again, without which every connection is trusted.
	 */
	public FakeChannel withRegistrations() {
		this.readable = true;
		return this;
	}

	/**
	 * Resolves to instances that the registry lists, all of which fit.
	 */
	public void resolve(RpcInstance... instances) {
		resolve(RpcTarget.parse(TARGET), ServiceView.State.LIVE, List.of(instances));
	}

	public void resolve(RpcTarget target, ServiceView.State state, List<RpcInstance> listed) {
		ServiceView view = new ServiceView(target.service(), listed, state, FakeClock.START);
		List<EquivalentAddressGroup> addresses = listed.stream()
			.filter((instance) -> target.accepts(instance.metadata()))
			.map(FakeChannel::address)
			.toList();
		Attributes attributes = Attributes.newBuilder()
			.set(Resolution.RESOLUTION, new Resolution(target, view, "test", "zk.test:2181"))
			.set(RegistrationReader.READER, this.readable ? this.registrations : null)
			.set(DestinationSelector.KEY, this.selector)
			.build();
		accept(addresses, attributes);
	}

	/**
	 * Resolves to addresses that no registry knows.
	 */
	void resolveAddresses(String... addresses) {
		accept(Arrays.stream(addresses)
			.map((address) -> new EquivalentAddressGroup(InetSocketAddress.createUnresolved(address, 1)))
			.toList(), Attributes.EMPTY);
	}

	void failResolution(Status status) {
		this.synchronization.execute(() -> this.balancer.handleNameResolutionError(status));
	}

	public void shutdown() {
		this.synchronization.execute(this.balancer::shutdown);
	}

	/**
	 * The latest subchannel to an endpoint.
	 */
	public FakeSubchannel to(RpcInstance instance) {
		return to(instance.endpoint().toString());
	}

	public FakeSubchannel to(String endpoint) {
		FakeSubchannel subchannel = this.subchannels.get(endpoint);
		if (subchannel == null) {
			throw new AssertionError("No subchannel to " + endpoint + " but to " + this.subchannels.keySet());
		}
		return subchannel;
	}

	/**
	 * Every subchannel that was ever made.
	 */
	public List<FakeSubchannel> created() {
		return this.created;
	}

	/**
	 * States of the channel, one for each new picker.
	 */
	public List<ConnectivityState> states() {
		return this.states;
	}

	public ConnectivityState state() {
		return this.states.get(this.states.size() - 1);
	}

	int resolutionRequests() {
		return this.resolutionRequests;
	}

	SubchannelPicker picker() {
		if (this.picker == null) {
			throw new AssertionError("No picker");
		}
		return this.picker;
	}

	public PickResult pick(String method) {
		return pick(method, new Metadata());
	}

	public PickResult pick(String method, Metadata headers) {
		return picker().pickSubchannel(new FakeCall(method(method), headers));
	}

	/**
	 * Number of picks of each endpoint.
	 */
	public Map<String, Integer> picks(String method, int number) {
		Map<String, Integer> picks = new TreeMap<>();
		LoadBalancer.PickSubchannelArgs call = call(method);
		for (int i = 0; i < number; i++) {
			picks.merge(name(picker().pickSubchannel(call)), 1, Integer::sum);
		}
		return picks;
	}

	/**
	 * The endpoint that was picked, or what was said instead.
	 */
	public String name(PickResult result) {
		Subchannel subchannel = result.getSubchannel();
		if (subchannel == null) {
			return result.hasResult() ? result.getStatus().getCode().toString() : "wait";
		}
		return this.subchannels.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() == subchannel)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse("old subchannel");
	}

	public static LoadBalancer.PickSubchannelArgs call(String method) {
		return new FakeCall(method(method), new Metadata());
	}

	static MethodDescriptor<byte[], byte[]> method(String fullName) {
		return LivenessProbe.CHECK.toBuilder().setFullMethodName(fullName).build();
	}

	private void accept(List<EquivalentAddressGroup> addresses, Attributes attributes) {
		this.synchronization.execute(() -> this.balancer.acceptResolvedAddresses(ResolvedAddresses.newBuilder()
			.setAddresses(addresses)
			.setAttributes(attributes)
			.setLoadBalancingPolicyConfig(this.config)
			.build()));
	}

	private static EquivalentAddressGroup address(RpcInstance instance) {
		return new EquivalentAddressGroup(
				InetSocketAddress.createUnresolved(instance.endpoint().host(), instance.endpoint().port()),
				Attributes.newBuilder().set(Resolution.INSTANCE, instance).build());
	}

	private static final class FakeCall extends LoadBalancer.PickSubchannelArgs {

		private final MethodDescriptor<?, ?> method;

		private final Metadata headers;

		FakeCall(MethodDescriptor<?, ?> method, Metadata headers) {
			this.method = method;
			this.headers = headers;
		}

		@Override
		public CallOptions getCallOptions() {
			return CallOptions.DEFAULT;
		}

		@Override
		public Metadata getHeaders() {
			return this.headers;
		}

		@Override
		public MethodDescriptor<?, ?> getMethodDescriptor() {
			return this.method;
		}

	}

	private final class FakeHelper extends LoadBalancer.Helper {

		@Override
		public Subchannel createSubchannel(CreateSubchannelArgs args) {
			FakeChannel.this.synchronization.throwIfNotInThisSynchronizationContext();
			FakeSubchannel subchannel = new FakeSubchannel(args, FakeChannel.this.synchronization,
					FakeChannel.this.healthProduced);
			InetSocketAddress address = (InetSocketAddress) args.getAddresses().get(0).getAddresses().get(0);
			FakeChannel.this.subchannels.put(address.getHostString() + ':' + address.getPort(), subchannel);
			FakeChannel.this.created.add(subchannel);
			return subchannel;
		}

		@Override
		public void updateBalancingState(ConnectivityState state, SubchannelPicker newPicker) {
			FakeChannel.this.synchronization.throwIfNotInThisSynchronizationContext();
			FakeChannel.this.states.add(state);
			FakeChannel.this.picker = newPicker;
		}

		@Override
		public void refreshNameResolution() {
			FakeChannel.this.resolutionRequests++;
		}

		@Override
		public SynchronizationContext getSynchronizationContext() {
			return FakeChannel.this.synchronization;
		}

		@Override
		public ScheduledExecutorService getScheduledExecutorService() {
			return FakeChannel.this.clock.timer();
		}

		@Override
		public NameResolver.Args getNameResolverArgs() {
			NameResolver.Args.Builder args = NameResolver.Args.newBuilder()
				.setDefaultPort(1)
				.setProxyDetector((address) -> null)
				.setSynchronizationContext(FakeChannel.this.synchronization)
				.setServiceConfigParser(new NameResolver.ServiceConfigParser() {

					@Override
					public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> config) {
						return NameResolver.ConfigOrError.fromConfig(new LinkedHashMap<>(config));
					}

				})
				.setArg(RoutingExplainer.KEY, FakeChannel.this.explainer);
			if (FakeChannel.this.keepalive != null) {
				args.setArg(ChannelKeepalive.KEY, FakeChannel.this.keepalive);
			}
			return args.build();
		}

		@Override
		public String getChannelTarget() {
			return TARGET;
		}

		@Override
		public ManagedChannel createOobChannel(EquivalentAddressGroup address, String authority) {
			throw new UnsupportedOperationException();
		}

		@Override
		public String getAuthority() {
			return "test";
		}

	}

}
