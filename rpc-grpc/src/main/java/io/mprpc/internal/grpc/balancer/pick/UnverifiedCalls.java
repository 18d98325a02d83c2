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

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Count of calls that are sent to an instance although its identity cannot be verified.
 */
final class UnverifiedCalls extends ClientStreamTracer.Factory {

	private final LongAdder count;

	private final ClientStreamTracer.Factory watched;

	/**
	 * Counts.
	 * @param count the counter
	 * @param watched factory that also observes the calls
	 */
	UnverifiedCalls(LongAdder count, ClientStreamTracer.Factory watched) {
		this.count = count;
		this.watched = watched;
	}

	@Override
	public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
		this.count.increment();
		return this.watched.newClientStreamTracer(info, headers);
	}

}
