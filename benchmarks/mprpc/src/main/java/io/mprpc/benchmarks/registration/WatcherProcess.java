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

package io.mprpc.benchmarks.registration;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.load.Caller;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;

/**
 * Process that follows one service at a time and reports when it observed changes.
 */
public class WatcherProcess implements EchoServer {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private ZooKeeperConnection connection;

	private ZooKeeperInstanceDirectory directory;

	private Subscription subscription;

	// The last view and its time.
	private String seen = "";

	private long since;

	@Override
	public String start(Settings settings) {
		this.connection = ZooKeeperConnection.open(ZooKeeperSettings.of(settings.get(Settings.REGISTRY), "default"),
				TimeSource.system(), RandomGenerator.getDefault());
		this.connection.awaitConnected(PATIENCE);
		this.directory = new ZooKeeperInstanceDirectory(this.connection, DirectorySettings.DEFAULT);
		return "none";
	}

	@Override
	public String answer(String question, Settings arguments) throws Exception {
		return switch (question) {
			case "follow" -> follow(new ServiceName(arguments.get("service")));
			case "await" -> "at=" + await(arguments.get("what"));
			default -> EchoServer.super.answer(question, arguments);
		};
	}

	private String follow(ServiceName service) throws InterruptedException {
		if (this.subscription != null) {
			this.subscription.close();
		}
		synchronized (this) {
			this.seen = "";
		}
		this.subscription = this.directory.subscribe(service, this::see);
		await("nobody");
		return "following=true";
	}

	private synchronized void see(ServiceView view) {
		String now = view.instances().isEmpty() ? "nobody" : name(view.instances().get(0));
		if (!now.equals(this.seen)) {
			this.seen = now;
			this.since = Caller.now();
			notifyAll();
		}
	}

	private static String name(RpcInstance instance) {
		return instance.metadata().status() + ":" + instance.methods().size();
	}

	private synchronized long await(String what) throws InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!this.seen.equals(what)) {
			long left = (end - System.nanoTime()) / 1_000_000;
			if (left <= 0) {
				throw new IllegalStateException("Saw '" + this.seen + "' instead of '" + what + "'");
			}
			wait(left);
		}
		return this.since;
	}

	@Override
	public void close() {
		this.directory.close();
		this.connection.close();
	}

}
