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
 * Where the journal is kept, and how much of it.
 *
 * @param directory where its files are
 * @param maxEntries entries that can be read; as many again may lie on the disk
 */
public record JournalSettings(Path directory, int maxEntries) {

	/**
	 * Checks the number.
	 * @throws IllegalArgumentException if it is not positive
	 */
	public JournalSettings {
		if (maxEntries < 1) {
			throw new IllegalArgumentException("A journal of " + maxEntries + " entries holds nothing");
		}
	}

}
