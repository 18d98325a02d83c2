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

import io.grpc.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallResults}.
 */
class CallResultsTests {

	@Test
	void theShareOfFailedCallsIsAPercentage() {
		assertThat(new CallResults.Tally(0, 0).failurePercentage()).as("without calls").isZero();
		assertThat(new CallResults.Tally(3, 1).failurePercentage()).isEqualTo(25);
		assertThat(new CallResults.Tally(0, 2).failurePercentage()).isEqualTo(100);
	}

	@Test
	void resultsAreTakenOnce() {
		CallResults results = new CallResults();
		results.count(Status.OK, null);
		results.count(Status.NOT_FOUND, null);
		results.count(Status.UNAVAILABLE, null);
		results.count(Status.CANCELLED, null);
		assertThat(results.take()).isEqualTo(new CallResults.Tally(2, 1));
		assertThat(results.take()).isEqualTo(new CallResults.Tally(0, 0));
	}

}
