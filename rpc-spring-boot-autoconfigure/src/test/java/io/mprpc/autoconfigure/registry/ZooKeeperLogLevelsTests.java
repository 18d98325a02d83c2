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

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZooKeeperLogLevels}.
 */
class ZooKeeperLogLevelsTests {

	private static final String CLIENT = "org.apache.zookeeper.ClientCnxn";

	private static final String REPEATING = "org.apache.zookeeper.client.StaticHostProvider";

	private static final String SERVER = "org.apache.zookeeper.server";

	private final Levels levels = new Levels();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RpcRegistryAutoConfiguration.class))
		.withBean(LoggingSystem.class, () -> this.levels)
		.withPropertyValues("rpc.registry.connect-string=127.0.0.1:1", "rpc.registry.operation-timeout=1s");

	@Test
	void theClientIsQuietByDefault() {
		this.runner.run((context) -> assertThat(this.levels.configured).containsEntry(CLIENT, LogLevel.ERROR)
			.containsEntry("org.apache.curator", LogLevel.ERROR)
			.containsEntry("org.apache.zookeeper.client", LogLevel.ERROR)
			.containsEntry(REPEATING, LogLevel.OFF)
			.doesNotContainKey(SERVER));
	}

	@Test
	void aServerInsideTheApplicationIsQuietToo() {
		this.runner.withPropertyValues("rpc.registry.embedded.enabled=true")
			.run((context) -> assertThat(this.levels.configured).containsEntry(CLIENT, LogLevel.ERROR)
				.containsEntry(SERVER, LogLevel.ERROR));
	}

	@Test
	void theLevelCanBeSet() {
		this.runner.withPropertyValues("rpc.registry.zookeeper-log-level=info")
			.run((context) -> assertThat(this.levels.configured).containsEntry(CLIENT, LogLevel.INFO)
				.containsEntry(REPEATING, LogLevel.INFO));
	}

	@Test
	void aLevelOfTheUserWinsForAllThatItCovers() {
		this.levels.configured.put("org.apache.zookeeper", LogLevel.DEBUG);
		this.runner.run((context) -> assertThat(this.levels.configured).doesNotContainKey(CLIENT)
			.doesNotContainKey(REPEATING)
			.containsEntry("org.apache.curator", LogLevel.ERROR));
	}

	/**
	 * A logging system that keeps levels only.
	 */
	private static final class Levels extends LoggingSystem {

		private final Map<String, LogLevel> configured = new LinkedHashMap<>();

		@Override
		public void beforeInitialize() {
		}

		@Override
		public void setLogLevel(@Nullable String loggerName, @Nullable LogLevel level) {
			this.configured.put(String.valueOf(loggerName), level);
		}

		@Override
		public @Nullable LoggerConfiguration getLoggerConfiguration(String loggerName) {
			LogLevel level = this.configured.get(loggerName);
			return (level != null) ? new LoggerConfiguration(loggerName, level, level) : null;
		}

	}

}
