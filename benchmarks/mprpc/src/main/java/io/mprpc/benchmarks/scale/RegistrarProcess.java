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
package io.mprpc.benchmarks.scale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.load.Caller;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstancePublisher.Publication.State;
import io.mprpc.registry.TimeSource;
import io.mprpc.registry.zookeeper.ZooKeeperConnection;
import io.mprpc.registry.zookeeper.ZooKeeperInstancePublisher;
import io.mprpc.registry.zookeeper.ZooKeeperSettings;

/**
 * Registers a fleet: as many instances as asked for in each session, because a process
 * per instance would measure the machine.
 */
public class RegistrarProcess implements EchoServer {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final List<ZooKeeperConnection> connections = new ArrayList<>();

	private final List<ZooKeeperInstancePublisher> publishers = new ArrayList<>();

	private Fleet fleet;

	private int instances;

	private int next;

	private Publication extra;

	@Override
	public String start(Settings settings) {
		this.fleet = new Fleet(settings.getInt("methods"));
		this.instances = settings.getInt(Settings.INSTANCES);
		this.next = this.instances;
		int perSession = settings.getInt("per-session", 100);
		for (int i = 0; i < this.instances; i += perSession) {
			ZooKeeperConnection connection = ZooKeeperConnection.open(
					ZooKeeperSettings.of(settings.get(Settings.REGISTRY), "default"), TimeSource.system(),
					RandomGenerator.getDefault());
			connection.awaitConnected(PATIENCE);
			this.connections.add(connection);
			this.publishers.add(new ZooKeeperInstancePublisher(connection));
		}
		return "none";
	}

	@Override
	public String answer(String question, Settings arguments) throws Exception {
		return switch (question) {
			case "register" -> register();
			case "join" -> join();
			case "leave" -> leave();
			default -> EchoServer.super.answer(question, arguments);
		};
	}

	private String register() throws InterruptedException {
		CountDownLatch published = new CountDownLatch(this.instances);
		long before = System.nanoTime();
		for (int i = 0; i < this.instances; i++) {
			follow(this.publishers.get(i % this.publishers.size()).publish(this.fleet.instance(i)), published);
		}
		boolean all = published.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		return "micros=" + (System.nanoTime() - before) / 1000 + " all=" + all;
	}

	private String join() throws InterruptedException {
		CountDownLatch published = new CountDownLatch(1);
		long before = Caller.now();
		this.extra = this.publishers.get(0).publish(this.fleet.instance(this.next++));
		follow(this.extra, published);
		published.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		return "at=" + before + " micros=" + (Caller.now() - before);
	}

	private String leave() {
		long before = Caller.now();
		this.extra.close();
		return "at=" + before + " micros=" + (Caller.now() - before);
	}

	private static void follow(Publication publication, CountDownLatch published) {
		OnceDown once = new OnceDown(published);
		publication.onStateChange((state) -> {
			if (state == State.PUBLISHED) {
				once.countDown();
			}
		});
		if (publication.state() == State.PUBLISHED) {
			once.countDown();
		}
	}

	@Override
	public void close() {
		this.publishers.forEach(ZooKeeperInstancePublisher::close);
		this.connections.forEach(ZooKeeperConnection::close);
	}

	/** Counts an instance once, whoever notices first. */
	private static final class OnceDown {

		private final CountDownLatch latch;

		private boolean counted;

		OnceDown(CountDownLatch latch) {
			this.latch = latch;
		}

		synchronized void countDown() {
			if (!this.counted) {
				this.counted = true;
				this.latch.countDown();
			}
		}

	}

}
