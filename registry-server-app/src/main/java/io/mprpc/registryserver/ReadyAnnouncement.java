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

import io.mprpc.registry.zookeeper.embedded.EmbeddedZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says in one line of the log where the registry is, once it can be used.
 */
@Component
class ReadyAnnouncement {

	private static final Logger logger = LoggerFactory.getLogger(ReadyAnnouncement.class);

	private final EmbeddedZooKeeper zooKeeper;

	private final WebServerApplicationContext web;

	private final Environment environment;

	ReadyAnnouncement(EmbeddedZooKeeper zooKeeper, WebServerApplicationContext web, Environment environment) {
		this.zooKeeper = zooKeeper;
		this.web = web;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void announce() {
		if (this.web.getWebServer() == null) {
			return;
		}
		String host = this.environment.getProperty("server.address", "localhost");
		logger.info("Registry at {} ({}), data in {}; http://{}:{}/actuator/health tells how it is",
				this.zooKeeper.connectString(), this.zooKeeper.role(), this.zooKeeper.dataDirectory(), host,
				this.web.getWebServer().getPort());
	}

}
