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
package io.mprpc.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.process.ChildProcess;
import io.mprpc.benchmarks.process.ClientMain;
import io.mprpc.benchmarks.process.Jvm;
import io.mprpc.benchmarks.process.ServerMain;
import io.mprpc.benchmarks.registry.ZooKeeperProcess;

/**
 * A contender's processes: a ZooKeeper of its own where it needs one, servers, clients.
 * Closing it ends them all.
 */
public final class Running implements AutoCloseable {

	private final Contender contender;

	private final Place place;

	private final List<ChildProcess> processes = new ArrayList<>();

	private final String logName;

	private ChildProcess registry;

	private Settings settings;

	/**
	 * Starts the registry only.
	 * @param contender the contender
	 * @param place directories and JVM options
	 */
	public Running(Contender contender, Place place) {
		this.contender = contender;
		this.place = place;
		this.settings = contender.settings();
		this.logName = contender.name().replaceAll("[^\\w.-]+", "_");
		if (contender.hasRegistry()) {
			Jvm jvm = Jvm.ofModule(place.home(), "harness", List.of("-Xmx512m"), place.logs());
			this.registry = keep(ChildProcess.start(this.logName + "-registry", jvm, ServerMain.class,
					ZooKeeperProcess.class.getName(), this.settings));
			this.settings = this.settings.with(Settings.REGISTRY, this.registry.greeting().get(Settings.ADDRESSES));
		}
	}

	/**
	 * The running contender.
	 * @return the contender's name
	 */
	public String name() {
		return this.contender.name();
	}

	/**
	 * The contender's ZooKeeper.
	 * @return the process
	 */
	public ChildProcess registry() {
		return this.registry;
	}

	/**
	 * Starts a server.
	 * @param instances number of its instances
	 * @return the process, registered where there is a registry
	 */
	public ChildProcess startServer(int instances) {
		ChildProcess server = keep(
				ChildProcess.start(this.logName + "-server", jvm().pinnedTo(this.place.serverProcessors()),
						ServerMain.class, this.contender.server(), this.settings.with(Settings.INSTANCES, instances)));
		this.settings = this.settings.with(Settings.ADDRESSES, server.greeting().get(Settings.ADDRESSES));
		return server;
	}

	/**
	 * Starts a client of the servers that were started before.
	 * @return the process, which has made a call
	 */
	public ChildProcess startClient() {
		return keep(ChildProcess.start(this.logName + "-client", jvm().pinnedTo(this.place.clientProcessors()),
				ClientMain.class, this.contender.client(), this.settings));
	}

	private Jvm jvm() {
		List<String> options = new ArrayList<>(this.place.jvmOptions());
		String own = this.contender.settings().get("jvm", "");
		if (!own.isEmpty()) {
			options.add(own);
		}
		return Jvm.ofModule(this.place.home(), this.contender.module(), options, this.place.logs());
	}

	private ChildProcess keep(ChildProcess process) {
		this.processes.add(process);
		return process;
	}

	@Override
	public void close() {
		this.processes.forEach(ChildProcess::close);
	}

}
