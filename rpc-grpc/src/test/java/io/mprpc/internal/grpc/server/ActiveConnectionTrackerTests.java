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

package io.mprpc.internal.grpc.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ActiveConnectionTrackerTests {

	private final ActiveConnectionTracker activeConnectionTracker = new ActiveConnectionTracker(Duration.ofMillis(500));

	private final ClientConnection one = connection(1);

	private final ClientConnection other = connection(2);

	@Test
	void noClientIsWaitedForWhereNoneIsConnected() {
		assertThat(this.activeConnectionTracker.holding(List.of(), 0)).isEmpty();
	}

	@Test
	void connectionThatBeginsNoCallIsWaitedForDuringTheQuietPeriodOnly() {
		assertThat(this.activeConnectionTracker.holding(List.of(this.one), millis(0))).containsExactly(this.one);
		assertThat(this.activeConnectionTracker.holding(List.of(this.one), millis(499))).containsExactly(this.one);
		assertThat(this.activeConnectionTracker.holding(List.of(this.one), millis(500))).isEmpty();
	}

	@Test
	void newCallBeginsTheQuietPeriodAgain() {
		this.activeConnectionTracker.holding(List.of(this.one), millis(0));
		this.one.callStarted();
		assertThat(this.activeConnectionTracker.holding(List.of(this.one), millis(400))).containsExactly(this.one);
		assertThat(this.activeConnectionTracker.holding(List.of(this.one), millis(899))).containsExactly(this.one);
		assertThat(this.activeConnectionTracker.holding(List.of(this.one), millis(900))).isEmpty();
	}

	@Test
	void callThatWasOpenBeforeIsNotWaitedFor() {
		this.one.callStarted();
		this.activeConnectionTracker.holding(List.of(this.one), millis(0));
		assertThat(this.one.openCalls()).isOne();
		assertThat(this.activeConnectionTracker.holding(List.of(this.one), millis(500))).isEmpty();
	}

	@Test
	void endOfACallIsNoSignOfLife() {
		this.one.callStarted();
		this.activeConnectionTracker.holding(List.of(this.one), millis(0));
		this.one.callEnded();
		assertThat(this.activeConnectionTracker.holding(List.of(this.one), millis(500))).isEmpty();
	}

	@Test
	void connectionThatClosedIsNotWaitedFor() {
		this.activeConnectionTracker.holding(List.of(this.one, this.other), millis(0));
		assertThat(this.activeConnectionTracker.holding(List.of(this.other), millis(10))).containsExactly(this.other);
	}

	@Test
	void connectionThatComesWhileWaitingIsWaitedForToo() {
		this.activeConnectionTracker.holding(List.of(this.one), millis(0));
		assertThat(this.activeConnectionTracker.holding(List.of(this.one, this.other), millis(600)))
			.containsExactly(this.other);
	}

	@Test
	void noConnectionIsSearchedForAmongTheOthers() {
		List<ClientConnection> unsearchable = new ArrayList<>(List.of(this.one, this.other)) {

			@Override
			public boolean contains(Object sought) {
				throw new UnsupportedOperationException();
			}

		};
		this.activeConnectionTracker.holding(unsearchable, millis(0));
		assertThat(this.activeConnectionTracker.holding(unsearchable, millis(10))).hasSize(2);
	}

	private static ClientConnection connection(int port) {
		return new ClientConnection(new InetSocketAddress("127.0.0.1", port));
	}

	private static long millis(long value) {
		return Duration.ofMillis(value).toNanos();
	}

}
