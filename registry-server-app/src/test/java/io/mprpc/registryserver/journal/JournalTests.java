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

package io.mprpc.registryserver.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JournalTests {

	private static final ServiceName USERS = new ServiceName("demo.Users");

	private static final Endpoint ONE = Endpoint.parse("[::1]:9090");

	@TempDir
	private Path directory;

	@Test
	void entriesAreKeptOverARestartAndNumberedOn() {
		Journal journal = open(10);
		JournalEvent whole = JournalEvent.of(JournalEventType.WEIGHT_SET, USERS)
			.at(ONE)
			.by("ann")
			.about("x")
			.from("1", "2");
		List<JournalEntry> written = journal
			.record(List.of(whole, JournalEvent.of(JournalEventType.SERVER_STARTED, null)));
		assertThat(written).extracting(JournalEntry::id).containsExactly(1L, 2L);
		Journal again = open(10);
		assertThat(again.entries(JournalFilter.newest(10))).containsExactly(written.get(1), written.get(0));
		assertThat(again.record(List.of(whole))).extracting(JournalEntry::id).containsExactly(3L);
	}

	@Test
	void onlyTheNewestEntriesAreKeptInMemoryAndOnDisk() throws IOException {
		Journal journal = open(10);
		for (int i = 0; i < 95; i++) {
			journal.record(List.of(event(i)));
		}
		assertThat(journal.entries(JournalFilter.newest(1000))).hasSize(10).first().isEqualTo(entry(95));
		assertThat(open(10).entries(JournalFilter.newest(1000))).hasSize(10).last().isEqualTo(entry(86));
		long lines = 0;
		for (String file : List.of("journal.jsonl", "journal.1.jsonl")) {
			lines += Files.readAllLines(this.directory.resolve(file)).size();
		}
		assertThat(lines).isBetween(10L, 20L);
	}

	@Test
	void aTornLastLineIsSkippedAndDoesNotSpoilTheNextOne() throws IOException {
		open(10).record(List.of(event(0), event(1)));
		Files.writeString(this.directory.resolve("journal.jsonl"), "{\"id\":3,\"at\":\"2026-", StandardCharsets.UTF_8,
				StandardOpenOption.APPEND);
		Journal journal = open(10);
		assertThat(journal.entries(JournalFilter.newest(10))).extracting(JournalEntry::id).containsExactly(2L, 1L);
		journal.record(List.of(event(2)));
		assertThat(open(10).entries(JournalFilter.newest(10))).extracting(JournalEntry::id).containsExactly(3L, 2L, 1L);
	}

	@Test
	void linesThatAreNoEntriesAreSkipped() throws IOException {
		Files.write(this.directory.resolve("journal.jsonl"),
				("\u0000\u0000\n[]\n{}\nnull\n"
						+ "{\"id\":7,\"at\":\"2026-01-01T00:00:00Z\",\"kind\":\"FROM_THE_FUTURE\"}\n"
						+ "{\"id\":8,\"at\":\"2026-01-01T00:00:00Z\",\"kind\":\"SERVER_STARTED\",\"new\":1}\n")
					.getBytes(StandardCharsets.UTF_8));
		assertThat(open(10).entries(JournalFilter.newest(10))).extracting(JournalEntry::id).containsExactly(8L);
	}

	@Test
	void entriesAreFoundByServiceInstanceKindAndNumber() {
		Journal journal = open(100);
		journal.record(List.of(JournalEvent.of(JournalEventType.INSTANCE_ARRIVED, USERS).at(ONE),
				JournalEvent.of(JournalEventType.INSTANCE_LEFT, new ServiceName("demo.Orders")).at(ONE),
				JournalEvent.of(JournalEventType.CONSUMER_ARRIVED, USERS),
				JournalEvent.of(JournalEventType.INSTANCE_LEFT, USERS).at(ONE)));
		assertThat(ids(journal, new JournalFilter(USERS, null, Set.of(), null, 10))).containsExactly(4L, 3L, 1L);
		assertThat(ids(journal, new JournalFilter(null, ONE, Set.of(), null, 10))).containsExactly(4L, 2L, 1L);
		assertThat(ids(journal, new JournalFilter(USERS, ONE, Set.of(JournalEventType.INSTANCE_LEFT), null, 10)))
			.containsExactly(4L);
		assertThat(ids(journal, new JournalFilter(null, null, Set.of(), 3L, 1))).containsExactly(2L);
		assertThatIllegalArgumentException().isThrownBy(() -> JournalFilter.newest(0));
	}

	@Test
	void listenersHearEachBatchOnceAndOneThatFailsHarmsNobody() {
		Journal journal = open(10);
		List<List<JournalEntry>> heard = new ArrayList<>();
		journal.onEntries((batch) -> {
			throw new IllegalStateException("does not listen");
		});
		Subscription subscription = journal.onEntries(heard::add);
		journal.record(List.of(event(0), event(1)));
		journal.record(List.of());
		subscription.close();
		journal.record(List.of(event(2)));
		assertThat(heard).singleElement().asList().hasSize(2);
	}

	@Test
	void aDirectoryThatCannotBeWrittenToStopsNobody() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		Journal journal = new Journal(new JournalSettings(file, 10), new FakeClock());
		assertThat(journal.record(List.of(event(0)))).hasSize(1);
		assertThat(journal.entries(JournalFilter.newest(10))).hasSize(1);
	}

	@Test
	void longTextsAreCut() {
		JournalEvent event = JournalEvent.of(JournalEventType.METHODS_CHANGED, USERS).from("x".repeat(10_000), null);
		assertThat(event.before()).hasSize(500).endsWith("\u2026");
	}

	private List<Long> ids(Journal journal, JournalFilter filter) {
		return journal.entries(filter).stream().map(JournalEntry::id).toList();
	}

	private Journal open(int maxEntries) {
		return new Journal(new JournalSettings(this.directory, maxEntries), new FakeClock());
	}

	private static JournalEvent event(int number) {
		return JournalEvent.of(JournalEventType.CONSUMER_ARRIVED, USERS).about("shop@host:" + number);
	}

	private static JournalEntry entry(int id) {
		return JournalEntry.of(id, FakeClock.START, event(id - 1));
	}

}
