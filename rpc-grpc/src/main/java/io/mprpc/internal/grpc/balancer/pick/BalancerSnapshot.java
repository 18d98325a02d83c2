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

package io.mprpc.internal.grpc.balancer.pick;

import java.util.List;

import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.backend.Candidate;
import io.mprpc.internal.grpc.client.Destination;
import io.mprpc.internal.grpc.client.DestinationSelector;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of all that a balancer knows.
 *
 * @param candidates every known instance
 * @param config how to choose
 * @param resolution content of the registry, {@code null} if it was not asked
 * @param error why the last resolution failed, {@code null} if it did not
 * @param selector selects the destination of each call, {@code null} if all calls go to
 * all instances
 */
public record BalancerSnapshot(List<Candidate> candidates, BalancerSettings config, @Nullable Resolution resolution,
		@Nullable Status error, @Nullable DestinationSelector selector) {

	public BalancerSnapshot {
		candidates = List.copyOf(candidates);
	}

	/**
	 * The candidates of a destination.
	 * @param destination the destination
	 * @return the part of the snapshot
	 */
	public BalancerSnapshot at(Destination destination) {
		if (destination.equals(Destination.DEFAULT)) {
			return this;
		}
		return new BalancerSnapshot(
				this.candidates.stream().filter((candidate) -> candidate.isAt(destination)).toList(), this.config,
				this.resolution, this.error, null);
	}

	/**
	 * State of the channel as a whole.
	 * @return the state
	 */
	public ConnectivityState connectivity() {
		boolean connecting = false;
		boolean lastResort = false;
		for (Candidate candidate : this.candidates) {
			if (candidate.isInService()) {
				if (candidate.isReady()) {
					return ConnectivityState.READY;
				}
				lastResort |= candidate.condition().lastResort();
				connecting |= candidate.condition().state() == ConnectivityState.CONNECTING;
			}
		}
		if (lastResort) {
			return ConnectivityState.READY;
		}
		return connecting ? ConnectivityState.CONNECTING : ConnectivityState.TRANSIENT_FAILURE;
	}

}
