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

package io.mprpc.consumer.balancer;

import java.net.InetSocketAddress;
import java.util.List;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.Subchannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PickedSubchannelTests {

	private static final Attributes.Key<Integer> READINGS = Attributes.Key.create("readings");

	private final CountingSubchannel connection = new CountingSubchannel();

	@Test
	void attributesAreReadAnewOnlyWhenTheAddressChanges() {
		PickedSubchannel picked = new PickedSubchannel(this.connection);
		assertThat(picked.getAttributes().get(READINGS)).isEqualTo(1);
		assertThat(picked.getAttributes()).isSameAs(picked.getAttributes());
		assertThat(this.connection.readings).isEqualTo(1);
		picked.updateAddresses(List.of(new EquivalentAddressGroup(InetSocketAddress.createUnresolved("host", 1))));
		assertThat(this.connection.updates).isEqualTo(1);
		assertThat(picked.getAttributes().get(READINGS)).isEqualTo(2);
	}

	@Test
	void grpcFindsTheConnectionBehindIt() {
		assertThat(new PickedSubchannel(this.connection).getInternalSubchannel()).isSameAs(this.connection);
	}

	private static final class CountingSubchannel extends Subchannel {

		private int readings;

		private int updates;

		@Override
		public Attributes getAttributes() {
			this.readings++;
			return Attributes.newBuilder().set(READINGS, this.readings).build();
		}

		@Override
		public void updateAddresses(List<EquivalentAddressGroup> addresses) {
			this.updates++;
		}

		@Override
		public Object getInternalSubchannel() {
			return this;
		}

		@Override
		public void requestConnection() {
		}

		@Override
		public void shutdown() {
		}

	}

}
