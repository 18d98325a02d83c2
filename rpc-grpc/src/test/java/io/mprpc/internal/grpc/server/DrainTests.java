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
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.mprpc.testing.Ticks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DrainTests {

	private final List<ClientConnection> connections = new ArrayList<>();

	private long now;

	private Runnable meanwhile = () -> {
	};

	@Test
	void idleProviderDoesNotWait() {
		assertThat(waited(Duration.ofSeconds(10))).isZero();
	}

	@Test
	void endsAsSoonAsTheLastConsumerHasLeft() {
		this.connections.add(connection(1));
		this.meanwhile = () -> {
			if (this.now >= Duration.ofMillis(100).toNanos()) {
				this.connections.clear();
			}
		};
		assertThat(waited(Duration.ofSeconds(10))).isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void idleClientIsWaitedForDuringTheQuietPeriod() {
		this.connections.add(connection(1));
		assertThat(waited(Duration.ofSeconds(10))).isEqualTo(Duration.ofMillis(500));
	}

	@Test
	void busyClientIsWaitedForAtMostForTheLongestTimeAndThenNamed(CapturedOutput output) {
		ClientConnection busy = connection(4711);
		this.connections.add(busy);
		this.connections.add(connection(4712));
		this.meanwhile = busy::callStarted;
		assertThat(waited(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
		assertThat(output).contains("1 clients still began calls 3000 ms")
			.contains("127.0.0.1:4711 (150 open calls)")
			.doesNotContain("4712");
	}

	@Test
	void longListOfBusyClientsIsCut(CapturedOutput output) {
		for (int i = 1; i <= 12; i++) {
			this.connections.add(connection(i));
		}
		this.meanwhile = () -> this.connections.forEach(ClientConnection::callStarted);
		waited(Duration.ofSeconds(1));
		assertThat(output).contains("12 clients").contains("127.0.0.1:10 (").contains(" and 2 more");
	}

	@Test
	void clientInsideTheProcessIsNotWaitedFor() {
		this.connections.add(new ClientConnection(new SocketAddress() {
		}));
		assertThat(waited(Duration.ofSeconds(10))).isZero();
	}

	@Test
	void zeroMeansNotToWait() {
		this.connections.add(connection(1));
		assertThat(waited(Duration.ZERO)).isZero();
	}

	@Test
	void interruptEndsIt() {
		this.connections.add(connection(1));
		Drain drain = new Drain(this::current, settings(Duration.ofSeconds(10)), new Ticks(() -> this.now),
				(time) -> false);
		drain.await();
		assertThat(this.now).isZero();
	}

	private Duration waited(Duration maxWait) {
		new Drain(this::current, settings(maxWait), new Ticks(() -> this.now), this::pause).await();
		return Duration.ofNanos(this.now);
	}

	private boolean pause(Duration time) {
		this.now += time.toNanos();
		this.meanwhile.run();
		return true;
	}

	private Collection<ClientConnection> current() {
		return List.copyOf(this.connections);
	}

	private static DrainSettings settings(Duration maxWait) {
		return new DrainSettings(maxWait, Duration.ofMillis(500), Duration.ofSeconds(5));
	}

	private static ClientConnection connection(int port) {
		return new ClientConnection(new InetSocketAddress("127.0.0.1", port));
	}

}
