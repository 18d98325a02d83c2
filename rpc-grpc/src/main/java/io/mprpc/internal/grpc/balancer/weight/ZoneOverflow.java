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
 * Arithmetic of prefer-local-zone: how much of the load leaves the caller's own zone. The
 * zone keeps all of it as long as at least 5/7 (71 %) of its instances, by weight, are
 * ready; below that, it keeps 1.4 times the ready part and the rest goes to the other
 * zones.
 */
public final class ZoneOverflow {

	private static final double HEADROOM = 1.4;

	private ZoneOverflow() {
	}

	/**
	 * Factor by which the weights of instances in other zones count beside those of the
	 * own zone.
	 * @param ownKnown weight of the own zone's instances, ready or not
	 * @param ownReady weight of those that are ready
	 * @param othersReady weight of the ready instances of other zones
	 * @return the factor: 0 if the own zone takes all, 1 if it has no instance ready
	 */
	public static double factor(double ownKnown, double ownReady, double othersReady) {
		if (ownReady <= 0) {
			return 1;
		}
		double own = HEADROOM * ownReady / ownKnown;
		if (own >= 1 || othersReady <= 0) {
			return 0;
		}
		return (1 - own) / own * ownReady / othersReady;
	}

}
