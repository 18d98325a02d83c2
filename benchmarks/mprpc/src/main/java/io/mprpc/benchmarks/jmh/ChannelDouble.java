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
package io.mprpc.benchmarks.jmh;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelLogger;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolver;
import io.grpc.SynchronizationContext;

/**
 * Test double of a channel with immediately ready connections, to measure a balancer
 * without sockets.
 */
final class ChannelDouble extends Helper {

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final SynchronizationContext context = new SynchronizationContext((thread, ex) -> {
		throw new IllegalStateException(ex);
	});

	private final List<ReadySubchannel> waiting = new ArrayList<>();

	private SubchannelPicker picker;

	private long updates;

	/**
	 * Runs a task in the channel's synchronization context.
	 */
	void run(Runnable action) {
		this.context.execute(action);
		while (!this.waiting.isEmpty()) {
			List<ReadySubchannel> connecting = List.copyOf(this.waiting);
			this.waiting.clear();
			this.context.execute(() -> connecting.forEach(ReadySubchannel::becomeReady));
		}
	}

	SubchannelPicker picker() {
		return this.picker;
	}

	long updates() {
		return this.updates;
	}

	void shutdown() {
		this.timer.shutdownNow();
	}

	@Override
	public Subchannel createSubchannel(CreateSubchannelArgs args) {
		return new ReadySubchannel(args);
	}

	@Override
	public void updateBalancingState(ConnectivityState state, SubchannelPicker newPicker) {
		this.picker = newPicker;
		this.updates++;
	}

	@Override
	public void refreshNameResolution() {
		// There is nothing to refresh.
	}

	@Override
	public SynchronizationContext getSynchronizationContext() {
		return this.context;
	}

	@Override
	public ScheduledExecutorService getScheduledExecutorService() {
		return this.timer;
	}

	@Override
	public NameResolver.Args getNameResolverArgs() {
		return NameResolver.Args.newBuilder()
			.setDefaultPort(1)
			.setProxyDetector((address) -> null)
			.setSynchronizationContext(this.context)
			.setServiceConfigParser(new NoServiceConfig())
			.build();
	}

	@Override
	public String getAuthority() {
		return "benchmarks";
	}

	@Override
	public ChannelLogger getChannelLogger() {
		return new SilentLogger();
	}

	@Override
	public ManagedChannel createOobChannel(EquivalentAddressGroup addresses, String authority) {
		throw new UnsupportedOperationException();
	}

	private static final class NoServiceConfig extends NameResolver.ServiceConfigParser {

		@Override
		public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> config) {
			return NameResolver.ConfigOrError.fromConfig(config);
		}

	}

	private static final class SilentLogger extends ChannelLogger {

		@Override
		public void log(ChannelLogLevel level, String message) {
			// Not used.
		}

		@Override
		public void log(ChannelLogLevel level, String format, Object... args) {
			// Not used.
		}

	}

	private static final class UncalledChannel extends Channel {

		@Override
		public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
			throw new UnsupportedOperationException(method.getFullMethodName());
		}

		@Override
		public String authority() {
			return "";
		}

	}

	private final class ReadySubchannel extends Subchannel {

		private final CreateSubchannelArgs args;

		private List<EquivalentAddressGroup> addresses;

		private SubchannelStateListener listener;

		ReadySubchannel(CreateSubchannelArgs args) {
			this.args = args;
			this.addresses = args.getAddresses();
		}

		void becomeReady() {
			this.listener.onSubchannelState(ConnectivityStateInfo.forNonError(ConnectivityState.READY));
			SubchannelStateListener health = this.args.getOption(LoadBalancer.HEALTH_CONSUMER_LISTENER_ARG_KEY);
			if (health != null) {
				health.onSubchannelState(ConnectivityStateInfo.forNonError(ConnectivityState.READY));
			}
		}

		@Override
		public void start(SubchannelStateListener stateListener) {
			this.listener = stateListener;
		}

		@Override
		public void requestConnection() {
			ChannelDouble.this.waiting.add(this);
		}

		@Override
		public void shutdown() {
			// There is no connection.
		}

		@Override
		public List<EquivalentAddressGroup> getAllAddresses() {
			return this.addresses;
		}

		@Override
		public void updateAddresses(List<EquivalentAddressGroup> newAddresses) {
			this.addresses = newAddresses;
		}

		@Override
		public Channel asChannel() {
			return new UncalledChannel();
		}

		@Override
		public ChannelLogger getChannelLogger() {
			return new SilentLogger();
		}

		@Override
		public Attributes getAttributes() {
			return Attributes.EMPTY;
		}

		@Override
		public String toString() {
			List<SocketAddress> first = this.addresses.get(0).getAddresses();
			return first.toString();
		}

	}

}
