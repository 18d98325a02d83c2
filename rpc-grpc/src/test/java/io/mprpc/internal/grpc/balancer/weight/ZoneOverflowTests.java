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

package io.mprpc.internal.grpc.balancer.weight;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ZoneOverflow}.
 */
class ZoneOverflowTests {

	@Test
	void aZoneKeepsItsCallsWhileEnoughOfItIsReady() {
		assertThat(ZoneOverflow.factor(300, 300, 300)).isZero();
		assertThat(ZoneOverflow.factor(700, 500, 300)).isZero();
	}

	@Test
	void aZoneGivesAwayWhatIsTooMuchForTheRest() {
		// A third is ready: it keeps 7/15 of the calls.
		double factor = ZoneOverflow.factor(300, 100, 400);
		assertThat(100 / (100 + 400 * factor)).isEqualTo(7.0 / 15, within(1e-9));
	}

	@Test
	void aZoneWithNoReadyInstanceGivesAwayEverything() {
		assertThat(ZoneOverflow.factor(300, 0, 400)).isEqualTo(1);
		assertThat(ZoneOverflow.factor(0, 0, 400)).isEqualTo(1);
	}

	@Test
	void aZoneKeepsEverythingWhenNoOtherZoneIsReady() {
		assertThat(ZoneOverflow.factor(300, 1, 0)).isZero();
	}

}
