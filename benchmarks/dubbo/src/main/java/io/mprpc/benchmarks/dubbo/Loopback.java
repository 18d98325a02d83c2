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
package io.mprpc.benchmarks.dubbo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes Dubbo use the loopback interface. Dubbo refuses to advertise addresses that begin
 * with 127 and "localhost", but accepts another host name for the same address, which the
 * JVM resolves with a custom hosts file.
 */
final class Loopback {

	private static final String NAME = "loopback.test";

	private Loopback() {
	}

	/**
	 * Must be called before this JVM resolves any name.
	 */
	static void advertise() throws IOException {
		Path hosts = Files.createTempFile("benchmarks", ".hosts");
		hosts.toFile().deleteOnExit();
		Files.writeString(hosts, "127.0.0.1 localhost " + NAME + " " + machineName() + "\n");
		System.setProperty("jdk.net.hosts.file", hosts.toString());
		System.setProperty("DUBBO_IP_TO_BIND", NAME);
		System.setProperty("DUBBO_IP_TO_REGISTRY", NAME);
	}

	/** Dubbo asks for it, too. */
	private static String machineName() throws IOException {
		Path name = Path.of("/proc/sys/kernel/hostname");
		return Files.exists(name) ? Files.readString(name).trim() : "";
	}

}
