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

/**
 * Exception for a file of the access log that cannot be written.
 *
 * @since 0.1
 */
public class AccessFileException extends RuntimeException {

	private final transient Path file;

	AccessFileException(Path file) {
		super("The access log's file '" + file.toAbsolutePath() + "' cannot be written");
		this.file = file;
	}

	/**
	 * The file.
	 * @return its path
	 */
	public Path file() {
		return this.file;
	}

}
