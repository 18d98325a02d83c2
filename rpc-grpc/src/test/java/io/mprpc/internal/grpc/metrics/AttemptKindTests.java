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

package io.mprpc.internal.grpc.metrics;

import io.grpc.ClientStreamTracer.StreamInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttemptKind}.
 */
class AttemptKindTests {

	@Test
	void anAttemptIsWhatGrpcSaysOfIt() {
		assertThat(AttemptKind.of(StreamInfo.newBuilder().build())).isEqualTo(AttemptKind.FIRST);
		assertThat(AttemptKind.of(StreamInfo.newBuilder().setIsHedging(true).build())).isEqualTo(AttemptKind.FIRST);
		assertThat(AttemptKind.of(StreamInfo.newBuilder().setPreviousAttempts(1).build())).isEqualTo(AttemptKind.RETRY);
		assertThat(AttemptKind.of(StreamInfo.newBuilder().setPreviousAttempts(1).setIsHedging(true).build()))
			.isEqualTo(AttemptKind.HEDGE);
	}

	@Test
	void whatGrpcSendsAgainBecauseNoServerSawItIsNoRetry() {
		assertThat(AttemptKind.of(StreamInfo.newBuilder().setPreviousAttempts(1).setIsTransparentRetry(true).build()))
			.isEqualTo(AttemptKind.TRANSPARENT);
	}

}
