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

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import io.grpc.ConnectivityState;
import io.mprpc.internal.grpc.balancer.admission.BackendState;
import io.mprpc.internal.grpc.balancer.backend.CallResults;
import io.mprpc.internal.grpc.balancer.backend.Candidate;
import io.mprpc.internal.grpc.balancer.backend.InFlight;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import io.mprpc.registry.RpcInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.mprpc.internal.grpc.balancer.Instances.inZone;
import static io.mprpc.internal.grpc.balancer.Instances.instance;
import static io.mprpc.internal.grpc.balancer.Instances.with;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Weights}.
 */
class WeightsTests {

	@ParameterizedTest
	@CsvSource({ "100, 1, 100000", "100, 0.55, 55000", "100, 0.5004, 50040", "3, 0.25, 750", "1, 0.0001, 1" })
	void aWeightIsScaledByTheShareOfItsInstance(int weight, double share, long expected) {
		Candidate candidate = candidate(weight, "", true, share);
		assertThat(weights("", false, candidate).of(candidate)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "100, 1, 100000", "100, 0.55, 60000", "100, 0.54, 50000", "100, 0.96, 100000", "100, 0.94, 90000",
			"100, 0.1, 10000", "7, 0.31, 2100", "1, 0.04, 1" })
	void inStepsAWeightChangesByTenths(int weight, double share, long expected) {
		Candidate candidate = candidate(weight, "", true, share);
		assertThat(weights("", false, candidate).inSteps(candidate)).isEqualTo(expected);
	}

	@Test
	void zonesPlayNoPartUnlessTheyAreToCount() {
		Candidate own = candidate(100, "a", true, 1);
		Candidate other = candidate(100, "b", true, 1);
		Weights weights = weights("a", false, own, other);
		assertThat(weights.of(other)).isEqualTo(weights.of(own)).isEqualTo(100_000);
		assertThat(weights.counts(other)).isTrue();
	}

	@Test
	void anotherZoneGetsNothingWhileTheOwnOneIsReady() {
		Candidate own = candidate(100, "a", true, 1);
		Candidate other = candidate(100, "b", true, 1);
		Weights weights = weights("a", true, own, other);
		assertThat(weights.counts(own)).isTrue();
		assertThat(weights.counts(other)).isFalse();
	}

	@Test
	void anotherZoneGetsWhatIsTooMuchForTheReadyInstancesOfTheOwn() {
		// Half of the zone's weight is ready and keeps 7/10 of the calls.
		Candidate ready = candidate(100, "a", true, 1);
		Candidate down = candidate(100, "a", false, 1);
		Candidate other = candidate(60, "b", true, 1);
		Candidate another = candidate(40, "c", true, 1);
		Candidate downElsewhere = candidate(500, "b", false, 1);
		Weights weights = weights("a", true, ready, down, other, another, downElsewhere);
		assertThat(weights.of(ready)).isEqualTo(100_000);
		assertThat(weights.of(other) + weights.of(another)).isBetween(42_856L, 42_858L);
		assertThat(weights.of(other)).isBetween(25_713L, 25_715L);
	}

	@Test
	void anotherZoneGetsEverythingWhereTheOwnHasNothingReady() {
		Candidate down = candidate(100, "a", false, 1);
		Candidate other = candidate(60, "b", true, 1);
		assertThat(weights("a", true, down, other).of(other)).isEqualTo(60_000);
	}

	private static Weights weights(String zone, boolean preferLocalZone, Candidate... able) {
		BalancerSettings defaults = BalancerSettings.DEFAULT;
		return new Weights(Arrays.asList(able), new BalancerSettings(defaults.policy(), Map.of(), zone, preferLocalZone,
				Duration.ZERO, Duration.ZERO, false, null));
	}

	private static Candidate candidate(int weight, String zone, boolean ready, double share) {
		RpcInstance instance = inZone(with(instance("i:1"), weight), zone);
		ConnectivityState state = ready ? ConnectivityState.READY : ConnectivityState.CONNECTING;
		return new Candidate("i:1", instance, new BackendState(state, ready, null), share,
				new InFlight(new CallResults()), null, null);
	}

}
