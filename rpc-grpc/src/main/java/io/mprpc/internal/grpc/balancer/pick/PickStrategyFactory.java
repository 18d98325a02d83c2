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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.ClientStreamTracer;
import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.backend.Candidate;
import io.mprpc.internal.grpc.balancer.backend.InFlight;
import io.mprpc.internal.grpc.balancer.backend.RemovalGracePeriod;
import io.mprpc.internal.grpc.balancer.weight.HashRing;
import io.mprpc.internal.grpc.balancer.weight.RoundRobinSequence;
import io.mprpc.internal.grpc.call.PickProblem;
import io.mprpc.internal.grpc.call.PickProblem.Kind;
import io.mprpc.internal.grpc.client.Destination;
import io.mprpc.internal.grpc.client.settings.BalancerSettings.Policy;
import io.mprpc.internal.grpc.client.settings.LoadBalancerPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Factory of the strategies that spread calls to a method over the instances that serve
 * it.
 */
public final class PickStrategyFactory {

	private final BalancerSnapshot snapshot;

	private final PickState state;

	private final Destination destination;

	/**
	 * Creates a factory.
	 * @param snapshot snapshot of the instances of the destination
	 * @param state state that outlives pickers
	 * @param destination the destination
	 */
	public PickStrategyFactory(BalancerSnapshot snapshot, PickState state, Destination destination) {
		this.snapshot = snapshot;
		this.state = state;
		this.destination = destination;
	}

	/**
	 * The strategy for calls to a method.
	 * @param method the method
	 * @return the strategy
	 */
	public PickStrategy strategy(MethodDescriptor<?, ?> method) {
		List<Candidate> able = new ArrayList<>();
		for (Candidate candidate : this.snapshot.candidates()) {
			if (candidate.isInService() && candidate.serves(method)) {
				able.add(candidate);
			}
		}
		Candidate.resort(able);
		if (able.stream().noneMatch(Candidate::isReady)) {
			return withoutReady(method, able);
		}
		Weights weights = new Weights(able, this.snapshot.config());
		able.removeIf((candidate) -> !weights.counts(candidate));
		return strategy(method, able, weights);
	}

	private PickStrategy strategy(MethodDescriptor<?, ?> method, List<Candidate> able, Weights weights) {
		List<Candidate> ready = able.stream().filter(Candidate::isReady).toList();
		long[] readyWeights = ready.stream().mapToLong(weights::of).toArray();
		AtomicInteger steps = this.state.turns(method.getFullMethodName(), this.destination);
		RoundRobinSequence turns = new RoundRobinSequence(readyWeights, steps);
		Policy policy = this.snapshot.config().policy(method);
		if (policy.type() == LoadBalancerPolicy.LEAST_OUTSTANDING) {
			return new LeastOutstandingPickStrategy(turns, results(ready, true),
					ready.stream().map(Candidate::load).toArray(InFlight[]::new), readyWeights, this.state.random());
		}
		PickStrategy inTurn = new RoundRobinPickStrategy(turns, results(ready, false));
		return (policy.type() == LoadBalancerPolicy.CONSISTENT_HASH) ? byHash(policy.hashKey(), able, weights, inTurn)
				: inTurn;
	}

	// The ring holds all instances that serve the method, so that it stays when one of
	// them is not ready for a while.
	private PickStrategy byHash(String header, List<Candidate> able, Weights weights, PickStrategy withoutHeader) {
		List<String> names = able.stream().map(Candidate::name).toList();
		HashRing ring = this.state.ring(names, able.stream().map(weights::inSteps).toList());
		@Nullable PickResult[] results = able.stream()
			.map((candidate) -> candidate.isReady() ? watched(candidate) : null)
			.toArray(PickResult[]::new);
		return new HashPickStrategy(ring, results, Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER),
				withoutHeader);
	}

	private PickResult[] results(List<Candidate> ready, boolean counted) {
		PickResult[] results = new PickResult[ready.size()];
		for (int i = 0; i < results.length; i++) {
			Candidate candidate = ready.get(i);
			results[i] = counted ? withLoad(candidate) : watched(candidate);
		}
		return results;
	}

	private PickResult withLoad(Candidate candidate) {
		PickResult result = Objects.requireNonNull(candidate.result());
		return result.copyWithStreamTracerFactory(doubting(candidate, candidate.load()));
	}

	// Without ejections, the results of calls are not needed.
	private PickResult watched(Candidate candidate) {
		PickResult result = Objects.requireNonNull(candidate.result());
		if (candidate.grace() != null || candidate.condition().unverified()) {
			return result.copyWithStreamTracerFactory(
					doubting(candidate, Objects.requireNonNull(result.getStreamTracerFactory())));
		}
		return (this.snapshot.config().outlierDetection() != null) ? result
				: PickResult.withSubchannel(result.getSubchannel());
	}

	private ClientStreamTracer.Factory doubting(Candidate candidate, ClientStreamTracer.Factory factory) {
		RemovalGracePeriod grace = candidate.grace();
		ClientStreamTracer.Factory watching = (grace != null) ? grace.watching(factory) : factory;
		return candidate.condition().unverified() ? new UnverifiedCalls(this.state.unverifiedCalls(), watching)
				: watching;
	}

	private PickStrategy withoutReady(MethodDescriptor<?, ?> method, List<Candidate> able) {
		boolean connecting = able.stream()
			.anyMatch((candidate) -> candidate.condition().state() == ConnectivityState.CONNECTING);
		PickFailure failure = new PickFailure(method, this.snapshot, this.destination);
		if (connecting) {
			return new FailedPickStrategy(PickResult.withNoResult(),
					new PickProblem(Kind.NO_CONNECTION, failure.connecting(able)));
		}
		if (this.snapshot.error() != null && this.snapshot.candidates().isEmpty()) {
			return failed(Kind.NO_INSTANCE, this.snapshot.error());
		}
		return able.isEmpty() ? failed(Kind.NO_INSTANCE, failure.noCandidate())
				: failed(Kind.NO_CONNECTION, failure.unreachable(able));
	}

	private static PickStrategy failed(Kind kind, Status status) {
		String description = status.getDescription();
		return new FailedPickStrategy(PickResult.withError(status),
				new PickProblem(kind, (description != null) ? description : status.getCode().name()));
	}

}
