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
package io.mprpc.sample.demo;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DemoJarTests {

	private static final Path REPOSITORY = Path.of("..", "..");

	@Test
	void demonstrationComesToItsEndAndLeavesNoProcess(@TempDir Path directory) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new Demo(new PrintStream(out, true, StandardCharsets.UTF_8), new DemoEnvironment(REPOSITORY, directory)).run();
		String told = out.toString(StandardCharsets.UTF_8);
		assertThat(told).contains("/mprpc/default/services/sample.UserServiceRpc/Login",
				"20 lists of friends right after it: answered by {provider-2=20}", "all processes have ended");
		List<Long> pids = Pattern.compile(", pid (\\d+)")
			.matcher(told)
			.results()
			.map((match) -> Long.valueOf(match.group(1)))
			.toList();
		assertThat(pids).hasSize(5).noneMatch((pid) -> ProcessHandle.of(pid).isPresent());
	}

	@Test
	void missingArchiveIsNamedWithTheCommandThatBuildsIt(@TempDir Path empty) {
		DemoEnvironment environment = new DemoEnvironment(empty, empty);
		assertThatExceptionOfType(DemoException.class).isThrownBy(() -> environment.startProvider("provider-1"))
			.withMessageContaining("sample-provider.jar is missing")
			.withMessageContaining("mvn -DskipTests package");
	}

}
