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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.contender.Place;
import io.mprpc.benchmarks.process.ChildProcess;
import io.mprpc.benchmarks.process.Jvm;
import io.mprpc.benchmarks.process.ServerMain;

/**
 * Registry server that is a member of an ensemble, in a JVM of its own.
 */
final class Member implements AutoCloseable {

	private static final String SERVER = "io.mprpc.benchmarks.registryserver.RegistryServerProcess";

	private final ChildProcess process;

	private final Api api;

	private final String address;

	private Member(ChildProcess process, Api api, String address) {
		this.process = process;
		this.api = api;
		this.address = address;
	}

	/**
	 * Starts an ensemble, or a server alone. Members start together, because none is
	 * ready alone.
	 * @param number number of members
	 */
	static List<Member> ensemble(int number, Place place, List<String> options) throws IOException {
		List<Integer> ports = freePorts(5 * number);
		Map<String, String> common = new TreeMap<>();
		for (int i = 0; number > 1 && i < number; i++) {
			common.put("rpc.registry-server.zookeeper.ensemble.members." + (i + 1),
					"127.0.0.1:" + ports.get(5 * i) + ':' + ports.get(5 * i + 1));
		}
		common.put("rpc.registry-server.security.users[0].name", Api.USER);
		common.put("rpc.registry-server.security.users[0].password", Api.PASSWORD);
		common.put("rpc.registry-server.security.users[0].role", "operator");
		List<Thread> starts = new ArrayList<>();
		List<Member> members = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			int id = i + 1;
			List<Integer> own = ports.subList(5 * i + 2, 5 * i + 5);
			Settings settings = new Settings(common).with("rpc.registry-server.zookeeper.port", own.get(0))
				.with("rpc.registry-server.reports.port", own.get(1))
				.with("server.port", own.get(2));
			Settings all = (number > 1) ? settings.with("rpc.registry-server.zookeeper.ensemble.id", id) : settings;
			members.add(null);
			Thread start = new Thread(() -> members.set(id - 1, start(id, place, options, all, own)));
			start.start();
			starts.add(start);
		}
		for (Thread start : starts) {
			try {
				start.join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		if (members.contains(null)) {
			members.stream().filter((each) -> each != null).forEach(Member::close);
			throw new IllegalStateException("Not all members have started; see their logs");
		}
		return members;
	}

	private static Member start(int id, Place place, List<String> options, Settings settings, List<Integer> ports) {
		try {
			Path home = Files.createTempDirectory("benchmarks-member-" + id);
			Settings all = settings.with("rpc.registry-server.data-directory", home);
			Jvm jvm = Jvm.ofModule(place.home(), "registry-server", options, Path.of(place.out().toString(), "logs"));
			ChildProcess process = ChildProcess.start("reports-member-" + id, jvm, ServerMain.class, SERVER, all);
			return new Member(process, new Api(ports.get(2)), "127.0.0.1:" + ports.get(0));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Api api() {
		return this.api;
	}

	ChildProcess process() {
		return this.process;
	}

	/** Address of its ZooKeeper. */
	String address() {
		return this.address;
	}

	/** What it has used and received since it started. */
	Usage usage() {
		Settings bytes = this.process.ask("bytes");
		return new Usage(System.nanoTime(), this.process.processorTime(), bytes.getLong("in"), bytes.getLong("out"),
				this.api.meter("rpc_registry_server_reports_bytes_total"),
				this.api.meter("rpc_registry_server_reports_received_total"));
	}

	double dropped() {
		return this.api.meter("rpc_registry_server_reports_dropped_total");
	}

	@Override
	public void close() {
		this.process.close();
	}

	// Below the ephemeral range, so that no outgoing connection can use one in the
	// meantime.
	private static List<Integer> freePorts(int number) {
		List<Integer> ports = new ArrayList<>();
		while (ports.size() < number) {
			int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
			if (!ports.contains(port) && isFree(port)) {
				ports.add(port);
			}
		}
		return ports;
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * What a member has used since its start.
	 *
	 * @param nanos when
	 * @param processor processor time
	 * @param in bytes that it has read, of all connections
	 * @param out bytes that it has written
	 * @param reportBytes bytes of messages of processes
	 * @param reports reports
	 */
	record Usage(long nanos, Duration processor, long in, long out, double reportBytes, double reports) {

		/** Percent of one processor since an earlier moment. */
		double percentSince(Usage before) {
			return 100.0 * (this.processor.toNanos() - before.processor.toNanos()) / (this.nanos - before.nanos);
		}

		double perSecond(double now, double then, Usage before) {
			return (now - then) / (this.nanos - before.nanos) * 1e9;
		}

	}

}
