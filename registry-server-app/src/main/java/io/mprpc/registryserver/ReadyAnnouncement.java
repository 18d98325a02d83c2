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

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registry.RegistryConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Logs the address of the registry in one line once it is ready.
 */
@Component
class ReadyAnnouncement {

	private static final Logger logger = LoggerFactory.getLogger(ReadyAnnouncement.class);

	private final ObjectProvider<EmbeddedZooKeeper> zooKeeper;

	private final RegistryConnection connection;

	private final WebServerApplicationContext web;

	private final Environment environment;

	ReadyAnnouncement(ObjectProvider<EmbeddedZooKeeper> zooKeeper, RegistryConnection connection,
			WebServerApplicationContext web, Environment environment) {
		this.zooKeeper = zooKeeper;
		this.connection = connection;
		this.web = web;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void announce() {
		if (this.web.getWebServer() == null) {
			return;
		}
		String host = this.environment.getProperty("server.address", "localhost");
		EmbeddedZooKeeper embedded = this.zooKeeper.getIfAvailable();
		String where = (embedded != null)
				? "%s (%s), data in %s".formatted(embedded.connectString(), embedded.role(), embedded.dataDirectory())
				: this.connection.address() + " (external)";
		logger.info("Registry at {}; http://{}:{}/ is its console, /actuator/health there reports its health", where,
				host, this.web.getWebServer().getPort());
	}

}
