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

package io.mprpc.internal.grpc.balancer.backend;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.Attributes;
import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.mprpc.internal.grpc.balancer.admission.BackendState;
import io.mprpc.internal.grpc.balancer.admission.ConnectBackoff;
import io.mprpc.internal.grpc.call.PickedInstance;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one instance: attempted until it stands, and used until it is lost.
 * It takes no calls before it is admitted. When it is lost it is not made again but
 * replaced by another, so that a call which was given this one cannot reach another
 * process that answers at the address next. Confined to the synchronization context.
 */
final class Connection {

	private final Helper helper;

	private final TimeSource time;

	private final Owner owner;

	private final ConnectBackoff backoff;

	private final Subchannel subchannel;

	// Whether health checking has a say.
	private final boolean watched;

	private ConnectivityState state = ConnectivityState.IDLE;

	private ConnectivityState health = ConnectivityState.CONNECTING;

	private @Nullable Status failure;

	private @Nullable Status healthFailure;

	private @Nullable ScheduledHandle retry;

	private long readySince;

	private boolean closed;

	private BackendState condition = BackendState.CONNECTING;

	Connection(Helper helper, EquivalentAddressGroup address, TimeSource time, ConnectBackoff backoff, Owner owner) {
		this.helper = helper;
		this.time = time;
		this.backoff = backoff;
		this.owner = owner;
		this.subchannel = helper.createSubchannel(CreateSubchannelArgs.newBuilder()
			.setAddresses(address)
			.setAttributes(attributes(address))
			.addOption(LoadBalancer.HEALTH_CONSUMER_LISTENER_ARG_KEY, this::healthChanged)
			// Attempts are ours to time, see ConnectBackoff.
			.addOption(LoadBalancer.DISABLE_SUBCHANNEL_RECONNECT_KEY, true)
			.build());
		this.watched = this.subchannel.getAttributes().get(LoadBalancer.HAS_HEALTH_PRODUCER_LISTENER_KEY) != null;
	}

	private static Attributes attributes(EquivalentAddressGroup address) {
		RpcInstance instance = address.getAttributes().get(Resolution.INSTANCE);
		return (instance == null) ? Attributes.EMPTY
				: Attributes.newBuilder()
					.set(PickedInstance.KEY,
							new PickedInstance(instance.endpoint().toString(), address.getAddresses().get(0)))
					.build();
	}

	/**
	 * Starts to connect.
	 */
	void open() {
		this.subchannel.start(this::stateChanged);
		this.subchannel.requestConnection();
	}

	/**
	 * Starts to connect after a pause, in place of a connection that was accepted and
	 * closed right away: not to be retried in a tight loop.
	 */
	void openLater() {
		this.subchannel.start(this::stateChanged);
		retryLater();
	}

	/**
	 * State of the connection to the instance.
	 * @return the condition
	 */
	BackendState condition() {
		return this.condition;
	}

	Subchannel subchannel() {
		return this.subchannel;
	}

	/**
	 * A channel over this connection alone.
	 * @return the channel
	 */
	Channel asChannel() {
		return this.subchannel.asChannel();
	}

	/**
	 * Takes over an address with changed attributes, or another address of the same host.
	 * @param address the address
	 */
	void update(EquivalentAddressGroup address) {
		this.subchannel.updateAddresses(List.of(address));
	}

	/**
	 * Tries immediately instead of waiting on: there is reason to think that the instance
	 * is back.
	 */
	void retryNow() {
		if (this.closed) {
			return;
		}
		this.backoff.reset();
		if (this.retry != null) {
			cancelRetry();
			this.subchannel.requestConnection();
		}
	}

	/**
	 * Closes the connection when its calls have ended.
	 */
	void close() {
		forget();
		this.subchannel.shutdown();
	}

	/**
	 * Closes the connection as {@link #close()} does, without gRPC's delay.
	 * @param subchannelCloser closes them
	 */
	void release(SubchannelCloser subchannelCloser) {
		forget();
		subchannelCloser.release(this.subchannel);
	}

	/**
	 * Closes the remains of a connection that was lost.
	 * @param subchannelCloser closes them
	 */
	void discard(SubchannelCloser subchannelCloser) {
		forget();
		subchannelCloser.discard(this.subchannel);
	}

	/**
	 * Whether it stood long enough not to have been refused.
	 * @return whether it did
	 */
	boolean lasted() {
		return this.time.nanoTime() - this.readySince >= ConnectBackoff.FIRST;
	}

	private void forget() {
		this.closed = true;
		cancelRetry();
	}

	private void stateChanged(ConnectivityStateInfo info) {
		if (this.closed || info.getState() == ConnectivityState.SHUTDOWN) {
			return;
		}
		ConnectivityState previous = this.state;
		this.state = info.getState();
		if (this.state == ConnectivityState.READY) {
			this.readySince = this.time.nanoTime();
			this.failure = null;
			this.owner.connected();
		}
		else if (this.state == ConnectivityState.TRANSIENT_FAILURE) {
			this.failure = info.getStatus();
			this.owner.broke();
			retryLater();
			this.helper.refreshNameResolution();
		}
		else if (this.state == ConnectivityState.IDLE && previous == ConnectivityState.READY) {
			this.owner.broke();
			this.owner.lost();
			return;
		}
		else if (this.state == ConnectivityState.IDLE) {
			this.backoff.reset();
			this.subchannel.requestConnection();
			this.helper.refreshNameResolution();
		}
		changed();
	}

	private void healthChanged(ConnectivityStateInfo info) {
		if (this.closed || info.getState() == ConnectivityState.SHUTDOWN) {
			return;
		}
		this.health = info.getState();
		if (this.health == ConnectivityState.READY) {
			this.healthFailure = null;
		}
		else if (this.health == ConnectivityState.TRANSIENT_FAILURE) {
			this.healthFailure = info.getStatus();
		}
		changed();
	}

	/**
	 * Looks again whether it may take calls.
	 */
	void changed() {
		BackendState next = assess();
		if (!next.equals(this.condition)) {
			this.condition = next;
			this.owner.changed();
		}
	}

	private BackendState assess() {
		if (this.state != ConnectivityState.READY) {
			return (this.failure != null) ? new BackendState(ConnectivityState.TRANSIENT_FAILURE, false, this.failure)
					: BackendState.CONNECTING;
		}
		BackendState objection = this.owner.objection();
		if (objection != null) {
			return objection;
		}
		if (!this.watched || this.health == ConnectivityState.READY) {
			return new BackendState(ConnectivityState.READY, true, null);
		}
		return (this.healthFailure != null)
				? new BackendState(ConnectivityState.TRANSIENT_FAILURE, true, this.healthFailure)
				: new BackendState(ConnectivityState.CONNECTING, true, null);
	}

	private void retryLater() {
		cancelRetry();
		this.retry = this.helper.getSynchronizationContext().schedule(() -> {
			this.retry = null;
			this.subchannel.requestConnection();
		}, this.backoff.nextNanos(), TimeUnit.NANOSECONDS, this.helper.getScheduledExecutorService());
	}

	private void cancelRetry() {
		if (this.retry != null) {
			this.retry.cancel();
			this.retry = null;
		}
	}

	/**
	 * Owner of the connection, which decides whether it may be used.
	 */
	interface Owner {

		/** It stands. */
		void connected();

		/** It does not stand any more, or could not be made. */
		void broke();

		/** It stood and is to be replaced. */
		void lost();

		/** Its condition is another. */
		void changed();

		/**
		 * Its state although it stands.
		 * @return its condition, {@code null} if it may take calls
		 */
		@Nullable BackendState objection();

	}

}
