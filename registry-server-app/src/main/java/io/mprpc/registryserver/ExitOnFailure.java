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

import java.time.Duration;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Exits the process when its embedded ZooKeeper has failed, so that a supervisor restarts
 * it: a registry server without ZooKeeper is of no use.
 */
final class ExitOnFailure {

	/** Exit code of a process whose ZooKeeper has failed. */
	static final int CODE = 70;

	private static final Logger logger = LoggerFactory.getLogger(ExitOnFailure.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

	private ExitOnFailure() {
	}

	static void watch(ConfigurableApplicationContext context) {
		boolean exit = context.getBean(RegistryServerProperties.class).isExitOnFailure();
		EmbeddedZooKeeper zooKeeper = context.getBeanProvider(EmbeddedZooKeeper.class).getIfAvailable();
		if (exit && zooKeeper != null) {
			// Not on ZooKeeper's thread, whose end the shutdown awaits. Not a daemon: the
			// process could otherwise end first, with exit code 0.
			zooKeeper.onFailure((cause) -> start("registry-exit", false, () -> exit(context)));
		}
	}

	private static void exit(ConfigurableApplicationContext context) {
		logger.error("The registry server ends with exit code {} because its ZooKeeper has failed: let a supervisor "
				+ "start it again. With rpc.registry-server.exit-on-failure=false it would stay, with health DOWN",
				CODE);
		start("registry-halt", true, ExitOnFailure::halt);
		System.exit(SpringApplication.exit(context, () -> CODE));
	}

	private static void halt() {
		try {
			Thread.currentThread().join(STOP_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Runtime.getRuntime().halt(CODE);
	}

	private static void start(String name, boolean daemon, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(daemon);
		thread.start();
	}

}
