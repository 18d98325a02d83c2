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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.mprpc.internal.grpc.balancer.weight.WarmUp;

/**
 * The instances with the shares that they get at one moment.
 *
 * @param candidates the instances
 * @param warming whether a share is still growing
 */
public record WarmUpShares(List<Candidate> candidates, boolean warming) {

	/**
	 * Works out the shares.
	 * @param backends the instances
	 * @param warmUp how they warm up
	 * @param now the time
	 * @return the instances with their shares
	 */
	public static WarmUpShares of(Collection<Backend> backends, WarmUp warmUp, long now) {
		long warmest = 0;
		for (Backend backend : backends) {
			if (backend.condition().isReady()) {
				warmest = Math.max(warmest, backend.age().warmth(warmUp, now));
			}
		}
		boolean warming = false;
		List<Candidate> candidates = new ArrayList<>(backends.size());
		for (Backend backend : backends) {
			backend.age().observe(backend.condition(), now);
			double share = backend.age().share(warmUp, warmest, now);
			warming |= share < 1;
			candidates.add(backend.candidate(share));
		}
		return new WarmUpShares(candidates, warming);
	}

}
