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

import java.time.Duration;
import java.util.List;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

class SubchannelCloserTests {

	private final FakeClock clock = new FakeClock();

	private final SynchronizationContext synchronization = new SynchronizationContext((thread, ex) -> {
		throw new AssertionError(ex);
	});

	private final LoadBalancer.Helper helper = Mockito.mock(LoadBalancer.Helper.class);

	private final SubchannelCloser subchannelCloser = new SubchannelCloser(this.helper);

	SubchannelCloserTests() {
		given(this.helper.getSynchronizationContext()).willReturn(this.synchronization);
		given(this.helper.getScheduledExecutorService()).willReturn(this.clock.timer());
	}

	@Test
	void closesTheConnectionAMomentAfterTheLastPick() {
		Internal internal = new Internal();
		Going going = new Going(internal);
		this.subchannelCloser.release(going);
		assertThat(going.shutDown).isTrue();
		assertThat(internal.reason).isNull();
		this.clock.forward(Duration.ofMillis(100));
		assertThat(internal.reason).isNotNull();
		assertThat(this.clock.taskCount()).isZero();
	}

	@Test
	void leavesItToGrpcWhenItCannotBeClosedEarly() {
		Going going = new Going(new Object());
		this.subchannelCloser.release(going);
		this.clock.forward(Duration.ofMillis(100));
		assertThat(going.shutDown).isTrue();
	}

	@Test
	void shutdownWaitsForNothingAndLeavesNoTask() {
		Internal internal = new Internal();
		this.subchannelCloser.release(new Going(internal));
		this.subchannelCloser.shutdown();
		assertThat(this.clock.taskCount()).isZero();
		assertThat(internal.reason).isNotNull();
	}

	/**
	 * If this fails after an upgrade of gRPC, draining providers wait five seconds longer
	 * for their consumers: find another way.
	 */
	@Test
	void grpcStillHasTheMethodThatThisNeeds() throws Exception {
		assertThat(Class.forName("io.grpc.internal.InternalSubchannel").getMethod("shutdown", Status.class))
			.isNotNull();
	}

	/**
	 * Stands for gRPC's internal subchannel, which is no public class either.
	 */
	static final class Internal {

		private Status reason;

		public void shutdown(Status newReason) {
			this.reason = newReason;
		}

	}

	private static final class Going extends LoadBalancer.Subchannel {

		private final Object internal;

		private boolean shutDown;

		Going(Object internal) {
			this.internal = internal;
		}

		@Override
		public Object getInternalSubchannel() {
			return this.internal;
		}

		@Override
		public void shutdown() {
			this.shutDown = true;
		}

		@Override
		public void requestConnection() {
		}

		@Override
		public Attributes getAttributes() {
			return Attributes.EMPTY;
		}

		@Override
		public List<EquivalentAddressGroup> getAllAddresses() {
			return List.of();
		}

	}

}
