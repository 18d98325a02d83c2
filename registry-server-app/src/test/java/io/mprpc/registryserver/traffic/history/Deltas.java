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

package io.mprpc.registryserver.traffic.history;

/**
 * Calls for tests.
 */
final class Deltas {

	private static final int UNAVAILABLE = 14;

	private Deltas() {
	}

	static CallDelta calls(long calls, long failed) {
		return new CallDelta(calls, failed, new long[0], new int[] { UNAVAILABLE }, new long[] { failed }, new int[0],
				new long[0]);
	}

	static CallDelta lasting(long calls, int bucket) {
		return new CallDelta(calls, 0, new long[0], new int[0], new long[0], new int[] { bucket },
				new long[] { calls });
	}

	static CallDelta unsent(long calls) {
		return new CallDelta(calls, calls, new long[] { 0, calls }, new int[0], new long[0], new int[0], new long[0]);
	}

}
