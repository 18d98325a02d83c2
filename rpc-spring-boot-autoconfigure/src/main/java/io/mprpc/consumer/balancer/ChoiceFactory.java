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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.consumer.Resolution;
import io.mprpc.consumer.balancer.BalancerConfig.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Works out how calls to a method are spread over the instances that serve it.
 */
final class ChoiceFactory {

	// Warm-up and zones make fractions of weights; weights are whole numbers.
	private static final double SCALE = 1_000;

	private final List<Candidate> candidates;

	private final BalancerConfig config;

	private final @Nullable Resolution resolution;

	private final @Nullable Status resolutionError;

	private final PickState state;

	ChoiceFactory(List<Candidate> candidates, BalancerConfig config, @Nullable Resolution resolution,
			@Nullable Status resolutionError, PickState state) {
		this.candidates = candidates;
		this.config = config;
		this.resolution = resolution;
		this.resolutionError = resolutionError;
		this.state = state;
	}

	/**
	 * How calls to a method are spread.
	 * @param method the method
	 * @return the choice
	 */
	Choice choice(MethodDescriptor<?, ?> method) {
		List<Candidate> able = new ArrayList<>();
		boolean anyReady = false;
		for (Candidate candidate : this.candidates) {
			if (candidate.isInService() && candidate.serves(method)) {
				able.add(candidate);
				anyReady |= candidate.isReady();
			}
		}
		if (!anyReady) {
			PickResult result = withoutReady(method, able);
			return (call) -> result;
		}
		double others = othersFactor(able);
		able.removeIf((candidate) -> factor(candidate, others) == 0);
		List<Candidate> ready = able.stream().filter(Candidate::isReady).toList();
		long[] weights = ready.stream().mapToLong((candidate) -> weight(candidate, others, 1)).toArray();
		return choice(method, able, ready, weights, others);
	}

	private Choice choice(MethodDescriptor<?, ?> method, List<Candidate> able, List<Candidate> ready, long[] weights,
			double others) {
		AtomicInteger steps = this.state.turns(method.getFullMethodName());
		String name = method.getBareMethodName();
		Rule rule = (name != null) ? this.config.rule(name) : this.config.rule();
		Turns turns = new Turns(weights, steps);
		if (rule.policy() == BalancingPolicy.LEAST_OUTSTANDING) {
			return new LeastOutstandingChoice(turns, results(ready, true),
					ready.stream().map(Candidate::load).toArray(InFlight[]::new), weights, this.state.chance());
		}
		Choice inTurn = new TurnChoice(turns, results(ready, false));
		return (rule.policy() == BalancingPolicy.CONSISTENT_HASH && rule.hashKey() != null)
				? byHash(rule.hashKey(), able, others, inTurn) : inTurn;
	}

	private Choice byHash(String header, List<Candidate> able, double others, Choice withoutHeader) {
		List<String> names = able.stream().map(Candidate::name).toList();
		// In tenths, so that an instance that warms up moves keys ten times and not at
		// every tick.
		List<Long> weights = able.stream().map((candidate) -> weight(candidate, others, 0.1)).toList();
		@Nullable PickResult[] results = able.stream()
			.map((candidate) -> candidate.isReady() ? candidate.result() : null)
			.toArray(PickResult[]::new);
		return new HashChoice(this.state.ring(names, weights), results,
				Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), withoutHeader);
	}

	// Factor by which weights outside of the caller's zone count.
	private double othersFactor(List<Candidate> able) {
		if (!this.config.zoneFirst()) {
			return 1;
		}
		double ownKnown = 0;
		double ownReady = 0;
		double othersReady = 0;
		for (Candidate candidate : able) {
			boolean own = candidate.zone().equals(this.config.zone());
			ownKnown += own ? candidate.weight() : 0;
			if (candidate.isReady()) {
				ownReady += own ? candidate.weight() : 0;
				othersReady += own ? 0 : candidate.weight();
			}
		}
		return ZoneOverflow.factor(ownKnown, ownReady, othersReady);
	}

	private double factor(Candidate candidate, double others) {
		return candidate.zone().equals(this.config.zone()) ? 1 : others;
	}

	private long weight(Candidate candidate, double others, double step) {
		double share = (step < 1) ? Math.round(candidate.share() / step) * step : candidate.share();
		return Math.max(1, Math.round(candidate.weight() * share * factor(candidate, others) * SCALE));
	}

	private static PickResult[] results(List<Candidate> ready, boolean counted) {
		PickResult[] results = new PickResult[ready.size()];
		for (int i = 0; i < results.length; i++) {
			Candidate candidate = ready.get(i);
			PickResult result = Objects.requireNonNull(candidate.result());
			results[i] = counted ? result.copyWithStreamTracerFactory(candidate.load()) : result;
		}
		return results;
	}

	private PickResult withoutReady(MethodDescriptor<?, ?> method, List<Candidate> able) {
		boolean connecting = able.stream()
			.anyMatch((candidate) -> candidate.condition().state() == ConnectivityState.CONNECTING);
		if (connecting) {
			return PickResult.withNoResult();
		}
		if (this.resolutionError != null && this.candidates.isEmpty()) {
			return PickResult.withError(this.resolutionError);
		}
		Unroutable unroutable = new Unroutable(method, this.candidates, this.resolution);
		return PickResult.withError(able.isEmpty() ? unroutable.nobody() : unroutable.unreachable(able));
	}

}
