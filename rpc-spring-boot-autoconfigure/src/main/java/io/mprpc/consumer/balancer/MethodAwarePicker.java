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

package io.mprpc.consumer.balancer;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.consumer.Resolution;
import org.jspecify.annotations.Nullable;

/**
 * Picks an instance for each call from one immutable picture of the instances. What
 * depends on the method is worked out at its first call and kept; a pick costs the same
 * for any number of instances.
 */
final class MethodAwarePicker extends SubchannelPicker {

	private final List<Candidate> candidates;

	private final BalancerConfig config;

	private final @Nullable Resolution resolution;

	private final @Nullable Status resolutionError;

	private final PickState state;

	private final Map<String, Choice> choices = new ConcurrentHashMap<>();

	/**
	 * Creates a picker.
	 * @param candidates every known instance
	 * @param config how to choose
	 * @param resolution what the registry knew, {@code null} if it was not asked
	 * @param resolutionError why there is no resolution, {@code null} if there is one
	 * @param state what outlives the picker
	 */
	MethodAwarePicker(List<Candidate> candidates, BalancerConfig config, @Nullable Resolution resolution,
			@Nullable Status resolutionError, PickState state) {
		this.candidates = List.copyOf(candidates);
		this.config = config;
		this.resolution = resolution;
		this.resolutionError = resolutionError;
		this.state = state;
	}

	@Override
	public PickResult pickSubchannel(PickSubchannelArgs call) {
		MethodDescriptor<?, ?> method = call.getMethodDescriptor();
		Choice choice = this.choices.get(method.getFullMethodName());
		return ((choice != null) ? choice : prepare(method)).choose(call);
	}

	/**
	 * State of the channel as a whole.
	 * @return the state
	 */
	ConnectivityState connectivity() {
		boolean connecting = false;
		for (Candidate candidate : this.candidates) {
			if (candidate.isInService()) {
				if (candidate.isReady()) {
					return ConnectivityState.READY;
				}
				connecting |= candidate.condition().state() == ConnectivityState.CONNECTING;
			}
		}
		return connecting ? ConnectivityState.CONNECTING : ConnectivityState.TRANSIENT_FAILURE;
	}

	// Two threads may both do this for a method; they come to the same.
	private Choice prepare(MethodDescriptor<?, ?> method) {
		Choice choice = new ChoiceFactory(this.candidates, this.config, this.resolution, this.resolutionError,
				this.state)
			.choice(method);
		if (this.choices.size() < PickState.MAX_METHODS) {
			this.choices.put(method.getFullMethodName(), choice);
		}
		return choice;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other == this || (other instanceof MethodAwarePicker that && this.state == that.state
				&& this.candidates.equals(that.candidates) && this.config.equals(that.config)
				&& Objects.equals(this.resolution, that.resolution)
				&& Objects.equals(this.resolutionError, that.resolutionError));
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.candidates, this.config);
	}

	@Override
	public String toString() {
		return "MethodAwarePicker[" + this.config.rule() + ", " + this.candidates.size() + " instances]";
	}

}
