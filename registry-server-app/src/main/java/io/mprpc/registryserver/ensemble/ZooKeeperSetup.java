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

package io.mprpc.registryserver.ensemble;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.internal.zookeeper.embedded.EnsembleSettings;
import io.mprpc.internal.zookeeper.embedded.EnsembleSettings.Member;
import io.mprpc.internal.zookeeper.embedded.ServerAccess;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the embedded ZooKeeper from the properties of this server. Invalid values
 * are refused with the name of the property.
 */
public final class ZooKeeperSetup {

	private static final String PREFIX = "rpc.registry-server.zookeeper.";

	private static final String MEMBERS = PREFIX + "ensemble.members";

	private ZooKeeperSetup() {
	}

	public static EmbeddedZooKeeperSettings settings(ZooKeeperProperties properties, Path dataDirectory,
			@Nullable ServerAccess access, Map<String, String> zookeeper) {
		EnsembleSettings ensemble = ensemble(properties.getEnsemble());
		try {
			return EmbeddedZooKeeperSettings.defaults()
				.withAddress(properties.getHost(), properties.getPort())
				.withDataDirectory(dataDirectory)
				.withStartTimeout(properties.getStartTimeout())
				.withTiming(properties.getTickTime(), properties.getMinSessionTimeout(),
						properties.getMaxSessionTimeout())
				.withEnsemble(ensemble)
				.withAccess(access)
				.withProperties(zookeeper);
		}
		catch (IllegalArgumentException ex) {
			throw new ZooKeeperSetupException("ZooKeeper cannot be started with these properties: " + ex.getMessage(),
					"Correct " + PREFIX + "host, " + PREFIX + "port, " + PREFIX + "start-timeout, " + PREFIX
							+ "tick-time, or " + PREFIX + "min-session-timeout and " + PREFIX
							+ "max-session-timeout, whichever the message is about.",
					ex);
		}
	}

	private static @Nullable EnsembleSettings ensemble(ZooKeeperProperties.Ensemble properties) {
		SortedMap<Integer, Member> members = new TreeMap<>();
		properties.getMembers().forEach((id, member) -> members.put(id, member(id, member)));
		if (members.isEmpty() && properties.getId() == null) {
			return null;
		}
		try {
			return new EnsembleSettings(properties.getId(), members);
		}
		catch (IllegalArgumentException ex) {
			throw new ZooKeeperSetupException(
					"The properties " + PREFIX + "ensemble.id and " + MEMBERS + ".<id> do not describe an ensemble: "
							+ ex.getMessage(),
					"List every member, this one included, as " + MEMBERS + ".<id>=host:quorum-port:election-port, the "
							+ "same list on each server, and give each server its own number as " + PREFIX
							+ "ensemble.id. For a standalone server, omit all of them.",
					ex);
		}
	}

	private static Member member(int id, String member) {
		try {
			return Member.parse(member);
		}
		catch (IllegalArgumentException ex) {
			throw new ZooKeeperSetupException(
					"The property " + MEMBERS + '.' + id + " is not the address of a member: " + ex.getMessage(),
					"Set it to the member's host and both of its ports, as in " + MEMBERS + '.' + id
							+ "=zk1:2888:3888.",
					ex);
		}
	}

}
