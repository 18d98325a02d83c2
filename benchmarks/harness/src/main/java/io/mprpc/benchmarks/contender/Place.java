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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.mprpc.benchmarks.Settings;

/**
 * Directories and JVM options of the contenders' processes.
 *
 * @param home directory of the benchmarks
 * @param out directory for results
 * @param jvmOptions options of servers and clients
 * @param serverProcessors processors to bind servers to, empty for all
 * @param clientProcessors processors to bind clients to, empty for all
 */
public record Place(Path home, Path out, List<String> jvmOptions, String serverProcessors, String clientProcessors) {

	/**
	 * Reads options.
	 * @param options options of the user
	 * @return the place
	 */
	public static Place of(Settings options) {
		Path home = Path.of(System.getProperty("benchmarks.home", "benchmarks")).toAbsolutePath();
		return new Place(home, Path.of(options.get("out", home.resolve("target/results").toString())).toAbsolutePath(),
				Arrays.asList(options.get("jvm", "-Xms512m -Xmx512m").split(" ")), options.get("server-processors", ""),
				options.get("client-processors", ""));
	}

	Path logs() {
		return this.out.resolve("logs");
	}

}
