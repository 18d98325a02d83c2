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

import io.mprpc.internal.grpc.balancer.backend.Candidate;
import io.mprpc.internal.grpc.balancer.weight.ZoneOverflow;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;

/**
 * Weights of the instances that serve a method: by its own weight, its warmth and its
 * zone.
 */
public final class Weights {

	// Warmth and zones make fractions of weights; weights are whole numbers.
	private static final double SCALE = 1_000;

	private static final double TENTHS = 10;

	private final BalancerSettings config;

	private final double othersFactor;

	/**
	 * Creates weights.
	 * @param able the instances in service that serve the method, ready or not
	 * @param config whether and where zones count
	 */
	public Weights(List<Candidate> able, BalancerSettings config) {
		this.config = config;
		this.othersFactor = config.preferLocalZone() ? othersFactor(able, config.zone()) : 1;
	}

	/**
	 * Whether an instance gets any calls as far as its zone goes.
	 * @param candidate the instance
	 * @return whether it does
	 */
	public boolean counts(Candidate candidate) {
		return factor(candidate) > 0;
	}

	/**
	 * The weight of an instance that counts.
	 * @param candidate the instance
	 * @return its weight, at least 1
	 */
	public long of(Candidate candidate) {
		return scaled(candidate, candidate.share());
	}

	/**
	 * The weight of an instance that counts, with its warmth in tenths: an instance that
	 * warms up has ten different weights and not one at every moment.
	 * @param candidate the instance
	 * @return its weight, at least 1
	 */
	long inSteps(Candidate candidate) {
		return scaled(candidate, Math.round(candidate.share() * TENTHS) / TENTHS);
	}

	private long scaled(Candidate candidate, double share) {
		return Math.max(1, Math.round(candidate.weight() * share * factor(candidate) * SCALE));
	}

	private double factor(Candidate candidate) {
		return candidate.zone().equals(this.config.zone()) ? 1 : this.othersFactor;
	}

	private static double othersFactor(List<Candidate> able, String zone) {
		double ownKnown = 0;
		double ownReady = 0;
		double othersReady = 0;
		for (Candidate candidate : able) {
			boolean own = candidate.zone().equals(zone);
			ownKnown += own ? candidate.weight() : 0;
			if (candidate.isReady()) {
				ownReady += own ? candidate.weight() : 0;
				othersReady += own ? 0 : candidate.weight();
			}
		}
		return ZoneOverflow.factor(ownKnown, ownReady, othersReady);
	}

}
