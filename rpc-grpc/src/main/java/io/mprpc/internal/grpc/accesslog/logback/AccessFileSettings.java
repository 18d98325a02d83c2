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

package io.mprpc.internal.grpc.accesslog.logback;

import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Files that lines are written to.
 *
 * @param file file of the calls
 * @param errorFile file of the calls that fail, {@code null} to write them to the other
 * one too
 * @param stamped whether a line begins with its time
 * @param maxBytes size in bytes at which a file rolls; it also rolls each day
 * @param maxDays days that rolled files are kept
 * @param totalBytes size in bytes of all rolled files of one kind beyond which the oldest
 * are deleted
 * @since 0.1
 */
public record AccessFileSettings(Path file, @Nullable Path errorFile, boolean stamped, long maxBytes, int maxDays,
		long totalBytes) {

	/**
	 * Checks the values.
	 * @throws IllegalArgumentException if a size or the number of days is not positive
	 */
	public AccessFileSettings {
		Objects.requireNonNull(file, "file");
		if (maxBytes <= 0 || maxDays <= 0 || totalBytes <= 0) {
			throw new IllegalArgumentException("Sizes and days of the access log's files must be positive");
		}
	}

}
