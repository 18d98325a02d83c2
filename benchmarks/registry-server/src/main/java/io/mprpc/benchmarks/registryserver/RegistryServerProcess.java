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
package io.mprpc.benchmarks.registryserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;

/**
 * Process with a registry server, which is started as its archive starts it.
 */
public class RegistryServerProcess implements EchoServer {

	private static final String MAIN = "io.mprpc.registryserver.RegistryServerApplication";

	private static final Path IO = Path.of("/proc/self/io");

	@Override
	public String start(Settings settings) throws Exception {
		// Returns when the server is ready, and throws if it does not start.
		Class.forName(MAIN)
			.getMethod("main", String[].class)
			.invoke(null,
					(Object) Arrays.stream(settings.toArguments()).map((pair) -> "--" + pair).toArray(String[]::new));
		return "none";
	}

	@Override
	public String answer(String question, Settings arguments) throws Exception {
		return question.equals("bytes") ? bytes() : EchoServer.super.answer(question, arguments);
	}

	/** Of all system calls that read and write, on sockets and files alike. */
	private static String bytes() throws IOException {
		long in = 0;
		long out = 0;
		for (String line : Files.readAllLines(IO)) {
			long number = Long.parseLong(line.replaceAll("\\D", ""));
			in = line.startsWith("rchar") ? number : in;
			out = line.startsWith("wchar") ? number : out;
		}
		return "in=" + in + " out=" + out;
	}

	@Override
	public void close() {
		System.exit(0);
	}

}
