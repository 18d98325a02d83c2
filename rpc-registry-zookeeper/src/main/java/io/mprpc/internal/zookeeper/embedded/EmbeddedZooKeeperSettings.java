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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Settings of an embedded ZooKeeper server. Start from {@link #defaults()} and change
 * what differs.
 *
 * @param host address that clients connect to, {@code 127.0.0.1} by default
 * @param port port that clients connect to, 0 for any free one, which is the default
 * @param dataDirectory where the data is kept; {@code null}, the default, for a temporary
 * directory that is deleted on close
 * @param startTimeout longest time until the server listens, one minute by default
 * @param tickTime ZooKeeper's unit of time, to which the end of a session is rounded up;
 * half a second by default
 * @param minSessionTimeout shortest session that a client gets, one second by default
 * @param maxSessionTimeout longest session that a client gets, one minute by default
 * @param ensemble the ensemble that the server is a member of; {@code null}, the default,
 * for a server alone
 * @param access which clients may connect, and how their connections are protected;
 * {@code null}, the default, for all clients without encryption
 * @param properties further entries of ZooKeeper's own configuration ({@code zoo.cfg}),
 * which win over those that follow from the other settings
 * @since 0.1
 */
public record EmbeddedZooKeeperSettings(String host, int port, @Nullable Path dataDirectory, Duration startTimeout,
		Duration tickTime, Duration minSessionTimeout, Duration maxSessionTimeout, @Nullable EnsembleSettings ensemble,
		@Nullable ServerAccess access, Map<String, String> properties) {

	/**
	 * Checks the values and copies the properties.
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public EmbeddedZooKeeperSettings {
		Objects.requireNonNull(host, "host");
		if (host.isBlank()) {
			throw new IllegalArgumentException("The host to listen on must not be blank");
		}
		if (port < 0 || port > 65535) {
			throw new IllegalArgumentException("Port " + port + " to listen on is not between 0 and 65535");
		}
		requirePositive("start timeout", startTimeout);
		requirePositive("tick time", tickTime);
		requirePositive("shortest session timeout", minSessionTimeout);
		if (maxSessionTimeout.compareTo(minSessionTimeout) < 0) {
			throw new IllegalArgumentException("The longest session timeout, " + maxSessionTimeout
					+ ", is less than the shortest, " + minSessionTimeout);
		}
		properties = Map.copyOf(properties);
	}

	/**
	 * A server alone on a free port of the loopback interface with temporary data.
	 * @return the default settings
	 */
	public static EmbeddedZooKeeperSettings defaults() {
		return new EmbeddedZooKeeperSettings("127.0.0.1", 0, null, Duration.ofMinutes(1), Duration.ofMillis(500),
				Duration.ofSeconds(1), Duration.ofMinutes(1), null, null, Map.of());
	}

	/**
	 * The same with another address to listen on.
	 * @param newHost the host
	 * @param newPort the port, 0 for any free one
	 * @return the changed settings
	 */
	public EmbeddedZooKeeperSettings withAddress(String newHost, int newPort) {
		return new EmbeddedZooKeeperSettings(newHost, newPort, this.dataDirectory, this.startTimeout, this.tickTime,
				this.minSessionTimeout, this.maxSessionTimeout, this.ensemble, this.access, this.properties);
	}

	/**
	 * The same with another data directory.
	 * @param newDataDirectory the directory, {@code null} for a temporary one
	 * @return the changed settings
	 */
	public EmbeddedZooKeeperSettings withDataDirectory(@Nullable Path newDataDirectory) {
		return new EmbeddedZooKeeperSettings(this.host, this.port, newDataDirectory, this.startTimeout, this.tickTime,
				this.minSessionTimeout, this.maxSessionTimeout, this.ensemble, this.access, this.properties);
	}

	/**
	 * The same with another start timeout.
	 * @param newStartTimeout the longest time until the server listens
	 * @return the changed settings
	 */
	public EmbeddedZooKeeperSettings withStartTimeout(Duration newStartTimeout) {
		return new EmbeddedZooKeeperSettings(this.host, this.port, this.dataDirectory, newStartTimeout, this.tickTime,
				this.minSessionTimeout, this.maxSessionTimeout, this.ensemble, this.access, this.properties);
	}

	/**
	 * The same with other timing.
	 * @param newTickTime ZooKeeper's unit of time
	 * @param newMinSessionTimeout shortest session that a client gets
	 * @param newMaxSessionTimeout longest session that a client gets
	 * @return the changed settings
	 */
	public EmbeddedZooKeeperSettings withTiming(Duration newTickTime, Duration newMinSessionTimeout,
			Duration newMaxSessionTimeout) {
		return new EmbeddedZooKeeperSettings(this.host, this.port, this.dataDirectory, this.startTimeout, newTickTime,
				newMinSessionTimeout, newMaxSessionTimeout, this.ensemble, this.access, this.properties);
	}

	/**
	 * The same as a member of an ensemble.
	 * @param newEnsemble the ensemble, {@code null} for a server alone
	 * @return the changed settings
	 */
	public EmbeddedZooKeeperSettings withEnsemble(@Nullable EnsembleSettings newEnsemble) {
		return new EmbeddedZooKeeperSettings(this.host, this.port, this.dataDirectory, this.startTimeout, this.tickTime,
				this.minSessionTimeout, this.maxSessionTimeout, newEnsemble, this.access, this.properties);
	}

	/**
	 * The same with another way in.
	 * @param newAccess which clients may connect, {@code null} for all
	 * @return the changed settings
	 */
	public EmbeddedZooKeeperSettings withAccess(@Nullable ServerAccess newAccess) {
		return new EmbeddedZooKeeperSettings(this.host, this.port, this.dataDirectory, this.startTimeout, this.tickTime,
				this.minSessionTimeout, this.maxSessionTimeout, this.ensemble, newAccess, this.properties);
	}

	/**
	 * The same with further entries of ZooKeeper's own configuration.
	 * @param newProperties the entries
	 * @return the changed settings
	 */
	public EmbeddedZooKeeperSettings withProperties(Map<String, String> newProperties) {
		return new EmbeddedZooKeeperSettings(this.host, this.port, this.dataDirectory, this.startTimeout, this.tickTime,
				this.minSessionTimeout, this.maxSessionTimeout, this.ensemble, this.access, newProperties);
	}

	private static void requirePositive(String what, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException("The " + what + " must be positive, but is " + value);
		}
	}

}
