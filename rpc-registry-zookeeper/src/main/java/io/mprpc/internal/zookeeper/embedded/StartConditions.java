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
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Objects;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperException.Reason;

/**
 * Conditions that have to hold before a server is started, checked beforehand because
 * ZooKeeper meets most of it on a thread of its own, where it only logs and goes on half
 * alive.
 */
final class StartConditions {

	private StartConditions() {
	}

	static void requireLibraries() {
		requireLibrary("org.xerial.snappy.SnappyOutputStream", "org.xerial.snappy:snappy-java");
		requireLibrary("com.codahale.metrics.Reservoir", "io.dropwizard.metrics:metrics-core");
	}

	static void requireFreePorts(EmbeddedZooKeeperSettings settings, int id) {
		requireFreePort("clients", settings.host(), settings.port());
		EnsembleSettings ensemble = settings.ensemble();
		if (ensemble != null) {
			EnsembleSettings.Member self = Objects.requireNonNull(ensemble.members().get(id));
			String what = "member " + id + " of the ensemble";
			requireFreePort(what, self.host(), self.quorumPort());
			requireFreePort(what, self.host(), self.electionPort());
		}
	}

	static EmbeddedZooKeeperException portFailure(String what, String host, int port, Throwable cause) {
		return new EmbeddedZooKeeperException(Reason.PORT,
				"The embedded ZooKeeper cannot listen on " + host + ':' + port + " for " + what + ": "
						+ cause.getMessage(),
				"Stop the process that has the port, configure another port, or correct the host if it is not an "
						+ "address of this machine. Two members of an ensemble with the same number meet here too.",
				cause);
	}

	private static void requireLibrary(String className, String coordinates) {
		try {
			Class.forName(className, false, StartConditions.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new EmbeddedZooKeeperException(Reason.LIBRARY_MISSING,
					"The embedded ZooKeeper needs " + coordinates + ", which is not on the class path",
					"Add " + coordinates
							+ " (rpc-spring-boot-starter brings it), or use a ZooKeeper that runs elsewhere.",
					ex);
		}
	}

	private static void requireFreePort(String what, String host, int port) {
		try (ServerSocket socket = new ServerSocket()) {
			// As ZooKeeper does: connections of a server that has just stopped do no
			// harm.
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(host, port));
		}
		catch (IOException ex) {
			throw portFailure(what, host, port, ex);
		}
	}

}
