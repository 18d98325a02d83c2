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
package io.mprpc.sample.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packaged application, with beans that were generated at build time.
 */
class QuickstartJarTests {

	private static final Path JAR = Path.of("target", "quickstart.jar").toAbsolutePath();

	@Test
	void channelsCanNameTheVersionThatIsInside() throws Exception {
		try (JarFile jar = new JarFile(JAR.toFile())) {
			JarEntry ours = jar.stream()
				.filter((entry) -> entry.getName().contains("rpc-spring-boot-autoconfigure"))
				.findFirst()
				.orElseThrow();
			try (JarInputStream content = new JarInputStream(jar.getInputStream(ours))) {
				assertThat(content.getManifest().getMainAttributes().getValue("Implementation-Version")).isNotBlank();
			}
		}
	}

	@Test
	void callGoesTheWholeWayWithBeansFromTheBuild(@TempDir Path directory) throws Exception {
		Path output = directory.resolve("output");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Dspring.aot.enabled=true", "-Xmx192m", "-XX:TieredStopAtLevel=1", "-jar"));
		command.addAll(List.of(JAR.toString(), "--rpc.registry.snapshot.directory=" + directory));
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
			assertThat(Files.readString(output)).contains("Starting AOT-processed Quickstart",
					"Login says: Hello, zhang san (success: true)");
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
