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

import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InFlight}.
 */
class InFlightTests {

	@Test
	void aStreamThatNeverStartsOrEndsTwiceDoesNotCount() {
		InFlight load = new InFlight(new CallResults());
		ClientStreamTracer.StreamInfo info = ClientStreamTracer.StreamInfo.newBuilder()
			.setCallOptions(CallOptions.DEFAULT)
			.build();
		ClientStreamTracer cancelled = load.newClientStreamTracer(info, new Metadata());
		cancelled.streamClosed(Status.CANCELLED);
		cancelled.outboundHeaders();
		ClientStreamTracer tracer = load.newClientStreamTracer(info, new Metadata());
		tracer.outboundHeaders();
		tracer.outboundHeaders();
		assertThat(load.count()).isEqualTo(1);
		tracer.streamClosed(Status.OK);
		tracer.streamClosed(Status.OK);
		assertThat(load.count()).isZero();
	}

}
