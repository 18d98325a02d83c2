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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceMeters}.
 */
class InstanceMetersTests {

	private static final long IDLE = TimeUnit.MINUTES.toNanos(11);

	private final InstanceMeters meters = new InstanceMeters(new SimpleMeterRegistry(), 1);

	@Test
	void anAttemptBeyondTheLimitTakesNoLock() {
		AttemptMeters first = this.meters.of(transport(1), 0);
		AttemptMeters others = this.meters.of(transport(2), 0);
		assertThat(others).isNotSameAs(first);
		synchronized (this.meters) {
			assertThat(CompletableFuture.supplyAsync(() -> this.meters.of(transport(3), 1)))
				.succeedsWithin(Duration.ofSeconds(20))
				.isSameAs(others);
		}
	}

	@Test
	void thePlaceOfAnIdleInstanceIsGivenToAnother() {
		AttemptMeters first = this.meters.of(transport(1), 0);
		AttemptMeters others = this.meters.of(transport(2), 0);
		assertThat(this.meters.of(transport(2), IDLE)).isNotSameAs(others).isNotSameAs(first);
		assertThat(this.meters.of(transport(1), IDLE)).isSameAs(others);
	}

	private static Attributes transport(int port) {
		return Attributes.newBuilder()
			.set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, new InetSocketAddress("127.0.0.1", port))
			.build();
	}

}
