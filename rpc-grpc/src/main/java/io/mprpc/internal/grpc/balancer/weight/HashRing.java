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

import java.util.Arrays;
import java.util.List;

/**
 * Consistent hashing: members own points on a ring, and a key belongs to the member that
 * owns the next point. A member that comes or goes moves only the keys that it gains or
 * loses. Where a member's points lie depends on its name alone.
 * <p>
 * A member with the largest weight has 2,048 points in a ring of up to 64 members, 512 in
 * one of up to 256, 64 in one of up to 2,048, else 16; at these sizes more keys move. A
 * ring therefore has at most 131,072 points up to 2,048 members. The more points a member
 * has, the closer it comes to its fair share of the keys: with 2,048 within about 7 %,
 * with 512 within about 16 %.
 */
public final class HashRing {

	private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

	// A point is one number: its place on the ring above its owner.
	private static final int OWNER_BITS = 20;

	private static final int MAX_MEMBERS = 1 << OWNER_BITS;

	private final long[] points;

	/**
	 * Creates a ring.
	 * @param names names of the members, at least one and at most 2<sup>20</sup>
	 * @param weights their weights, each positive
	 * @throws IllegalArgumentException if there are no or too many members
	 */
	public HashRing(List<String> names, long[] weights) {
		if (names.isEmpty() || names.size() > MAX_MEMBERS) {
			throw new IllegalArgumentException("A ring cannot have " + names.size() + " members");
		}
		long largest = Arrays.stream(weights).max().orElse(1);
		int share = pointsOfLargest(names.size());
		long[] all = new long[names.size() * share];
		int size = 0;
		for (int member = 0; member < names.size(); member++) {
			long seed = hash(names.get(member));
			long count = Math.max(1, Math.round((double) share * weights[member] / largest));
			for (int i = 0; i < count; i++) {
				all[size++] = place(mix(seed + i * GOLDEN)) | member;
			}
		}
		this.points = Arrays.copyOf(all, size);
		Arrays.sort(this.points);
	}

	/**
	 * Finds the point that a key belongs to.
	 * @param key the key
	 * @return index of the point
	 */
	public int find(String key) {
		long place = place(hash(key));
		int found = Arrays.binarySearch(this.points, place);
		int point = (found >= 0) ? found : -found - 1;
		return (point < this.points.length) ? point : 0;
	}

	/**
	 * The member that owns a point.
	 * @param point index of the point
	 * @return index of the member
	 */
	public int owner(int point) {
		return (int) this.points[point] & (MAX_MEMBERS - 1);
	}

	/**
	 * The next point round the ring.
	 * @param point index of a point
	 * @return index of the next
	 */
	public int next(int point) {
		return (point + 1 < this.points.length) ? point + 1 : 0;
	}

	/**
	 * Number of points.
	 * @return the number
	 */
	public int size() {
		return this.points.length;
	}

	private static int pointsOfLargest(int members) {
		if (members <= 64) {
			return 2048;
		}
		if (members <= 256) {
			return 512;
		}
		return (members <= 2048) ? 64 : 16;
	}

	// Not negative, so that places sort from 0 up; the bits of the owner are free.
	private static long place(long hash) {
		return hash << (OWNER_BITS + 1) >>> 1;
	}

	private static long hash(String text) {
		long hash = 0xCBF2_9CE4_8422_2325L;
		for (int i = 0; i < text.length(); i++) {
			hash = (hash ^ text.charAt(i)) * 0x0000_0100_0000_01B3L;
		}
		return mix(hash);
	}

	// Every bit of the result depends on every bit of the value.
	private static long mix(long value) {
		long mixed = value;
		mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
		return mixed ^ (mixed >>> 31);
	}

}
