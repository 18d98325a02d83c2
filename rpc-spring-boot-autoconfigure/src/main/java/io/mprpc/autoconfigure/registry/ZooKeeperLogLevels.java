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
package io.mprpc.autoconfigure.registry;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Log levels of ZooKeeper's classes, which log each failed attempt to connect with a
 * stack trace. Set where no level is configured, in whatever way, for a logger or one
 * above it.
 */
final class ZooKeeperLogLevels {

	// Log as errors, with each attempt, the facts of the one warning of an outage.
	private static final List<String> REPEATING = List.of("org.apache.zookeeper.client.StaticHostProvider",
			"org.apache.zookeeper.ClientCnxnSocketNIO");

	private static final List<String> CLIENT = List.of("org.apache.zookeeper.ClientCnxn",
			"org.apache.zookeeper.ClientCnxnSocket", "org.apache.zookeeper.ClientCnxnSocketNetty",
			"org.apache.zookeeper.ZooKeeper", "org.apache.zookeeper.client", "org.apache.zookeeper.common",
			"org.apache.curator");

	private static final List<String> SERVER = List.of("org.apache.zookeeper.server", "org.apache.zookeeper.audit");

	private final @Nullable LoggingSystem system;

	private final LogLevel level;

	/**
	 * Creates the levels.
	 * @param system where to set them, {@code null} if Spring Boot does not configure the
	 * logging
	 * @param level the level
	 */
	ZooKeeperLogLevels(@Nullable LoggingSystem system, LogLevel level) {
		this.system = system;
		this.level = level;
	}

	/** Sets the level of the client's loggers. */
	void applyToClient() {
		// Before those above them, which would count as configured for them.
		REPEATING.forEach((logger) -> apply(logger, (this.level == LogLevel.ERROR) ? LogLevel.OFF : this.level));
		CLIENT.forEach((logger) -> apply(logger, this.level));
	}

	/** Sets the level of the loggers of a server inside the application. */
	void applyToServer() {
		SERVER.forEach((logger) -> apply(logger, this.level));
	}

	private void apply(String logger, LogLevel wanted) {
		if (this.system != null && !isConfigured(this.system, logger)) {
			this.system.setLogLevel(logger, wanted);
		}
	}

	private static boolean isConfigured(LoggingSystem system, String logger) {
		for (String name = logger; !name.isEmpty(); name = name.substring(0, Math.max(0, name.lastIndexOf('.')))) {
			LoggerConfiguration configuration = system.getLoggerConfiguration(name);
			if (configuration != null && configuration.getConfiguredLevel() != null) {
				return true;
			}
		}
		return false;
	}

}
