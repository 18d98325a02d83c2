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

package io.mprpc.internal.grpc.client;

import java.util.concurrent.Executor;

import io.grpc.CallCredentials;
import io.grpc.ChannelCredentials;
import io.grpc.CompositeChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.netty.InternalNettyChannelCredentials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrokenConnections}; their effect on calls is tested by
 * {@code BrokenConnectionTests}.
 */
class BrokenConnectionsTests {

	@Test
	void credentialsOfCallsArePassedOn() {
		CallCredentials ofCalls = new NoCallCredentials();
		ChannelCredentials told = BrokenConnections
			.withClearStatus(CompositeChannelCredentials.create(InsecureChannelCredentials.create(), ofCalls));
		assertThat(told).isInstanceOfSatisfying(CompositeChannelCredentials.class,
				(composite) -> assertThat(composite.getCallCredentials()).isSameAs(ofCalls));
	}

	@Test
	void theDefaultPortStaysWhatItWas() {
		ChannelCredentials plain = InsecureChannelCredentials.create();
		assertThat(
				InternalNettyChannelCredentials.toNegotiator(BrokenConnections.withClearStatus(plain)).getDefaultPort())
			.isEqualTo(InternalNettyChannelCredentials.toNegotiator(plain).getDefaultPort());
	}

	@Test
	void credentialsThatNettyDoesNotKnowAreLeftToIt() {
		ChannelCredentials unknown = new UnknownCredentials();
		assertThat(BrokenConnections.withClearStatus(unknown)).isSameAs(unknown);
	}

	private static final class NoCallCredentials extends CallCredentials {

		@Override
		public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
		}

	}

	private static final class UnknownCredentials extends ChannelCredentials {

		@Override
		public ChannelCredentials withoutBearerTokens() {
			return this;
		}

	}

}
