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
package io.mprpc.sample.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Project that a README shows: each snippet is a file.
 *
 * @param files contents of the files by their path
 */
record ReadmeProject(Map<String, String> files) {

	static final String SOURCE = "samples/first-call/";

	private static final Pattern SNIPPET = Pattern
		.compile("(?ms)^<!-- source: " + SOURCE + "(\\S+) -->\\s*^```\\w*\\n(.*?)^```\\s*?$");

	static ReadmeProject of(Path readme) throws IOException {
		Map<String, String> files = new TreeMap<>();
		Matcher snippet = SNIPPET.matcher(Files.readString(readme));
		while (snippet.find()) {
			files.put(snippet.group(1), snippet.group(2));
		}
		return new ReadmeProject(files);
	}

	/**
	 * Files of a project on disk.
	 * @param directory its directory
	 * @return the project
	 * @throws IOException if it cannot be read
	 */
	static ReadmeProject in(Path directory) throws IOException {
		Map<String, String> files = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : paths.filter(Files::isRegularFile).toList()) {
				Path relative = directory.relativize(path);
				if (!relative.startsWith("target")) {
					files.put(relative.toString(), Files.readString(path));
				}
			}
		}
		return new ReadmeProject(files);
	}

	void writeTo(Path directory) throws IOException {
		for (Map.Entry<String, String> file : this.files.entrySet()) {
			Path path = directory.resolve(file.getKey());
			Files.createDirectories(path.getParent());
			Files.writeString(path, file.getValue());
		}
	}

}
