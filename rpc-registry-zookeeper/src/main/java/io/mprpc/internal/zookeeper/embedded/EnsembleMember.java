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

import javax.security.sasl.SaslException;

import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;
import org.jspecify.annotations.Nullable;

/**
 * A member of an ensemble.
 */
final class EnsembleMember implements RunningServer {

	private final Main main = new Main();

	private volatile @Nullable QuorumPeer peer;

	private volatile Runnable started = () -> {
	};

	@Override
	public void run(QuorumPeerConfig configuration, Runnable startedCallback) throws IOException, AdminServerException {
		this.started = startedCallback;
		this.main.runFromConfig(configuration);
	}

	@Override
	public void stop() {
		this.main.close();
	}

	@Override
	public void release() {
		this.main.close();
	}

	@Override
	public int plainPort() {
		QuorumPeer current = this.peer;
		return (current != null) ? current.getClientPort() : 0;
	}

	@Override
	public int securePort() {
		QuorumPeer current = this.peer;
		return (current != null) ? current.getSecureClientPort() : 0;
	}

	@Override
	public EmbeddedZooKeeper.Role role() {
		QuorumPeer current = this.peer;
		if (current == null) {
			return EmbeddedZooKeeper.Role.LOOKING;
		}
		return switch (current.getPeerState()) {
			case LEADING -> EmbeddedZooKeeper.Role.LEADER;
			case FOLLOWING -> EmbeddedZooKeeper.Role.FOLLOWER;
			case OBSERVING -> EmbeddedZooKeeper.Role.OBSERVER;
			case LOOKING -> EmbeddedZooKeeper.Role.LOOKING;
		};
	}

	@Override
	public boolean isServing() {
		QuorumPeer current = this.peer;
		ZooKeeperServer server = (current != null) ? current.getActiveServer() : null;
		return server != null && server.isRunning();
	}

	private final class Main extends QuorumPeerMain {

		@Override
		protected QuorumPeer getQuorumPeer() throws SaslException {
			return new QuorumPeer() {

				@Override
				public synchronized void start() {
					super.start();
					EnsembleMember.this.peer = this;
					EnsembleMember.this.started.run();
				}

			};
		}

	}

}
