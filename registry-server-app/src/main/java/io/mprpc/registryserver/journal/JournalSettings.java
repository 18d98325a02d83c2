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

import java.nio.file.Path;

/**
 * Location and size of the journal.
 *
 * @param directory directory of its files
 * @param maxEntries number of entries that can be read; up to twice as many are stored on
 * disk
 */
public record JournalSettings(Path directory, int maxEntries) {

	/**
	 * Checks the number.
	 * @throws IllegalArgumentException if it is not positive
	 */
	public JournalSettings {
		if (maxEntries < 1) {
			throw new IllegalArgumentException("The number of journal entries must be positive: " + maxEntries);
		}
	}

}
