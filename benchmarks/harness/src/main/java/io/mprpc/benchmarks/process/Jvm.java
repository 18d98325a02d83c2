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
package io.mprpc.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command line of a contender's JVM.
 *
 * @param classPath class path
 * @param options options of the JVM, the same for each contender
 * @param prefix prefix of the command, for example to pin it to a processor
 * @param logs directory for logs
 */
public record Jvm(String classPath, List<String> options, List<String> prefix, Path logs) {

	/**
	 * Reads the class path of a module of the benchmarks from the build output.
	 * @param home directory of the benchmarks
	 * @param module name of the module
	 * @param options options of the JVM
	 * @param logs directory for logs
	 * @return the command line
	 */
	public static Jvm ofModule(Path home, String module, List<String> options, Path logs) {
		Path target = home.resolve(module).resolve("target");
		try {
			Files.createDirectories(logs);
			String classPath = target.resolve("classes") + ":" + Files.readString(target.resolve("class-path.txt"));
			return new Jvm(classPath.trim(), options, List.of(), logs.toAbsolutePath());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Run it through benchmarks/run, which builds class paths first", ex);
		}
	}

	/**
	 * This command line bound to processors, if the system supports it.
	 * @param processors list of processors in the format of {@code taskset}, empty for
	 * all
	 * @return the command line
	 */
	public Jvm pinnedTo(String processors) {
		if (processors.isEmpty()) {
			return this;
		}
		return new Jvm(this.classPath, this.options, List.of("taskset", "-c", processors), this.logs);
	}

	List<String> command() {
		List<String> command = new ArrayList<>(this.prefix);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.options);
		command.add("-cp");
		command.add(this.classPath);
		return command;
	}

}
