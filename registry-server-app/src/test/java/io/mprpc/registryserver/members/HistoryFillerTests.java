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

package io.mprpc.registryserver.members;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.ReportKey;
import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.traffic.history.HistoryKey;
import io.mprpc.testing.FakeClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HistoryFiller} and {@link HistoryGap}.
 */
class HistoryFillerTests {

	private static final float EMPTY = Float.NaN;

	private final FakeClock clock = new FakeClock();

	private final HistoryInMemory history = new HistoryInMemory();

	private final FixedServers servers = new FixedServers();

	private final ReportKey key = ReportKey.generate();

	private final List<String> asked = new ArrayList<>();

	private @Nullable AnnouncedServer own = server(1, this.key);

	private @Nullable HistoryUnavailableException failure;

	private final HistoryFiller filler = new HistoryFiller(
			new Members("default", this.key, () -> this.own, this.servers), this.history, this::fetch, this.clock);

	@Test
	void eachOtherMemberIsAskedOnceAfterTheStart() {
		this.servers.add(server(1, this.key));
		look(3);
		assertThat(this.asked).isEmpty();
		this.servers.add(server(2, ReportKey.generate()));
		look(3);
		this.servers.add(server(3, ReportKey.generate()));
		look(3);
		assertThat(this.asked).containsExactly("127.0.0.1:2 from -6h", "127.0.0.1:3 from -6h");
	}

	@Test
	void nobodyIsAskedBeforeTheOwnAnnouncementStands() {
		AnnouncedServer announcement = this.own;
		this.own = null;
		this.servers.add(server(2, ReportKey.generate()));
		look(3);
		assertThat(this.asked).isEmpty();
		this.own = announcement;
		look(1);
		assertThat(this.asked).hasSize(1);
	}

	@Test
	void membersOfOtherNamespacesAreNotAsked() {
		this.servers.add(new AnnouncedServer(new Endpoint("127.0.0.1", 2), Set.of("other"), false,
				ReportKey.generate().encoded()));
		look(3);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void whoCannotAnswerYetIsAskedAgainLessAndLessOften() {
		this.servers.add(server(2, ReportKey.generate()));
		this.failure = new HistoryUnavailableException("it is busy", true);
		look(1);
		assertThat(this.asked).hasSize(1);
		look(2);
		assertThat(this.asked).hasSize(1);
		look(1);
		assertThat(this.asked).hasSize(2);
		look(4);
		assertThat(this.asked).hasSize(2);
		this.failure = null;
		look(2);
		assertThat(this.asked).hasSize(3);
		look(20);
		assertThat(this.asked).hasSize(3);
	}

	@Test
	void theTimeAroundTheStartIsAskedForOnceMoreWhenItIsComplete() {
		this.servers.add(server(2, ReportKey.generate()));
		look(45);
		assertThat(this.asked).hasSize(1);
		look(45);
		assertThat(this.asked).containsExactly("127.0.0.1:2 from -6h", "127.0.0.1:2 from -60 s to 60 s");
	}

	@Test
	void whoAnswersWronglyIsNotAskedAgain() {
		this.servers.add(server(2, ReportKey.generate()));
		this.failure = new HistoryUnavailableException("it sends endless chunks", false);
		look(40);
		assertThat(this.asked).hasSize(1);
	}

	@Test
	void aMemberThatComesLaterHasNothingThatIsMissing() {
		this.servers.add(server(2, ReportKey.generate()));
		look(1);
		this.clock.forward(HistoryFiller.START);
		look(1);
		this.asked.clear();
		this.servers.add(server(3, ReportKey.generate()));
		look(3);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void aGapIsFilledOnceReportsComeAgain() {
		this.servers.add(server(2, ReportKey.generate()));
		look(50);
		this.asked.clear();
		long start = FakeClock.START.toEpochMilli();
		this.history.put(HistoryKey.NAMESPACE, start + 60_000, 1, 1, 1, EMPTY, EMPTY, EMPTY);
		look(60);
		assertThat(this.asked).as("while there are no reports").isEmpty();
		this.history.put(HistoryKey.NAMESPACE, start + 150_000, 1);
		look(60);
		assertThat(this.asked).containsExactly("127.0.0.1:2 from 105 s to 150 s");
	}

	@Test
	void aGapHasToBeFollowedByReports() {
		Instant start = FakeClock.START;
		Instant end = start.plusSeconds(75);
		assertThat(HistoryGap.find(this.history, start, end)).isNull();
		this.history.put(HistoryKey.NAMESPACE, start.toEpochMilli(), 1, 0, EMPTY);
		assertThat(HistoryGap.find(this.history, start, end)).isNull();
		this.history.put(HistoryKey.NAMESPACE, start.toEpochMilli() + 45_000, 1);
		assertThat(HistoryGap.find(this.history, start, end))
			.isEqualTo(new HistoryGap(start.plusSeconds(30), start.plusSeconds(45)));
		assertThat(HistoryGap.find(this.history, start.plusSeconds(31), end)).isNull();
	}

	private int fetch(AnnouncedServer member, Instant from, Instant to) throws HistoryUnavailableException {
		Duration since = Duration.between(FakeClock.START, from);
		this.asked.add(member.name() + (since.compareTo(Duration.ofHours(-1)) < 0 ? " from -6h" : " from %d s to %d s"
			.formatted(since.toSeconds(), Duration.between(FakeClock.START, to).toSeconds())));
		if (this.failure != null) {
			throw this.failure;
		}
		return 1;
	}

	private void look(int times) {
		for (int i = 0; i < times; i++) {
			this.filler.look();
			this.clock.forward(HistoryFiller.INTERVAL);
		}
	}

	private static AnnouncedServer server(int port, ReportKey key) {
		return new AnnouncedServer(new Endpoint("127.0.0.1", port), Set.of("default"), false, key.encoded());
	}

}
