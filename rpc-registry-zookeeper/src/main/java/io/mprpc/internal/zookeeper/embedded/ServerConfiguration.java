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

package io.mprpc.internal.zookeeper.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperException.Reason;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converter of settings to the form of ZooKeeper's own configuration file.
 */
final class ServerConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(ServerConfiguration.class);

	static final String LOOPBACK = "127.0.0.1";

	private static final String MAX_BUFFER = "jute.maxbuffer";

	private static final int MAX_BUFFER_BYTES = 8 * 1024 * 1024;

	private ServerConfiguration() {
	}

	static Properties properties(EmbeddedZooKeeperSettings settings, Path directory) {
		Properties properties = new Properties();
		properties.setProperty("dataDir", directory.toString());
		ServerAccess access = settings.access();
		boolean secure = access != null && access.tls() != null;
		if (secure) {
			properties.setProperty("secureClientPortAddress", settings.host());
			properties.setProperty("secureClientPort", Integer.toString(settings.port()));
		}
		// The process itself needs no encryption to reach its own server, and its
		// certificate is for other names than that of the loopback interface.
		properties.setProperty("clientPortAddress", secure ? LOOPBACK : settings.host());
		properties.setProperty("clientPort", secure ? "0" : Integer.toString(settings.port()));
		properties.setProperty("tickTime", Long.toString(settings.tickTime().toMillis()));
		properties.setProperty("minSessionTimeout", Long.toString(settings.minSessionTimeout().toMillis()));
		properties.setProperty("maxSessionTimeout", Long.toString(settings.maxSessionTimeout().toMillis()));
		properties.setProperty("initLimit", "20");
		properties.setProperty("syncLimit", "6");
		// Many applications may share one address: behind one NAT, or all on one machine.
		properties.setProperty("maxClientCnxns", "10000");
		properties.setProperty("autopurge.snapRetainCount", "5");
		properties.setProperty("autopurge.purgeInterval", "1");
		properties.setProperty("admin.enableServer", "false");
		properties.setProperty("4lw.commands.whitelist", "srvr,mntr,ruok");
		EnsembleSettings ensemble = settings.ensemble();
		if (ensemble != null) {
			ensemble.members().forEach((id, member) -> properties.setProperty("server." + id, member.toString()));
			properties.setProperty("sslQuorum", Boolean.toString(secure));
		}
		settings.properties().forEach(properties::setProperty);
		return properties;
	}

	static QuorumPeerConfig parse(Properties properties) {
		prepareJvm();
		QuorumPeerConfig configuration = new QuorumPeerConfig();
		try {
			configuration.parseProperties(properties);
		}
		catch (ConfigException | IOException | IllegalArgumentException ex) {
			throw new EmbeddedZooKeeperException(Reason.OTHER,
					"ZooKeeper does not accept its configuration: " + ex.getMessage(),
					"Correct the setting that the message names.", ex);
		}
		return configuration;
	}

	/**
	 * Sets what ZooKeeper reads from system properties only, unless the user has.
	 */
	private static void prepareJvm() {
		setDefault("zookeeper.jmx.log4j.disable", "true");
		// A session that ends writes all of its ephemerals as one transaction: with the
		// default of 1 MB the server could not read 40,000 of them back after a restart.
		setDefault(MAX_BUFFER, Integer.toString(MAX_BUFFER_BYTES));
		if (BinaryInputArchive.maxBuffer < Integer.getInteger(MAX_BUFFER, MAX_BUFFER_BYTES)) {
			logger.warn(
					"ZooKeeper's client was used before its embedded server started, so that {} is still {} bytes. "
							+ "Start this JVM with -D{}={} where a session may hold more than 10,000 ephemeral nodes.",
					MAX_BUFFER, BinaryInputArchive.maxBuffer, MAX_BUFFER, MAX_BUFFER_BYTES);
		}
	}

	private static void setDefault(String property, String value) {
		if (System.getProperty(property) == null) {
			System.setProperty(property, value);
		}
	}

}
