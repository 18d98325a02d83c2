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
package io.mprpc.benchmarks.reports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.directory.ZooKeeperAnnouncedServers;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;

/**
 * JVM with many simulated processes. Some share a session of ZooKeeper, because those of
 * all would measure ZooKeeper.
 */
public class ReportersProcess implements EchoServer {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final List<Session> sessions = new ArrayList<>();

	private final List<Reporter> reporters = new ArrayList<>();

	@Override
	public String start(Settings settings) {
		Mesh mesh = new Mesh(settings.getInt("processes"), settings.getInt("peers"), settings.getInt("methods"));
		int first = settings.getInt("first");
		int perSession = settings.getInt("per-session", 50);
		for (int i = 0; i < settings.getInt("count"); i++) {
			if (i % perSession == 0) {
				this.sessions.add(new Session(settings.get(Settings.REGISTRY)));
			}
			Reporter reporter = new Reporter(mesh, first + i);
			this.reporters.add(reporter);
			this.sessions.get(this.sessions.size() - 1).reporters.add(reporter);
		}
		return "none";
	}

	@Override
	public String answer(String question, Settings arguments) throws Exception {
		return switch (question) {
			case "register" -> register();
			case "open" -> open();
			case "accepted" -> "streams=" + this.reporters.stream().mapToInt(Reporter::accepted).sum();
			case "sent" -> sent();
			case "id" -> "id=" + this.reporters.get(0).id();
			default -> EchoServer.super.answer(question, arguments);
		};
	}

	private String register() {
		this.sessions.forEach(Session::register);
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!this.reporters.stream().allMatch(Reporter::isRegistered)) {
			if (System.nanoTime() > end) {
				return "all=false";
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
		return "all=true";
	}

	private String open() {
		SharedLoad load = new SharedLoad();
		this.sessions.forEach((each) -> each.open(load));
		return "opened=" + this.reporters.size();
	}

	private String sent() {
		return "reports=" + this.reporters.stream().mapToLong((each) -> each.streams().sentReports()).sum() + " bytes="
				+ this.reporters.stream().mapToLong((each) -> each.streams().sentBytes()).sum() + " skipped="
				+ this.reporters.stream().mapToLong((each) -> each.streams().skippedReports()).sum();
	}

	@Override
	public void close() {
		this.reporters.forEach(Reporter::close);
		this.sessions.forEach(Session::close);
	}

	/** A session of ZooKeeper and who uses it. */
	private static final class Session {

		private final ZooKeeperConnection connection;

		private final ZooKeeperInstancePublisher publisher;

		private final ZooKeeperAnnouncedServers servers;

		private final List<Reporter> reporters = new ArrayList<>();

		Session(String registry) {
			this.connection = ZooKeeperConnection.open(ZooKeeperSettings.of(registry, "default"), TimeSource.system(),
					RandomGenerator.getDefault());
			this.connection.awaitConnected(PATIENCE);
			this.publisher = new ZooKeeperInstancePublisher(this.connection);
			this.servers = new ZooKeeperAnnouncedServers(this.connection, Duration.ofMillis(50));
		}

		void register() {
			this.reporters.forEach((each) -> each.register(this.publisher));
		}

		void open(SharedLoad load) {
			this.reporters.forEach((each) -> each.open(this.servers, this.connection, load));
		}

		void close() {
			this.servers.close();
			this.publisher.close();
			this.connection.close();
		}

	}

}
