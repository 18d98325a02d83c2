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

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.internal.grpc.call.ClientCallObservation;
import io.mprpc.internal.grpc.call.ServerCallObservation;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.testing.DemoUsers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for calls whose meters fail: a failure of a meter must not affect the call.
 */
class FailingMetersTests {

	@Test
	@Timeout(60)
	void aCallEndsAlsoWhereItsMetersCannotBeMade() throws Exception {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		meters.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				throw new IllegalStateException("No meters today");
			}

		});
		Server server = NettyServerBuilder.forPort(0)
			.addStreamTracerFactory(
					new ServerCallObservation(List.of(new ServerCallMetrics(meters)), false, TimeSource.system()))
			.addService(new DemoUsers())
			.build()
			.start();
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
			.usePlaintext()
			.intercept(new ClientCallObservation(List.of(new ClientCallMetrics(meters, 10)), TimeSource.system()))
			.build();
		try {
			for (int i = 0; i < 3; i++) {
				assertThat(UserServiceGrpc.newBlockingStub(channel)
					.withDeadlineAfter(20, TimeUnit.SECONDS)
					.login(LoginRequest.getDefaultInstance())
					.getSuccess()).isTrue();
			}
		}
		finally {
			channel.shutdownNow();
			server.shutdownNow();
		}
	}

}
