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

package io.mprpc.chaos;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that run the fast rows of the harness in a reduced form, so that each build
 * verifies the guarantees; {@code chaos/run} runs all rows in full.
 */
class ChaosTests {

	@TempDir
	private Path logs;

	@Test
	void noCallIsLostInARollingRestartACrashAndARestartOfTheRegistry() throws Exception {
		Options options = Options.parse(new String[] { "--rate=100", "--providers=2", "--kills=1",
				"--logs=" + this.logs, "rolling", "kill-9", "registry-restart" });
		List<Result> results = new Scenarios(options, this.logs).run();
		assertThat(results).extracting(Result::row).containsExactly("rolling", "kill-9", "registry-restart");
		assertThat(results).allSatisfy((result) -> assertThat(result.kept()).as("%s", result).isTrue());
	}

}
