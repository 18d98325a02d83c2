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

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The servers that form an ensemble, and which of them this one is. Every member is given
 * the same list.
 *
 * @param id number of this member, {@code null} to take it from the file {@code myid} in
 * the data directory
 * @param members all members by their number, this one included
 * @since 0.1
 */
public record EnsembleSettings(@Nullable Integer id, SortedMap<Integer, Member> members) {

	private static final int MAX_ID = 255;

	/**
	 * Checks and copies the members.
	 * @throws IllegalArgumentException if there are fewer than two members, a number is
	 * out of range, two members share an address, or {@code id} is not in the list
	 */
	public EnsembleSettings {
		members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
		if (members.size() < 2) {
			throw new IllegalArgumentException(
					"An ensemble has at least two members (three, to survive the loss of one) but " + members.size()
							+ " is listed: " + members);
		}
		Set<String> addresses = new HashSet<>();
		for (Map.Entry<Integer, Member> member : members.entrySet()) {
			int number = member.getKey();
			if (number < 1 || number > MAX_ID) {
				throw new IllegalArgumentException("Member number " + number + " is not between 1 and " + MAX_ID);
			}
			Member address = member.getValue();
			for (int port : new int[] { address.quorumPort(), address.electionPort() }) {
				if (!addresses.add(address.host() + ':' + port)) {
					throw new IllegalArgumentException("Address " + address.host() + ':' + port
							+ " is listed twice among the members: " + members);
				}
			}
		}
		if (id != null && !members.containsKey(id)) {
			throw new IllegalArgumentException("This is said to be member " + id + ", but the members are " + members);
		}
	}

	/**
	 * Address of one member of an ensemble.
	 *
	 * @param host host name or IP address, which the member itself listens on
	 * @param quorumPort port over which the leader replicates
	 * @param electionPort port over which a leader is elected
	 */
	public record Member(String host, int quorumPort, int electionPort) {

		/**
		 * Checks the address.
		 * @throws IllegalArgumentException if the host is blank or a port out of range
		 */
		public Member {
			if (host.isBlank()) {
				throw new IllegalArgumentException("The host of an ensemble's member must not be blank");
			}
			for (int port : new int[] { quorumPort, electionPort }) {
				if (port < 1 || port > 65535) {
					throw new IllegalArgumentException(
							"Port " + port + " of the ensemble's member at '" + host + "' is not between 1 and 65535");
				}
			}
		}

		/**
		 * Reads {@code host:quorumPort:electionPort}.
		 * @param text the text, an IPv6 host in brackets
		 * @return the member
		 * @throws IllegalArgumentException if the text is not of that form
		 */
		public static Member parse(String text) {
			int last = text.lastIndexOf(':');
			int first = (last <= 0) ? -1 : text.lastIndexOf(':', last - 1);
			if (first > 0) {
				String host = text.substring(0, first);
				boolean bracketed = host.startsWith("[") && host.endsWith("]");
				try {
					if (bracketed || host.indexOf(':') < 0) {
						return new Member(bracketed ? host.substring(1, host.length() - 1) : host,
								Integer.parseInt(text.substring(first + 1, last)),
								Integer.parseInt(text.substring(last + 1)));
					}
				}
				catch (NumberFormatException ex) {
					// Told below.
				}
			}
			throw new IllegalArgumentException(
					"'" + text + "' is not of the form host:quorum-port:election-port, for example zk1:2888:3888");
		}

		@Override
		public String toString() {
			String shown = (this.host.indexOf(':') >= 0) ? '[' + this.host + ']' : this.host;
			return shown + ':' + this.quorumPort + ':' + this.electionPort;
		}

	}

}
