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

package io.mprpc.registryserver.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.mprpc.registry.Endpoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NaturalOrder}.
 */
class NaturalOrderTests {

	@Test
	void numbersInHostsStandInTheOrderOfTheirValues() {
		assertOrder("127.0.0.2:1", "127.0.0.9:1", "127.0.0.10:1", "127.0.1.1:1", "127.0.10.1:1", "host:1", "host0:1",
				"host1:1", "host1a:1", "host2:1", "host10:1", "host10-1:1", "hosta:1", "hosts:1", "node:1");
	}

	@Test
	void portsDecideWhereHostsAreEqual() {
		assertOrder("host:2", "host:10", "host1:1");
	}

	@Test
	void zerosInFrontOfANumberDecideLast() {
		assertOrder("host007:1", "host07:1", "host7:1", "host08:1", "host10:1");
		assertOrder("host0:1", "host00:2", "host1:1");
		assertOrder("host7:1", "host007b:1");
	}

	private static void assertOrder(String... endpoints) {
		List<Endpoint> expected = Stream.of(endpoints).map(Endpoint::parse).toList();
		List<Endpoint> sorted = new ArrayList<>(expected);
		Collections.reverse(sorted);
		sorted.sort(NaturalOrder.OF_ENDPOINTS);
		assertThat(sorted).containsExactlyElementsOf(expected);
		for (int i = 0; i < expected.size(); i++) {
			for (int j = 0; j < expected.size(); j++) {
				assertThat(Integer.signum(NaturalOrder.OF_ENDPOINTS.compare(expected.get(i), expected.get(j))))
					.isEqualTo(Integer.compare(i, j));
			}
		}
	}

}
