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

import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/**
 * One of ZooKeeper's own server programs, run by a thread of ours.
 */
interface RunningServer {

	/**
	 * Runs the server until it is stopped or fails.
	 * @param configuration its configuration
	 * @param started called once the server listens
	 * @throws Exception if the server cannot start or fails
	 */
	void run(QuorumPeerConfig configuration, Runnable started) throws Exception;

	/**
	 * Makes {@link #run} return, and waits until it is about to.
	 */
	void stop();

	/**
	 * Closes what {@link #run} may have left open: called on its thread after it has
	 * returned or thrown.
	 */
	void release();

	/**
	 * The port that takes connections without encryption.
	 * @return the port, with 0 resolved
	 */
	int plainPort();

	/**
	 * The port that takes encrypted connections.
	 * @return the port, with 0 resolved, or less than 1 if there is none
	 */
	int securePort();

	/**
	 * Current activity of the server, as far as it knows itself.
	 * @return the role
	 */
	EmbeddedZooKeeper.Role role();

	/**
	 * Whether the server answers clients.
	 * @return whether it does
	 */
	boolean isServing();

}
