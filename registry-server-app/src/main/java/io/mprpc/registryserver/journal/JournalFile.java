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

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journal on disk: lines are appended to one file, which is rotated once it holds as many
 * as may be read. Not thread-safe.
 */
final class JournalFile {

	private static final Logger logger = LoggerFactory.getLogger(JournalFile.class);

	private final Path directory;

	private final Path current;

	private final Path former;

	private final int maxEntries;

	private int lines;

	private boolean torn;

	private boolean failing;

	JournalFile(JournalSettings settings) {
		this.directory = settings.directory();
		this.current = settings.directory().resolve("journal.jsonl");
		this.former = settings.directory().resolve("journal.1.jsonl");
		this.maxEntries = settings.maxEntries();
	}

	/** The newest entries, oldest first. */
	Deque<JournalEntry> read() {
		Deque<JournalEntry> entries = new ArrayDeque<>();
		try {
			read(this.former, entries);
			this.lines = read(this.current, entries);
			this.torn = isTorn();
		}
		catch (IOException ex) {
			logger.warn("The journal in {} cannot be read and starts empty: {}", this.directory, ex.toString());
		}
		return entries;
	}

	/** Appends lines; logs only the first of successive failures. */
	void append(List<JournalEntry> entries) {
		try {
			Files.createDirectories(this.directory);
			if (this.lines >= this.maxEntries) {
				Files.move(this.current, this.former, StandardCopyOption.REPLACE_EXISTING);
				this.lines = 0;
				this.torn = false;
			}
			try (BufferedWriter writer = Files.newBufferedWriter(this.current, StandardCharsets.UTF_8,
					StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
				writer.write((this.torn ? "\n" : "") + JournalLines.write(entries));
			}
			this.torn = false;
			this.lines += entries.size();
			this.failing = false;
		}
		catch (IOException ex) {
			// A line may have been written partially.
			this.torn = true;
			if (!this.failing) {
				this.failing = true;
				logger.error("The journal cannot be written to {}: until it can, entries are lost with a restart. {}",
						this.current, ex.toString());
			}
		}
	}

	private int read(Path file, Deque<JournalEntry> entries) throws IOException {
		if (!Files.exists(file)) {
			return 0;
		}
		int read = 0;
		int skipped = 0;
		// A reader over a stream replaces malformed UTF-8, while one over a file fails.
		try (BufferedReader lenient = new BufferedReader(
				new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
			for (String line = lenient.readLine(); line != null; line = lenient.readLine()) {
				read++;
				JournalEntry entry = JournalLines.read(line);
				if (entry == null) {
					skipped++;
					continue;
				}
				entries.addLast(entry);
				if (entries.size() > this.maxEntries) {
					entries.removeFirst();
				}
			}
		}
		if (skipped > 0) {
			logger.warn("{} lines of {} are not readable and are skipped", skipped, file);
		}
		return read;
	}

	private boolean isTorn() throws IOException {
		if (!Files.exists(this.current) || Files.size(this.current) == 0) {
			return false;
		}
		try (SeekableByteChannel file = Files.newByteChannel(this.current)) {
			ByteBuffer last = ByteBuffer.allocate(1);
			file.position(file.size() - 1).read(last);
			return last.get(0) != '\n';
		}
	}

}
