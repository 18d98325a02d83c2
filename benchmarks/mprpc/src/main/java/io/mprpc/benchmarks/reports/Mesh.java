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

import java.util.List;
import java.util.stream.IntStream;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;

/**
 * Who serves and calls what: processes in groups of the same size, each group with a
 * service that the group before calls.
 *
 * @param processes number of processes
 * @param peers number of instances of each service
 * @param methodsOfService number of methods of each service
 */
record Mesh(int processes, int peers, int methodsOfService) {

	private static final int FIRST_PORT = 10_000;

	int serviceNumber(int process) {
		return process / this.peers;
	}

	ServiceName service(int process) {
		return name(serviceNumber(process));
	}

	ServiceName calledBy(int process) {
		return name(called(process));
	}

	List<Endpoint> peers(int process) {
		int first = called(process) * this.peers;
		return IntStream.range(first, Math.min(first + this.peers, this.processes)).mapToObj(this::endpoint).toList();
	}

	Endpoint endpoint(int process) {
		return new Endpoint("10.20." + process / 250 + "." + (1 + process % 250), FIRST_PORT + process);
	}

	List<String> methods() {
		return IntStream.range(0, this.methodsOfService).mapToObj((i) -> "GetSomething" + i).toList();
	}

	private int called(int process) {
		int services = (this.processes + this.peers - 1) / this.peers;
		return (serviceNumber(process) + 1) % services;
	}

	private static ServiceName name(int number) {
		return new ServiceName("benchmarks.shop.Service" + number);
	}

}
