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

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.Metadata;
import io.mprpc.internal.grpc.balancer.weight.HashRing;
import org.jspecify.annotations.Nullable;

/**
 * Strategy that picks the same instance for the same value of a header. Keys of an
 * instance that is not ready go to those that follow on the ring, each to its own, and
 * come back with it. A call without the header goes to the instance whose turn it is.
 */
final class HashPickStrategy implements PickStrategy {

	private final HashRing ring;

	// By member of the ring, null while the member is not ready.
	private final @Nullable PickResult[] results;

	private final Metadata.Key<String> header;

	private final PickStrategy withoutHeader;

	HashPickStrategy(HashRing ring, @Nullable PickResult[] results, Metadata.Key<String> header,
			PickStrategy withoutHeader) {
		this.ring = ring;
		this.results = results;
		this.header = header;
		this.withoutHeader = withoutHeader;
	}

	@Override
	public PickResult choose(PickSubchannelArgs call) {
		String key = call.getHeaders().get(this.header);
		if (key != null) {
			int point = this.ring.find(key);
			for (int i = 0; i < this.ring.size(); i++) {
				PickResult result = this.results[this.ring.owner(point)];
				if (result != null) {
					return result;
				}
				point = this.ring.next(point);
			}
		}
		return this.withoutHeader.choose(call);
	}

}
