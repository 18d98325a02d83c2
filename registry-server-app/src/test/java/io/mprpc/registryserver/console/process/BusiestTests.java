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

package io.mprpc.registryserver.console.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.mprpc.registryserver.traffic.model.CallRates;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Busiest}.
 */
class BusiestTests {

	@Test
	void fewRowsStayAsTheyAre() {
		Busiest<CallRates> rows = Busiest.of(List.of(rates(1, 0), rates(5, 0)), (calls) -> calls);
		assertThat(rows.rows()).extracting(CallRates::callsPerSecond).containsExactly(1.0, 5.0);
		assertThat(rows.more()).isZero();
	}

	@Test
	void ofManyThoseThatFailAndThenTheBusiestRemainInTheirOwnOrder() {
		List<CallRates> all = new ArrayList<>();
		for (int i = 0; i < Busiest.MAX_ROWS; i++) {
			all.add(rates(10 + i, 0));
		}
		all.add(50, rates(1, 0.5));
		all.add(60, rates(1, 0));
		Busiest<CallRates> rows = Busiest.of(all, (calls) -> calls);
		assertThat(rows.more()).isEqualTo(2);
		assertThat(rows.rows()).hasSize(Busiest.MAX_ROWS).startsWith(rates(11, 0));
		assertThat(rows.rows().get(49)).isEqualTo(rates(1, 0.5));
		assertThat(rows.rows()).doesNotContain(rates(1, 0), rates(10, 0));
	}

	private static CallRates rates(double calls, double failed) {
		return new CallRates(calls, failed, Map.of(), 0, Map.of(), 0, null, null);
	}

}
