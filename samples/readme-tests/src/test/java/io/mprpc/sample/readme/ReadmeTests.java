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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Assembles the project of the README, which the build then builds.
 */
class ReadmeTests {

	private static final Path REPOSITORY = Path.of("..", "..");

	@Test
	void bothReadmesShowAllOfOneProject() throws IOException {
		ReadmeProject english = ReadmeProject.of(REPOSITORY.resolve("README.md"));
		assertThat(english.files()).containsKeys("pom.xml", "src/main/resources/application.yml");
		assertThat(ReadmeProject.of(REPOSITORY.resolve("README.zh-CN.md"))).isEqualTo(english);
		assertThat(ReadmeProject.in(REPOSITORY.resolve(ReadmeProject.SOURCE))).isEqualTo(english);
	}

	@Test
	void bothReadmesShowTheSameCommandsAndResults() throws IOException {
		assertThat(commands("README.zh-CN.md")).isEqualTo(commands("README.md")).contains("java -jar");
	}

	@Test
	void projectIsAssembledFromSnippetsAlone() throws IOException {
		Path directory = Path.of("target", "it", "first-call");
		ReadmeProject.of(REPOSITORY.resolve("README.md")).writeTo(directory);
		assertThat(directory.resolve("pom.xml")).exists();
	}

	private static String commands(String readme) throws IOException {
		StringBuilder commands = new StringBuilder();
		String fence = null;
		for (String line : Files.readAllLines(REPOSITORY.resolve(readme))) {
			if (line.startsWith("```")) {
				fence = (fence != null) ? null : line;
			}
			else if ("```shell".equals(fence) || "```".equals(fence)) {
				commands.append(line).append('\n');
			}
		}
		return commands.toString();
	}

}
