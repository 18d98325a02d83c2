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

import org.apache.zookeeper.server.ServerConfig;
import org.apache.zookeeper.server.ZooKeeperServerMain;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

/**
 * A server that is not part of an ensemble.
 */
final class StandaloneServer implements RunningServer {

	private final Main main = new Main();

	private volatile Runnable started = () -> {
	};

	@Override
	public void run(QuorumPeerConfig configuration, Runnable startedCallback) throws IOException, AdminServerException {
		this.started = startedCallback;
		ServerConfig config = new ServerConfig();
		config.readFrom(configuration);
		this.main.runFromConfig(config);
	}

	@Override
	public void stop() {
		this.main.close();
	}

	@Override
	public void release() {
		// Not close(), which waits for the listener that only shutdown() ends.
		this.main.shutdown();
	}

	@Override
	public int plainPort() {
		return this.main.getClientPort();
	}

	@Override
	public int securePort() {
		return this.main.getSecureClientPort();
	}

	@Override
	public EmbeddedZooKeeper.Role role() {
		return EmbeddedZooKeeper.Role.STANDALONE;
	}

	@Override
	public boolean isServing() {
		// An error inside ends the run, so that running is serving.
		return true;
	}

	private final class Main extends ZooKeeperServerMain {

		@Override
		protected void serverStarted() {
			StandaloneServer.this.started.run();
		}

		@Override
		protected void shutdown() {
			super.shutdown();
		}

	}

}
