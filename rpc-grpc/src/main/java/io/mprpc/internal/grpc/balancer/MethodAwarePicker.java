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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.mprpc.internal.grpc.balancer.pick.BalancerSnapshot;
import io.mprpc.internal.grpc.balancer.pick.PickState;
import io.mprpc.internal.grpc.call.ObservedClientCall;
import io.mprpc.internal.grpc.call.PickedInstance;
import io.mprpc.internal.grpc.client.Destination;
import io.mprpc.internal.grpc.client.DestinationSelector;
import org.jspecify.annotations.Nullable;

/**
 * Picker of an instance for each call, from one immutable snapshot of the instances. What
 * depends on the method and on the destination is worked out at the first such call and
 * kept; a pick costs the same for any number of instances.
 */
final class MethodAwarePicker extends SubchannelPicker {

	// Beyond, strategies are worked out for each call.
	private static final int MAX_DESTINATIONS = 100;

	private final BalancerSnapshot snapshot;

	private final PickState state;

	private final @Nullable DestinationSelector selector;

	private final MethodPickStrategies everywhere;

	private final Map<Destination, MethodPickStrategies> byDestination = new ConcurrentHashMap<>();

	/**
	 * Creates a picker.
	 * @param snapshot the snapshot
	 * @param state state that outlives the picker
	 */
	MethodAwarePicker(BalancerSnapshot snapshot, PickState state) {
		this.snapshot = snapshot;
		this.state = state;
		this.selector = snapshot.selector();
		this.everywhere = new MethodPickStrategies(snapshot, state, Destination.DEFAULT);
	}

	@Override
	public PickResult pickSubchannel(PickSubchannelArgs call) {
		MethodPickStrategies strategies = (this.selector == null) ? this.everywhere : at(this.selector.select(call));
		PickResult result = strategies.pick(call);
		Subchannel subchannel = result.getSubchannel();
		if (subchannel != null) {
			tell(call, subchannel);
		}
		return result;
	}

	private static void tell(PickSubchannelArgs call, Subchannel subchannel) {
		ObservedClientCall observed = ObservedClientCall.of(call.getCallOptions());
		if (observed == null) {
			return;
		}
		PickedInstance instance = subchannel.getAttributes().get(PickedInstance.KEY);
		if (instance != null) {
			observed.picked(instance);
		}
	}

	BalancerSnapshot snapshot() {
		return this.snapshot;
	}

	private MethodPickStrategies at(Destination destination) {
		if (destination.equals(Destination.DEFAULT)) {
			return this.everywhere;
		}
		MethodPickStrategies known = this.byDestination.get(destination);
		if (known != null) {
			return known;
		}
		MethodPickStrategies strategies = new MethodPickStrategies(this.snapshot, this.state, destination);
		if (this.byDestination.size() < MAX_DESTINATIONS) {
			this.byDestination.put(destination, strategies);
		}
		return strategies;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other == this || (other instanceof MethodAwarePicker that && this.state == that.state
				&& this.snapshot.equals(that.snapshot));
	}

	@Override
	public int hashCode() {
		return this.snapshot.hashCode();
	}

	@Override
	public String toString() {
		return "MethodAwarePicker[" + this.snapshot.config().policy() + ", " + this.snapshot.candidates().size()
				+ " instances]";
	}

}
