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

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.mprpc.registry.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journal of the newest entries, in memory and on disk. Thread-safe. If the disk cannot
 * be written to, entries are kept in memory only and are lost with a restart; this is
 * logged.
 */
public final class Journal {

	private static final Logger logger = LoggerFactory.getLogger(Journal.class);

	private final JournalFile file;

	private final int maxEntries;

	private final InstantSource time;

	private final Deque<JournalEntry> entries;

	private final List<Consumer<List<JournalEntry>>> listeners = new CopyOnWriteArrayList<>();

	private long lastId;

	/**
	 * Opens the journal and reads its files.
	 * @param settings location and size
	 * @param time clock for the time of entries
	 */
	public Journal(JournalSettings settings, InstantSource time) {
		this.file = new JournalFile(settings);
		this.maxEntries = settings.maxEntries();
		this.time = time;
		this.entries = new ArrayDeque<>(this.file.read());
		this.lastId = this.entries.stream().mapToLong(JournalEntry::id).max().orElse(0);
	}

	/**
	 * Records events that happened at the same time.
	 * @param events the events, in their order
	 * @return the entries
	 */
	public List<JournalEntry> record(List<JournalEvent> events) {
		if (events.isEmpty()) {
			return List.of();
		}
		List<JournalEntry> added;
		synchronized (this) {
			added = append(events);
		}
		for (Consumer<List<JournalEntry>> listener : this.listeners) {
			call(listener, added);
		}
		return added;
	}

	/**
	 * Reads entries.
	 * @param filter selection of entries
	 * @return the entries, newest first
	 */
	public synchronized List<JournalEntry> entries(JournalFilter filter) {
		List<JournalEntry> found = new ArrayList<>();
		Iterator<JournalEntry> newestFirst = this.entries.descendingIterator();
		while (newestFirst.hasNext() && found.size() < filter.limit()) {
			JournalEntry entry = newestFirst.next();
			if (filter.matches(entry)) {
				found.add(entry);
			}
		}
		return found;
	}

	/**
	 * Calls a listener with the entries of each write, on the writing thread.
	 * @param listener what to call; must not block
	 * @return handle that removes the listener
	 */
	public Subscription onEntries(Consumer<List<JournalEntry>> listener) {
		Consumer<List<JournalEntry>> identity = listener::accept;
		this.listeners.add(identity);
		return () -> this.listeners.remove(identity);
	}

	private List<JournalEntry> append(List<JournalEvent> events) {
		Instant now = this.time.instant();
		List<JournalEntry> added = new ArrayList<>();
		for (JournalEvent event : events) {
			added.add(JournalEntry.of(++this.lastId, now, event));
		}
		this.entries.addAll(added);
		while (this.entries.size() > this.maxEntries) {
			this.entries.removeFirst();
		}
		this.file.append(added);
		return List.copyOf(added);
	}

	private static void call(Consumer<List<JournalEntry>> listener, List<JournalEntry> added) {
		try {
			listener.accept(added);
		}
		catch (RuntimeException ex) {
			logger.error("A listener of the journal failed: " + listener, ex);
		}
	}

}
