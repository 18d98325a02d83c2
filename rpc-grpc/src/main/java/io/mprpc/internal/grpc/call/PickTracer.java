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
package io.mprpc.internal.grpc.call;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * Tracer of an attempt that notes only whether and where it is sent, for calls whose
 * attempts are not observed otherwise.
 */
final class PickTracer extends ClientStreamTracer {

	private final ObservedClientCall call;

	private volatile @Nullable Attributes transport;

	PickTracer(ObservedClientCall call) {
		this.call = call;
	}

	@Override
	public void streamCreated(Attributes transportAttributes, Metadata headers) {
		this.transport = transportAttributes;
		this.call.sent(transportAttributes);
	}

	@Override
	public void inboundHeaders() {
		Attributes to = this.transport;
		if (to != null) {
			this.call.answered(to);
		}
	}

}
