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

package io.mprpc.internal.grpc.server;

import java.time.Duration;

import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnhandledExceptionLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnhandledExceptionLogTests {

	private static final Exception FAILURE = new IllegalStateException("fails with every call");

	private final FakeClock clock = new FakeClock();

	private final UnhandledExceptionLog log = new UnhandledExceptionLog(this.clock);

	@Test
	void aMethodThatFailsWithEveryCallIsLoggedSomeTimesASecond(CapturedOutput output) {
		for (int i = 0; i < 10_000; i++) {
			write("flood.Service/Method");
		}
		assertThat(lines(output, "flood.Service/Method")).isEqualTo(UnhandledExceptionLog.LINES_PER_SECOND);
		this.clock.forward(Duration.ofSeconds(1));
		write("flood.Service/Method");
		assertThat(output)
			.contains("flood.Service/Method, answered with UNKNOWN, trace=abc (9990 more were not logged");
		write("flood.Service/Method");
		assertThat(output).containsOnlyOnce("more were not logged");
	}

	@Test
	void aMethodIsLoggedThoughAnotherFloods(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			write("flood.Service/Other");
		}
		write("quiet.Service/Method");
		assertThat(lines(output, "quiet.Service/Method")).isEqualTo(1);
	}

	private void write(String method) {
		this.log.write(method, "abc", FAILURE, "answered with UNKNOWN");
	}

	private static long lines(CapturedOutput output, String method) {
		return output.toString().lines().filter((line) -> line.contains("Unhandled exception in " + method)).count();
	}

}
