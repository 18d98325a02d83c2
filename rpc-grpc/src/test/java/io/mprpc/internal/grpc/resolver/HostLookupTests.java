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

package io.mprpc.internal.grpc.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.grpc.SynchronizationContext;
import io.mprpc.registry.Endpoint;
import io.mprpc.testing.FakeClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HostLookupTests {

	private final FakeClock clock = new FakeClock();

	// In the alphabetical order of the hosts that were asked for together.
	private final Deque<Runnable> offloaded = new ArrayDeque<>();

	private final Map<String, String> names = new HashMap<>(Map.of("one.test", "127.0.1.1"));

	private final HostLookup lookup = new HostLookup(this.offloaded::add, new SynchronizationContext((thread, ex) -> {
		throw new AssertionError(ex);
	}), this.clock.timer(), this::query, this.clock);

	private InetAddress query(String host) throws UnknownHostException {
		String address = this.names.get(host);
		if (address == null) {
			throw new UnknownHostException(host);
		}
		return InetAddress.getByName(address);
	}

	@Test
	void literalsNeedNoLookup() {
		assertThat(this.lookup.address(Endpoint.parse("127.0.2.3:80"))).hasToString("/127.0.2.3:80");
		assertThat(this.lookup.address(Endpoint.parse("[::1]:80"))).hasToString("/[0:0:0:0:0:0:0:1]:80");
		this.lookup.lookUp(List.of("127.0.2.3", "::1"), () -> {
		});
		assertThat(this.offloaded).isEmpty();
	}

	@Test
	void looksUpNamesElsewhere() {
		Endpoint endpoint = Endpoint.parse("one.test:80");
		assertThat(this.lookup.address(endpoint)).isNull();
		this.lookup.lookUp(List.of("one.test"), () -> assertThat(this.lookup.address(endpoint)).isNotNull());
		assertThat(this.lookup.address(endpoint)).isNull();
		this.offloaded.remove().run();
		assertThat(this.lookup.address(endpoint)).hasToString("/127.0.1.1:80");
	}

	@Test
	void everyHostHasTheAddressThatWasFoundForIt() {
		this.names.put("two.test", "127.0.1.2");
		this.lookup.lookUp(List.of("one.test", "two.test", "three.test"), () -> {
		});
		this.offloaded.removeLast().run();
		assertThat(addresses("one.test", "two.test", "three.test")).containsExactly(null, "127.0.1.2", null);
		this.offloaded.removeLast().run();
		assertThat(addresses("one.test", "two.test", "three.test")).containsExactly(null, "127.0.1.2", "unresolved");
		this.offloaded.removeLast().run();
		assertThat(addresses("one.test", "two.test", "three.test")).containsExactly("127.0.1.1", "127.0.1.2",
				"unresolved");
	}

	@Test
	void aNameThatIsUnknownIsLeftToTheTransport() {
		this.lookup.lookUp(List.of("two.test"), () -> {
		});
		this.offloaded.remove().run();
		assertThat(this.lookup.address(Endpoint.parse("two.test:80"))).satisfies((address) -> {
			assertThat(address.isUnresolved()).isTrue();
			assertThat(address.getHostString()).isEqualTo("two.test");
		});
	}

	@Test
	void looksUpSeveralAtATimeButNotMoreThanThat() {
		List<String> hosts = IntStream.range(0, 40).mapToObj((i) -> "host" + i + ".test").toList();
		this.lookup.lookUp(hosts, () -> {
		});
		assertThat(this.offloaded).hasSize(HostLookup.PARALLELISM);
		this.offloaded.remove().run();
		assertThat(this.offloaded).hasSize(HostLookup.PARALLELISM);
		this.lookup.lookUp(hosts, () -> {
		});
		assertThat(this.offloaded).hasSize(HostLookup.PARALLELISM);
	}

	@Test
	void lookupsThatTakeTooLongMakePlaceForOthers() {
		this.lookup.lookUp(IntStream.range(0, 40).mapToObj((i) -> "host" + i + ".test").toList(), () -> {
		});
		this.clock.forward(HostLookup.DEADLINE);
		assertThat(this.offloaded).hasSize(2 * HostLookup.PARALLELISM);
		assertThat(this.lookup.overdue()).hasSize(HostLookup.PARALLELISM);
	}

	@Test
	void onlyHostsWithoutAnAnswerAreOverdue() {
		AtomicInteger told = new AtomicInteger();
		this.lookup.lookUp(List.of("one.test", "three.test", "two.test"), told::incrementAndGet);
		this.offloaded.removeFirst().run();
		this.offloaded.removeLast().run();
		assertThat(this.lookup.overdue()).isEmpty();
		assertThat(this.lookup.isBusy()).isTrue();
		this.clock.forward(HostLookup.DEADLINE);
		assertThat(this.lookup.overdue()).containsExactly("three.test");
		assertThat(this.lookup.isBusy()).isFalse();
		int before = told.get();
		this.names.put("three.test", "127.0.1.3");
		this.offloaded.removeLast().run();
		assertThat(this.lookup.overdue()).isEmpty();
		assertThat(addresses("three.test")).containsExactly("127.0.1.3");
		assertThat(told).hasValue(before + 1);
	}

	@Test
	void anAnswerAfterTheDeadlineMakesNoPlaceASecondTime() {
		this.lookup.lookUp(IntStream.range(0, 40).mapToObj((i) -> "host" + i + ".test").toList(), () -> {
		});
		this.clock.forward(HostLookup.DEADLINE);
		int started = this.offloaded.size();
		this.offloaded.removeFirst().run();
		assertThat(this.offloaded).hasSize(started - 1);
		this.offloaded.removeLast().run();
		assertThat(this.offloaded).as("one that answered in time makes place").hasSize(started - 1);
	}

	@Test
	void whatWasGatheredIsToldOnceIfTheLastAnswerComesFirst() {
		AtomicInteger told = new AtomicInteger();
		this.lookup.lookUp(List.of("one.test", "two.test"), told::incrementAndGet);
		this.offloaded.remove().run();
		this.offloaded.remove().run();
		assertThat(told).hasValue(1);
		this.clock.forward(HostLookup.GATHERING);
		assertThat(told).hasValue(1);
	}

	@Test
	void tellsWhatItKnowsOnceWhileOthersAreLookedUp() {
		AtomicInteger told = new AtomicInteger();
		this.lookup.lookUp(List.of("one.test", "three.test", "two.test"), told::incrementAndGet);
		this.offloaded.remove().run();
		this.offloaded.remove().run();
		assertThat(told).hasValue(0);
		this.clock.forward(HostLookup.GATHERING);
		assertThat(told).hasValue(1);
		this.offloaded.remove().run();
		assertThat(told).hasValue(2);
		assertThat(this.clock.taskCount()).isZero();
	}

	@Test
	void anAddressThatIsKnownIsKeptWhereNoServerAnswersAgain() {
		this.lookup.lookUp(List.of("one.test"), () -> {
		});
		this.offloaded.remove().run();
		this.names.clear();
		this.clock.forward(Duration.ofSeconds(5));
		this.lookup.refresh(() -> {
		});
		this.offloaded.remove().run();
		assertThat(this.lookup.address(Endpoint.parse("one.test:80"))).hasToString("/127.0.1.1:80");
	}

	@Test
	void asksAgainAfterAMoment() {
		this.lookup.lookUp(List.of("one.test"), () -> {
		});
		this.offloaded.remove().run();
		this.names.put("one.test", "127.0.1.2");
		this.lookup.refresh(() -> {
		});
		assertThat(this.offloaded).isEmpty();
		this.clock.forward(Duration.ofSeconds(5));
		this.lookup.refresh(() -> {
		});
		this.offloaded.remove().run();
		assertThat(this.lookup.address(Endpoint.parse("one.test:80"))).hasToString("/127.0.1.2:80");
	}

	@Test
	void asksAgainForEveryHost() {
		this.names.put("two.test", "127.0.1.2");
		this.lookup.lookUp(List.of("one.test", "two.test", "three.test"), () -> {
		});
		answerAll();
		this.names.putAll(Map.of("one.test", "127.0.1.9", "three.test", "127.0.1.3"));
		this.names.remove("two.test");
		this.clock.forward(Duration.ofSeconds(5));
		AtomicInteger told = new AtomicInteger();
		this.lookup.refresh(told::incrementAndGet);
		assertThat(this.offloaded).hasSize(3);
		answerAll();
		assertThat(told).hasValue(1);
		assertThat(addresses("one.test", "two.test", "three.test")).containsExactly("127.0.1.9", "127.0.1.2",
				"127.0.1.3");
	}

	@Test
	void forgetsOnlyHostsThatAreGone() {
		this.names.put("two.test", "127.0.1.2");
		this.lookup.lookUp(List.of("one.test", "two.test", "three.test", "four.test"), () -> {
		});
		answerAll();
		this.lookup.retain(List.of("two.test", "four.test"));
		assertThat(addresses("one.test", "two.test", "three.test", "four.test")).containsExactly(null, "127.0.1.2",
				null, "unresolved");
		this.clock.forward(Duration.ofSeconds(5));
		this.lookup.refresh(() -> {
		});
		assertThat(this.offloaded).hasSize(2);
	}

	@Test
	void hostsThatAreGoneBeforeTheirTurnAreNotLookedUp() {
		this.lookup.lookUp(IntStream.range(0, 40).mapToObj((i) -> "host" + i + ".test").toList(), () -> {
		});
		this.lookup.retain(List.of("host0.test", "host9.test"));
		this.offloaded.remove().run();
		assertThat(this.offloaded).hasSize(HostLookup.PARALLELISM);
		this.offloaded.remove().run();
		assertThat(this.offloaded).hasSize(HostLookup.PARALLELISM - 1);
	}

	@Test
	void nothingIsLookedUpOrToldAfterAShutdown() {
		AtomicInteger told = new AtomicInteger();
		this.lookup.lookUp(IntStream.range(0, 40).mapToObj((i) -> "host" + i + ".test").toList(),
				told::incrementAndGet);
		this.offloaded.remove().run();
		this.lookup.shutdown();
		assertThat(this.clock.taskCount()).isZero();
		assertThat(this.offloaded).hasSize(HostLookup.PARALLELISM);
		answerAll();
		assertThat(this.clock.taskCount()).isZero();
		assertThat(told).hasValue(0);
	}

	@Test
	void forgetsHostsThatAreGone() {
		this.lookup.lookUp(List.of("one.test"), () -> {
		});
		this.offloaded.remove().run();
		this.lookup.retain(List.of());
		assertThat(this.lookup.address(Endpoint.parse("one.test:80"))).isNull();
		this.clock.forward(Duration.ofSeconds(5));
		this.lookup.refresh(() -> {
		});
		assertThat(this.offloaded).isEmpty();
	}

	private void answerAll() {
		while (!this.offloaded.isEmpty()) {
			this.offloaded.remove().run();
		}
	}

	/** The address of each host, {@code null} for one that is not looked up. */
	private List<@Nullable String> addresses(String... hosts) {
		return Arrays.stream(hosts).map(this::address).toList();
	}

	private @Nullable String address(String host) {
		InetSocketAddress address = this.lookup.address(new Endpoint(host, 80));
		if (address == null) {
			return null;
		}
		return address.isUnresolved() ? "unresolved" : address.getAddress().getHostAddress();
	}

}
