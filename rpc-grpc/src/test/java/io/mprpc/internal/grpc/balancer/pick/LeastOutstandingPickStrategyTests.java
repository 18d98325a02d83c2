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

import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.ClientStreamTracer;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Metadata;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.FakeChannel;
import io.mprpc.internal.grpc.balancer.FixedRandom;
import io.mprpc.internal.grpc.balancer.backend.CallResults;
import io.mprpc.internal.grpc.balancer.backend.InFlight;
import io.mprpc.internal.grpc.balancer.weight.RoundRobinSequence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.mprpc.internal.grpc.balancer.Instances.LOGIN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeastOutstandingPickStrategy}.
 */
class LeastOutstandingPickStrategyTests {

	@ParameterizedTest
	@CsvSource({ "100, 100, 0, 0, 0", "100, 100, 1, 0, 1", "100, 100, 1, 1, 0", "100, 100, 2, 1, 1",
			"100, 300, 1, 4, 1", "100, 300, 1, 5, 0", "300, 100, 4, 1, 0", "300, 100, 5, 1, 0", "300, 100, 6, 1, 1" })
	void theOneWhoseNextCallLeavesLessForItsWeightIsChosen(int firstWeight, int secondWeight, int firstCalls,
			int secondCalls, int chosen) {
		PickResult[] results = { PickResult.withNoResult(), PickResult.withError(Status.UNAVAILABLE) };
		PickStrategy strategy = new LeastOutstandingPickStrategy(
				new RoundRobinSequence(new long[] { 1, 1 }, new AtomicInteger()), results,
				new InFlight[] { loaded(firstCalls), loaded(secondCalls) }, new long[] { firstWeight, secondWeight },
				new FixedRandom((bound) -> 0));
		assertThat(strategy.choose(FakeChannel.call(LOGIN))).isSameAs(results[chosen]);
	}

	private static InFlight loaded(int calls) {
		InFlight load = new InFlight(new CallResults());
		for (int i = 0; i < calls; i++) {
			load.newClientStreamTracer(ClientStreamTracer.StreamInfo.newBuilder().build(), new Metadata())
				.outboundHeaders();
		}
		return load;
	}

}
