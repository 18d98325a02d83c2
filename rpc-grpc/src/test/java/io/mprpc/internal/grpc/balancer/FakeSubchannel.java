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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.Context;
import io.grpc.EquivalentAddressGroup;
import io.grpc.InternalChannelz;
import io.grpc.InternalInstrumented;
import io.grpc.InternalLogId;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.mprpc.identity.v1.GetIdentityResponse;
import org.jspecify.annotations.Nullable;

/**
 * A subchannel whose states the test sets.
 */
public final class FakeSubchannel extends LoadBalancer.Subchannel {

	private final SynchronizationContext synchronization;

	private final Attributes attributes;

	private final @Nullable SubchannelStateListener healthListener;

	private final boolean reconnectsByItself;

	private final Deque<FakeProbe> probes = new ArrayDeque<>();

	private List<EquivalentAddressGroup> addresses;

	private @Nullable SubchannelStateListener listener;

	private int connectionRequests;

	private int updates;

	private long openCalls;

	private boolean shutDown;

	FakeSubchannel(CreateSubchannelArgs args, SynchronizationContext synchronization, boolean healthProduced) {
		this.synchronization = synchronization;
		this.addresses = args.getAddresses();
		this.healthListener = args.getOption(LoadBalancer.HEALTH_CONSUMER_LISTENER_ARG_KEY);
		this.reconnectsByItself = !args.getOption(LoadBalancer.DISABLE_SUBCHANNEL_RECONNECT_KEY);
		this.attributes = healthProduced
				? args.getAttributes().toBuilder().set(LoadBalancer.HAS_HEALTH_PRODUCER_LISTENER_KEY, true).build()
				: args.getAttributes();
	}

	public FakeSubchannel ready() {
		return become(ConnectivityStateInfo.forNonError(ConnectivityState.READY));
	}

	FakeSubchannel connecting() {
		return become(ConnectivityStateInfo.forNonError(ConnectivityState.CONNECTING));
	}

	public FakeSubchannel idle() {
		return become(ConnectivityStateInfo.forNonError(ConnectivityState.IDLE));
	}

	public FakeSubchannel fail(String description) {
		return become(ConnectivityStateInfo.forTransientFailure(Status.UNAVAILABLE.withDescription(description)));
	}

	void health(ConnectivityStateInfo info) {
		this.synchronization.execute(() -> listening(this.healthListener).onSubchannelState(info));
	}

	/**
	 * Sets how many calls are open.
	 */
	public void openCalls(long number) {
		this.openCalls = number;
	}

	@Override
	public Object getInternalSubchannel() {
		return new InternalInstrumented<InternalChannelz.ChannelStats>() {

			@Override
			public ListenableFuture<InternalChannelz.ChannelStats> getStats() {
				return Futures.immediateFuture(
						new InternalChannelz.ChannelStats.Builder().setCallsStarted(10 + FakeSubchannel.this.openCalls)
							.setCallsSucceeded(7)
							.setCallsFailed(3)
							.setSubchannels(List.of())
							.build());
			}

			@Override
			public InternalLogId getLogId() {
				return InternalLogId.allocate("fake", null);
			}

		};
	}

	int connectionRequests() {
		return this.connectionRequests;
	}

	public int updates() {
		return this.updates;
	}

	boolean reconnectsByItself() {
		return this.reconnectsByItself;
	}

	public boolean isShutDown() {
		return this.shutDown;
	}

	/**
	 * The question to the process that was asked last.
	 */
	public FakeProbe probe() {
		return this.probes.removeLast();
	}

	public boolean isProbed() {
		return !this.probes.isEmpty();
	}

	private FakeSubchannel become(ConnectivityStateInfo info) {
		this.synchronization.execute(() -> listening(this.listener).onSubchannelState(info));
		return this;
	}

	private static SubchannelStateListener listening(@Nullable SubchannelStateListener listener) {
		if (listener == null) {
			throw new AssertionError("No listener");
		}
		return listener;
	}

	@Override
	public void start(SubchannelStateListener newListener) {
		this.synchronization.throwIfNotInThisSynchronizationContext();
		this.listener = newListener;
	}

	@Override
	public void shutdown() {
		this.synchronization.throwIfNotInThisSynchronizationContext();
		this.shutDown = true;
	}

	@Override
	public void requestConnection() {
		this.synchronization.throwIfNotInThisSynchronizationContext();
		this.connectionRequests++;
	}

	@Override
	public List<EquivalentAddressGroup> getAllAddresses() {
		return this.addresses;
	}

	@Override
	public void updateAddresses(List<EquivalentAddressGroup> newAddresses) {
		this.addresses = newAddresses;
		this.updates++;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public Channel asChannel() {
		return new Channel() {

			@Override
			public <Q, P> ClientCall<Q, P> newCall(MethodDescriptor<Q, P> method, CallOptions options) {
				FakeProbe probe = new FakeProbe();
				FakeSubchannel.this.probes.add(probe);
				return new ClientCall<>() {

					@Override
					public void start(Listener<P> responses, Metadata headers) {
						probe.responses = responses;
						probe.context = Context.current();
					}

					@Override
					public void request(int messages) {
					}

					@Override
					public void cancel(@Nullable String message, @Nullable Throwable cause) {
					}

					@Override
					public void halfClose() {
					}

					@Override
					public void sendMessage(Q message) {
					}

				};
			}

			@Override
			public String authority() {
				return "test";
			}

		};
	}

	@Override
	public String toString() {
		return this.addresses.toString();
	}

	/**
	 * A question to the process, either for its liveness or for its identity.
	 */
	public static final class FakeProbe {

		private ClientCall.@Nullable Listener<?> responses;

		private @Nullable Context context;

		public @Nullable Context context() {
			return this.context;
		}

		@SuppressWarnings("unchecked")
		public void says(String uuid) {
			if (this.responses == null) {
				throw new AssertionError("Not asked");
			}
			((ClientCall.Listener<GetIdentityResponse>) this.responses)
				.onMessage(GetIdentityResponse.newBuilder().setUuid(uuid).build());
			answer(Status.OK);
		}

		public void answer(Status status) {
			if (this.responses == null) {
				throw new AssertionError("Not asked");
			}
			this.responses.onClose(status, new Metadata());
		}

	}

}
