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

/**
 * Arithmetic of warming up: which share of its weight an instance gets while it is young.
 * The measure is how far it lags behind the warmest of those that serve beside it, so
 * that instances that started together share the calls evenly from the first call on.
 *
 * @param nanos time until an instance is warm in nanoseconds, 0 for no warming up
 */
public record WarmUp(long nanos) {

	/** Share of its weight that a fresh instance gets beside a warm one. */
	static final double FIRST_SHARE = 0.1;

	/**
	 * The part of an age that counts.
	 * @param age age in nanoseconds
	 * @return the age, at least 0 and at most the time until an instance is warm
	 */
	public long warmth(long age) {
		return Math.max(0, Math.min(age, this.nanos));
	}

	/**
	 * The share of an instance's weight.
	 * @param warmth warmth of the instance
	 * @param warmest warmth of the warmest instance
	 * @return the share, from {@value #FIRST_SHARE} to 1
	 */
	public double share(long warmth, long warmest) {
		return (this.nanos == 0) ? 1 : 1 - (1 - FIRST_SHARE) * (warmest - warmth) / this.nanos;
	}

}
