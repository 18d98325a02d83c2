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

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;

/**
 * A started appender that writes to a file which rolls.
 */
final class RollingFile {

	private static final String STAMP = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} ";

	private RollingFile() {
	}

	static RollingFileAppender<ILoggingEvent> open(LoggerContext context, Path path, AccessFileSettings settings) {
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(context);
		encoder.setPattern((settings.stamped() ? STAMP : "") + "%msg%n");
		encoder.start();
		BufferedRollingFileAppender appender = new BufferedRollingFileAppender();
		appender.setContext(context);
		appender.setName(path.toString());
		appender.setFile(path.toString());
		appender.setEncoder(encoder);
		SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
		policy.setContext(context);
		policy.setParent(appender);
		policy.setFileNamePattern(path + ".%d{yyyy-MM-dd}.%i.gz");
		policy.setMaxFileSize(new FileSize(settings.maxBytes()));
		policy.setMaxHistory(settings.maxDays());
		policy.setTotalSizeCap(new FileSize(settings.totalBytes()));
		policy.start();
		appender.setRollingPolicy(policy);
		appender.start();
		if (!appender.isStarted()) {
			throw new AccessFileException(path);
		}
		return appender;
	}

}
