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
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Identity of the server that the data in a directory belongs to. ZooKeeper itself only
 * knows {@code myid}; the members are remembered beside it, because a directory that
 * comes from another ensemble would spread its data over this one.
 */
final class ServerIdentity {

	private static final String MY_ID = "myid";

	private static final String REMEMBERED = "mprpc-ensemble.properties";

	private static final String MEMBERS = "members";

	private final Path directory;

	ServerIdentity(Path directory) {
		this.directory = directory;
	}

	/**
	 * Checks that the directory fits, and marks it.
	 * @param ensemble the ensemble to be a member of, {@code null} to be alone
	 * @return the number of this member, 0 if it is alone
	 */
	int claim(@Nullable EnsembleSettings ensemble) {
		try {
			Integer stored = readMyId();
			if (ensemble == null) {
				refuseData(stored);
				return 0;
			}
			int id = decide(ensemble, stored);
			refuseOtherEnsemble(ensemble);
			Files.writeString(this.directory.resolve(MY_ID), Integer.toString(id));
			remember(ensemble);
			return id;
		}
		catch (IOException ex) {
			throw new EmbeddedZooKeeperException(Reason.DATA_DIRECTORY,
					"The data directory " + this.directory + " cannot be read or written: " + ex,
					"Give this process the right to read and write that directory.", ex);
		}
	}

	private @Nullable Integer readMyId() throws IOException {
		Path file = this.directory.resolve(MY_ID);
		if (!Files.exists(file)) {
			return null;
		}
		String text = Files.readString(file).strip();
		try {
			return Integer.valueOf(text);
		}
		catch (NumberFormatException ex) {
			throw new EmbeddedZooKeeperException(Reason.IDENTITY, file + " holds '" + text + "', which is not a number",
					"Let the file hold the number of this member, or delete it and configure the number.", ex);
		}
	}

	private int decide(EnsembleSettings ensemble, @Nullable Integer stored) {
		Integer configured = ensemble.id();
		Integer id = (configured != null) ? configured : stored;
		if (id == null) {
			throw new EmbeddedZooKeeperException(Reason.IDENTITY,
					"It is not said which member of the ensemble " + ensemble.members() + " this server is",
					"Configure the number of this member, another one on each server, or write it into "
							+ this.directory.resolve(MY_ID) + ".",
					null);
		}
		if (configured != null && stored != null && !configured.equals(stored)) {
			throw new EmbeddedZooKeeperException(Reason.IDENTITY,
					"This server is configured as member " + configured + ", but its data directory " + this.directory
							+ " is that of member " + stored,
					"Configure the number " + stored + ", or give this member a data directory of its own.", null);
		}
		if (!ensemble.members().containsKey(id)) {
			throw new EmbeddedZooKeeperException(Reason.IDENTITY,
					"By " + this.directory.resolve(MY_ID) + " this is member " + id + ", but the members are "
							+ ensemble.members(),
					"List member " + id + ", or give this server another data directory.", null);
		}
		return id;
	}

	private void refuseData(@Nullable Integer stored) throws IOException {
		if (stored != null) {
			throw new EmbeddedZooKeeperException(Reason.DATA_DIRECTORY,
					"The data directory " + this.directory + " is that of member " + stored + " of the ensemble "
							+ readMembers() + ", but this server is to run alone",
					"List the ensemble's members, or name another data directory. To go on alone with this data on "
							+ "purpose, delete " + MY_ID + " and " + REMEMBERED + " in it.",
					null);
		}
	}

	private void refuseOtherEnsemble(EnsembleSettings ensemble) throws IOException {
		Set<String> before = readMembers();
		// Members may be replaced one after the other: some always stay the same.
		if (!before.isEmpty() && Collections.disjoint(before, addresses(ensemble))) {
			throw new EmbeddedZooKeeperException(Reason.DATA_DIRECTORY,
					"The data directory " + this.directory + " is of another ensemble: its members were " + before
							+ ", configured are " + ensemble.members(),
					"Name another data directory. If the whole ensemble has moved to new addresses, delete "
							+ REMEMBERED + " in it on every member.",
					null);
		}
	}

	private Set<String> readMembers() throws IOException {
		Path file = this.directory.resolve(REMEMBERED);
		Set<String> members = new TreeSet<>();
		if (Files.exists(file)) {
			Properties properties = new Properties();
			try (Reader reader = Files.newBufferedReader(file)) {
				properties.load(reader);
			}
			for (String member : properties.getProperty(MEMBERS, "").split(",")) {
				if (!member.isBlank()) {
					members.add(member.strip());
				}
			}
		}
		return members;
	}

	private void remember(EnsembleSettings ensemble) throws IOException {
		Properties properties = new Properties();
		properties.setProperty(MEMBERS, String.join(",", addresses(ensemble)));
		try (Writer writer = Files.newBufferedWriter(this.directory.resolve(REMEMBERED))) {
			properties.store(writer, "Members of the ensemble that this data belongs to");
		}
	}

	private static Set<String> addresses(EnsembleSettings ensemble) {
		Set<String> addresses = new TreeSet<>();
		ensemble.members().values().forEach((member) -> addresses.add(member.toString()));
		return addresses;
	}

}
