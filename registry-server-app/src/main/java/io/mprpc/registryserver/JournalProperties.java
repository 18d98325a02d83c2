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

package io.mprpc.registryserver;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the journal of changes and commands.
 */
@ConfigurationProperties("rpc.registry-server.journal")
public class JournalProperties {

	/**
	 * Directory of the journal. By default 'journal' in
	 * 'rpc.registry-server.data-directory'.
	 */
	private @Nullable Path directory;

	/**
	 * Number of entries that can be read. Up to twice as many may be on disk.
	 */
	private int maxEntries = 10_000;

	public @Nullable Path getDirectory() {
		return this.directory;
	}

	public void setDirectory(@Nullable Path directory) {
		this.directory = directory;
	}

	public int getMaxEntries() {
		return this.maxEntries;
	}

	public void setMaxEntries(int maxEntries) {
		this.maxEntries = maxEntries;
	}

	Path directoryIn(Path dataDirectory) {
		return (this.directory != null) ? this.directory : dataDirectory.resolve("journal");
	}

}
