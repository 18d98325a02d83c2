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

import java.util.concurrent.atomic.LongAdder;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PickState}.
 */
class PickStateTests {

	@Test
	void rememberedMethodsAreBounded() {
		PickState state = new PickState(() -> 0, new LongAdder());
		for (int i = 0; i < PickState.MAX_METHODS; i++) {
			state.turns("s/m" + i);
		}
		assertThat(state.turns("s/one more")).isSameAs(state.turns("s/another"));
		assertThat(state.turns("s/m1")).isNotSameAs(state.turns("s/m2")).isSameAs(state.turns("s/m1"));
	}

}
