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

package io.mprpc.registryserver.security;

import java.net.InetAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.event.EventListener;

/**
 * Logs warnings about settings that expose the registry server to others.
 */
class ExposureWarnings {

	private static final Logger logger = LoggerFactory.getLogger(ExposureWarnings.class);

	private final boolean loginNeeded;

	private final ServerProperties server;

	ExposureWarnings(boolean loginNeeded, ServerProperties server) {
		this.loginNeeded = loginNeeded;
		this.server = server;
	}

	@EventListener(ApplicationReadyEvent.class)
	void warn() {
		InetAddress address = this.server.getAddress();
		boolean open = address == null || !address.isLoopbackAddress();
		if (!this.loginNeeded) {
			logger.warn("Pages and API require no login (rpc.registry-server.security.enabled=false): {} an operator",
					open ? "every client that can reach this machine is" : "every user of this machine is");
		}
		if (open && !Ssl.isEnabled(this.server.getSsl())) {
			logger.warn("Pages and API are reachable from other machines (server.address={}) and not encrypted: "
					+ "passwords can be read in transit. Set server.ssl.bundle, or let only a TLS proxy reach "
					+ "this port", (address != null) ? address.getHostAddress() : "");
		}
	}

}
