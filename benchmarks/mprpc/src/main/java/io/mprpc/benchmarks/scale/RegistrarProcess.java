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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.load.Caller;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstancePublisher.Publication.State;

/**
 * Process that registers a fleet, with a configurable number of instances in each
 * session, because a process per instance would measure the machine.
 */
public class RegistrarProcess implements EchoServer {

	private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

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

	private String register() {
		List<Publication> publications = new ArrayList<>();
		long before = System.nanoTime();
		for (int i = 0; i < this.instances; i++) {
			publications.add(this.publishers.get(i % this.publishers.size()).publish(this.fleet.instance(i)));
		}
		boolean all = publications.stream()
			.map((publication) -> awaitPublished(publication, before))
			.reduce(true, Boolean::logicalAnd);
		return "micros=" + (System.nanoTime() - before) / 1000 + " all=" + all;
	}

	private String join() {
		long before = Caller.now();
		this.extra = this.publishers.get(0).publish(this.fleet.instance(this.next++));
		awaitPublished(this.extra, System.nanoTime());
		return "at=" + before + " micros=" + (Caller.now() - before);
	}

	private String leave() {
		long before = Caller.now();
		this.extra.close();
		return "at=" + before + " micros=" + (Caller.now() - before);
	}

	private static boolean awaitPublished(Publication publication, long since) {
		while (publication.state() != State.PUBLISHED) {
			if (System.nanoTime() - since > PATIENCE.toNanos()) {
				return false;
			}
			LockSupport.parkNanos(LOOK_NANOS);
		}
		return true;
	}

	@Override
	public void close() {
		this.publishers.forEach(ZooKeeperInstancePublisher::close);
		this.connections.forEach(ZooKeeperConnection::close);
	}

}
