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

package io.mprpc.autoconfigure.observability;

import java.nio.file.Path;
import java.util.Objects;

import io.mprpc.internal.grpc.accesslog.AccessLogFormat;
import io.mprpc.internal.grpc.accesslog.logback.AccessFileException;
import io.mprpc.internal.grpc.accesslog.logback.AccessFileSettings;
import io.mprpc.internal.grpc.accesslog.logback.LogbackAccessLog;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Factory of files from the properties below {@code rpc.access-log.file}.
 */
class AccessLogFiles {

	private final RpcAccessLogProperties.File file;

	private final AccessLogFormat format;

	AccessLogFiles(RpcAccessLogProperties properties) {
		this.file = properties.getFile();
		this.format = properties.getFormat();
	}

	LogbackAccessLog attach(int queueSize) {
		AccessFileSettings settings = settings();
		try {
			return LogbackAccessLog.attach(queueSize, settings);
		}
		catch (AccessFileException ex) {
			boolean errors = settings != null && ex.file().equals(settings.errorFile());
			throw RpcAccessLogProperties.invalid(errors ? "file.error-name" : "file.name", ex.file(),
					"The file cannot be written.");
		}
	}

	private @Nullable AccessFileSettings settings() {
		String errorName = this.file.getErrorName();
		if (this.file.getName() == null) {
			if (errorName != null) {
				throw RpcAccessLogProperties.invalid("file.error-name", errorName,
						"Has no meaning without rpc.access-log.file.name.");
			}
			return null;
		}
		if (this.file.getMaxHistory() < 1) {
			throw RpcAccessLogProperties.invalid("file.max-history", this.file.getMaxHistory(), "Must be positive.");
		}
		// A line of JSON says its time itself.
		return new AccessFileSettings(Path.of(this.file.getName()), (errorName != null) ? Path.of(errorName) : null,
				this.format == AccessLogFormat.TEXT, bytes("file.max-size", this.file.getMaxSize()),
				this.file.getMaxHistory(), bytes("file.total-size-cap", this.file.getTotalSizeCap()));
	}

	private static long bytes(String name, DataSize size) {
		if (Objects.requireNonNull(size).toBytes() < 1) {
			throw RpcAccessLogProperties.invalid(name, size, "Must be positive.");
		}
		return size.toBytes();
	}

}
