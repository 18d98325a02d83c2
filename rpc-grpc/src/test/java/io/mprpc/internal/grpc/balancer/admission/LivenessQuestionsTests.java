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

package io.mprpc.internal.grpc.balancer.admission;

import java.time.Duration;

import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.FakeChannel;
import io.mprpc.internal.grpc.balancer.FakeSubchannel;
import io.mprpc.internal.grpc.client.settings.ChannelKeepalive;
import io.mprpc.registry.RpcInstance;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.grpc.balancer.Instances.instance;
import static io.mprpc.internal.grpc.balancer.Instances.permitting;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LivenessQuestions}, which replace keepalive probes that an instance
 * does not permit.
 */
class LivenessQuestionsTests {

	private static final ChannelKeepalive TEN_SECONDS = new ChannelKeepalive(Duration.ofSeconds(10), false);

	private final RpcInstance a = instance("a:1");

	private FakeSubchannel connect(FakeChannel channel, RpcInstance instance) {
		channel.resolve(instance);
		return channel.to(instance).ready();
	}

	@Test
	void anInstanceThatHasNotSaidWhatItPermitsIsAskedWhileCallsAreOpen() {
		FakeChannel channel = new FakeChannel(TEN_SECONDS);
		FakeSubchannel connection = connect(channel, this.a);
		channel.clock.forward(Duration.ofSeconds(60));
		assertThat(connection.isProbed()).isFalse();
		connection.openCalls(1);
		for (int i = 0; i < 10; i++) {
			channel.clock.forward(Duration.ofSeconds(6));
			connection.probe().answer(Status.UNIMPLEMENTED);
			assertThat(connection.isProbed()).isFalse();
		}
		connection.openCalls(0);
		channel.clock.forward(Duration.ofSeconds(60));
		assertThat(connection.isProbed()).isFalse();
	}

	@Test
	void oneThatPermitsFewerProbesIsAskedToo() {
		FakeChannel channel = new FakeChannel(TEN_SECONDS);
		FakeSubchannel connection = connect(channel, permitting(this.a, Duration.ofMinutes(5)));
		connection.openCalls(1);
		channel.clock.forward(Duration.ofSeconds(6));
		assertThat(connection.isProbed()).isTrue();
	}

	@Test
	void oneThatPermitsProbesIsNotAsked() {
		FakeChannel channel = new FakeChannel(TEN_SECONDS);
		connect(channel, permitting(this.a, Duration.ofSeconds(10))).openCalls(1);
		assertThat(channel.clock.taskCount()).isZero();
	}

	@Test
	void whereConnectionsWithoutCallsAreProbedTheyAreAskedToo() {
		FakeChannel channel = new FakeChannel(new ChannelKeepalive(Duration.ofSeconds(10), true));
		FakeSubchannel connection = connect(channel, this.a);
		channel.clock.forward(Duration.ofSeconds(6));
		assertThat(connection.isProbed()).isTrue();
	}

	@Test
	void whatTheInstanceSaysLaterCounts() {
		FakeChannel channel = new FakeChannel(TEN_SECONDS);
		FakeSubchannel connection = connect(channel, this.a);
		connection.openCalls(1);
		channel.resolve(permitting(this.a, Duration.ofSeconds(5)));
		assertThat(channel.clock.taskCount()).isZero();
		channel.resolve(this.a);
		channel.clock.forward(Duration.ofSeconds(6));
		assertThat(connection.isProbed()).isTrue();
	}

	@Test
	void nothingIsAskedOverAConnectionThatIsGone() {
		FakeChannel channel = new FakeChannel(TEN_SECONDS);
		FakeSubchannel connection = connect(channel, this.a);
		connection.openCalls(1);
		channel.clock.forward(Duration.ofSeconds(3));
		connection.idle();
		channel.clock.forward(Duration.ofSeconds(60));
		assertThat(connection.isProbed()).isFalse();
		channel.shutdown();
		assertThat(channel.clock.taskCount()).isZero();
	}

	@Test
	void withoutKeepaliveNothingIsAsked() {
		FakeChannel channel = new FakeChannel();
		connect(channel, this.a).openCalls(1);
		assertThat(channel.clock.taskCount()).isZero();
	}

}
