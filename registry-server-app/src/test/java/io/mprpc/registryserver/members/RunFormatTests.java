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

package io.mprpc.registryserver.members;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.mprpc.registryserver.members.v1.Run;
import io.mprpc.registryserver.members.v1.SeriesKind;
import io.mprpc.registryserver.traffic.history.HistoryKey;
import io.mprpc.registryserver.traffic.history.HistoryRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link RunFormat}.
 */
class RunFormatTests {

	private static final long NOW = 1_800_000_000_000L;

	@ParameterizedTest
	@EnumSource(HistoryKey.Kind.class)
	void whatIsWrittenIsRead(HistoryKey.Kind kind) {
		float[] figures = new float[3 * kind.figures()];
		figures[0] = 12.5f;
		figures[1] = Float.NaN;
		HistoryKey key = switch (kind) {
			case NAMESPACE -> HistoryKey.NAMESPACE;
			case SERVICE, PROCESS, LOAD -> new HistoryKey(kind, "name", "");
			default -> new HistoryKey(kind, "demo.UserService", "detail");
		};
		HistoryRun read = RunFormat.read(RunFormat.write(new HistoryRun(key, 15_000, NOW - 60_000, figures)), NOW);
		assertThat(read.key()).isEqualTo(key);
		assertThat(read.firstMillis()).isEqualTo(NOW - 60_000);
		assertThat(read.slotMillis()).isEqualTo(15_000);
		assertThat(read.figures()).isEqualTo(figures);
		assertThat(read.slots()).isEqualTo(3);
	}

	@Test
	void bothTiersAreReadAsFarAsTheyGoBack() {
		assertThat(RunFormat.read(run().setFirstMillis(NOW - 3_600_000).build(), NOW).slots()).isOne();
		assertThat(RunFormat.read(run().setSlotMillis(90_000).setFirstMillis(NOW - 21_600_000).build(), NOW).slots())
			.isOne();
	}

	@ParameterizedTest
	@MethodSource
	void whatNoMemberWouldSendIsRefused(String what, UnaryOperator<Run.Builder> change) {
		Run run = change.apply(run()).build();
		assertThatIllegalArgumentException().isThrownBy(() -> RunFormat.read(run, NOW)).withMessageContaining(what);
	}

	static Stream<Arguments> whatNoMemberWouldSendIsRefused() {
		return Stream.of(change("kind of series", (run) -> run.setKind(SeriesKind.SERIES_KIND_UNSPECIFIED)),
				change("kind of series", (run) -> run.setKindValue(99)), change("name", (run) -> run.setName("")),
				change("name", (run) -> run.setKind(SeriesKind.NAMESPACE)),
				change("detail", (run) -> run.setDetail("Login")),
				change("detail", (run) -> run.setKind(SeriesKind.METHOD)),
				change("name", (run) -> run.setName("x".repeat(256))),
				change("name", (run) -> run.setName("line\nbreak")),
				change("length of slots", (run) -> run.setSlotMillis(1000)),
				change("time of slots", (run) -> run.setFirstMillis(NOW - 7_200_000)),
				change("time of slots", (run) -> run.setFirstMillis(NOW + 30_000)),
				change("time of slots", (run) -> run.setFirstMillis(NOW - 1)),
				change("time of slots", (run) -> run.setFirstMillis(Long.MIN_VALUE)),
				change("time of slots", (run) -> run.setFirstMillis(Long.MAX_VALUE - 5807)),
				change("number of figures", Run.Builder::clearFigures),
				change("number of figures", (run) -> run.addFigures(1)), change("number of figures", (run) -> {
					for (int i = 0; i < 240 * 5; i++) {
						run.addFigures(1);
					}
					return run;
				}), change("figure", (run) -> run.setFigures(2, -1)),
				change("figure", (run) -> run.setFigures(2, Float.POSITIVE_INFINITY)),
				change("figure", (run) -> run.setFigures(2, 1e30f)));
	}

	private static Arguments change(String what, UnaryOperator<Run.Builder> change) {
		return arguments(what, change);
	}

	private static Run.Builder run() {
		Run.Builder run = Run.newBuilder()
			.setKind(SeriesKind.SERVICE)
			.setName("demo.UserService")
			.setSlotMillis(15_000)
			.setFirstMillis(NOW - 60_000);
		for (int i = 0; i < 5; i++) {
			run.addFigures(i);
		}
		return run;
	}

}
