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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HashRingTests {

	private static final int KEYS = 100_000;

	@Test
	void aMemberThatGoesMovesOnlyItsOwnKeys() {
		List<String> before = names(10);
		List<String> after = new ArrayList<>(before);
		after.remove(3);
		HashRing ringBefore = ring(before);
		HashRing ringAfter = ring(after);
		int moved = 0;
		for (int key = 0; key < KEYS; key++) {
			String ownerBefore = owner(ringBefore, before, key);
			String ownerAfter = owner(ringAfter, after, key);
			if (!ownerBefore.equals(ownerAfter)) {
				assertThat(ownerBefore).isEqualTo(before.get(3));
				moved++;
			}
		}
		assertThat(moved).isBetween(KEYS / 10 * 8 / 10, KEYS / 10 * 12 / 10);
	}

	@Test
	void aMemberThatComesTakesOnlyWhatItOwns() {
		List<String> after = names(11);
		HashRing ringBefore = ring(after.subList(0, 10));
		HashRing ringAfter = ring(after);
		for (int key = 0; key < KEYS; key++) {
			String ownerAfter = owner(ringAfter, after, key);
			if (!ownerAfter.equals(after.get(10))) {
				assertThat(owner(ringBefore, after, key)).isEqualTo(ownerAfter);
			}
		}
	}

	@Test
	void aMemberThatGrowsLosesNoKey() {
		List<String> names = names(5);
		HashRing light = new HashRing(names, new long[] { 100, 100, 50, 100, 100 });
		HashRing heavy = ring(names);
		for (int key = 0; key < KEYS; key++) {
			String before = owner(light, names, key);
			assertThat(owner(heavy, names, key)).isIn(before, names.get(2));
		}
	}

	@Test
	void keysAreSharedByWeight() {
		List<String> names = names(4);
		int[] keys = count(new HashRing(names, new long[] { 100, 100, 100, 200 }), 4);
		assertThat(keys[0]).isCloseTo(KEYS / 5, Percentage.withPercentage(7));
		assertThat(keys[3]).isCloseTo(KEYS * 2 / 5, Percentage.withPercentage(7));
	}

	@Test
	void noMemberIsFarFromItsFairShare() {
		for (int members : new int[] { 2, 3, 5, 10 }) {
			for (int keys : count(ring(names(members)), members)) {
				assertThat(keys).isCloseTo(KEYS / members, Percentage.withPercentage(8));
			}
		}
	}

	@Test
	void theOrderOfMembersPlaysNoPart() {
		List<String> names = names(7);
		List<String> reversed = new ArrayList<>(names);
		Collections.reverse(reversed);
		HashRing ring = ring(names);
		HashRing ringOfReversed = ring(reversed);
		for (int key = 0; key < 10_000; key++) {
			assertThat(owner(ring, names, key)).isEqualTo(owner(ringOfReversed, reversed, key));
		}
	}

	@Test
	void isBounded() {
		assertThat(ring(names(1)).size()).isEqualTo(2_048);
		assertThat(ring(names(64)).size()).isEqualTo(131_072);
		assertThat(ring(names(256)).size()).isEqualTo(131_072);
		assertThat(ring(names(2_048)).size()).isEqualTo(131_072);
		assertThat(ring(names(10_000)).size()).isEqualTo(160_000);
		assertThatIllegalArgumentException().isThrownBy(() -> new HashRing(List.of(), new long[0]));
	}

	@Test
	void goesRoundTheRing() {
		HashRing ring = ring(names(3));
		int point = ring.size() - 1;
		assertThat(ring.next(point)).isZero();
		assertThat(ring.next(0)).isEqualTo(1);
	}

	@Test
	void ownersAreTheSameInEveryVersion() {
		// Consumers of different versions that run side by side have to agree.
		List<String> names = IntStream.range(0, 5).mapToObj((i) -> "127.0.0.1:" + (9090 + i)).toList();
		HashRing ring = new HashRing(names, new long[] { 100, 100, 50, 100, 200 });
		String owners = IntStream.range(0, 64)
			.mapToObj((key) -> String.valueOf(ring.owner(ring.find("user-" + key))))
			.collect(Collectors.joining());
		assertThat(owners).isEqualTo("1411424342433313141422414414333434234420401044431200013443442144");
	}

	private static HashRing ring(List<String> names) {
		long[] weights = new long[names.size()];
		Arrays.fill(weights, 100);
		return new HashRing(names, weights);
	}

	private static int[] count(HashRing ring, int members) {
		int[] keys = new int[members];
		for (int key = 0; key < KEYS; key++) {
			keys[ring.owner(ring.find("user-" + key))]++;
		}
		return keys;
	}

	private static String owner(HashRing ring, List<String> names, int key) {
		return names.get(ring.owner(ring.find("user-" + key)));
	}

	private static List<String> names(int number) {
		return IntStream.range(0, number).mapToObj((i) -> "10.0." + i / 256 + '.' + i % 256 + ":9090").toList();
	}

}
