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

package io.mprpc.registryserver.polled;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.mprpc.admin.v1.Bucket;
import io.mprpc.admin.v1.GetFiguresReply;
import io.mprpc.admin.v1.MethodFigures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AnswerReader}.
 */
class AnswerReaderTests {

	private static final MethodKey LOGIN = new MethodKey("demo.Users", "Login");

	@Test
	void anAnswerIsReadAsItIs() {
		CallStatsSample answer = AnswerReader.read(reply().addProvided(login(10, 3)).addConsumed(login(4, 0)).build(),
				77);
		assertThat(answer.application()).isEqualTo("shop");
		assertThat(answer.life()).isEqualTo("one");
		assertThat(answer.atNanos()).isEqualTo(77);
		assertThat(answer.provided()).containsOnlyKeys(LOGIN);
		assertThat(answer.provided().get(LOGIN).calls()).isEqualTo(10);
		assertThat(answer.provided().get(LOGIN).errors()).isEqualTo(3);
		assertThat(answer.consumed().get(LOGIN).calls()).isEqualTo(4);
	}

	@Test
	void aBucketStandsForTheMiddleOfItsBounds() {
		// Up to the first bound, between the two, beyond the last.
		assertThat(durations(List.of(16L, 48L), 1, 2, 3)).isEqualTo(Map.of(8L, 1L, 32L, 2L, 48L, 3L));
		assertThat(durations(List.of(), 5)).isEqualTo(Map.of(0L, 5L));
	}

	@ParameterizedTest
	@CsvSource({ "63, 63", "64, 64", "65, 66", "66, 66", "127, 128", "1000, 1008", "1007, 1008", "1015, 1008",
			"1016, 1024", "1000000, 999424", "1007615, 999424", "1007616, 1015808" })
	void ofADurationSixDigitsAreKept(long nanos, long rounded) {
		// The middle of two bounds of which the lower is none.
		assertThat(durations(List.of(2 * nanos), 1)).containsOnlyKeys(rounded);
	}

	@Test
	void roundedDurationsAddUp() {
		assertThat(durations(List.of(1_000L, 1_001L, 1_003L), 0, 1, 2)).isEqualTo(Map.of(504L, 0L, 1_008L, 3L));
	}

	@Test
	void noDurationIsLongerThanAnHourAndAQuarter() {
		assertThat(durations(List.of(Long.MAX_VALUE), 1)).containsOnlyKeys(1L << 42);
		assertThat(durations(List.of(1L << 42), 0, 1)).containsKey(1L << 42);
		assertThat(TimeUnit.NANOSECONDS.toMinutes(1L << 42)).isEqualTo(73);
	}

	@Test
	void numbersAreBounded() {
		Counts counts = AnswerReader.read(reply().addProvided(login(Long.MAX_VALUE, Long.MAX_VALUE)).build(), 0)
			.provided()
			.get(LOGIN);
		assertThat(counts.calls()).isEqualTo(1_000_000_000_000_000L);
		assertThat(counts.errors()).isEqualTo(counts.calls());
		assertThat(read(login(3, 7)).errors()).as("no more errors than calls").isEqualTo(3);
	}

	@Test
	void methodsBeyondTheLimitAndThoseWithoutANameAreLeftOut() {
		GetFiguresReply.Builder reply = reply().addProvided(method("", "m"))
			.addProvided(method("s", ""))
			.addProvided(method("x".repeat(256), "m"))
			.addProvided(method("s", "x".repeat(256)))
			.addProvided(method("x".repeat(255), "x".repeat(255)));
		for (int i = 0; i < AnswerReader.MAX_METHODS; i++) {
			reply.addProvided(method("s", "m" + i));
		}
		CallStatsSample answer = AnswerReader.read(reply.build(), 0);
		assertThat(answer.provided()).hasSize(AnswerReader.MAX_METHODS - 4)
			.containsKey(new MethodKey("x".repeat(255), "x".repeat(255)));
	}

	@Test
	void whatMakesNoSenseIsRefused() {
		assertRefused(reply().setLife(""), "it has no valid process identity");
		assertRefused(reply().setLife("x".repeat(256)), "it has no valid process identity");
		assertRefused(reply().setApplication("x".repeat(256)), "its application has a name of 256 characters");
		assertRefused(reply().addAllBoundsNanos(bounds(256)), "it has 256 buckets");
		assertRefused(reply().addBoundsNanos(0), "the bounds of its buckets do not increase");
		assertRefused(reply().addBoundsNanos(5).addBoundsNanos(5), "the bounds of its buckets do not increase");
		assertRefused(reply().addProvided(login(-1, 0)), "it has a negative count");
		assertRefused(reply().addProvided(login(1, -1)), "it has a negative count");
		assertRefused(reply().addProvided(login(1, 0).addBuckets(bucket(0, -1))), "it has a negative count");
		assertRefused(reply().addProvided(login(1, 0).addBuckets(bucket(-1, 1))), "it refers to an unknown bucket");
		assertRefused(reply().addProvided(login(1, 0).addBuckets(bucket(1, 1))), "it refers to an unknown bucket");
		assertRefused(reply().addProvided(login(1, 0).addBuckets(bucket(0, 1)).addBuckets(bucket(0, 1))),
				"it repeats buckets");
	}

	@Test
	void whatIsJustInsideTheLimitsIsRead() {
		CallStatsSample answer = AnswerReader.read(reply().setLife("x".repeat(255))
			.setApplication("x".repeat(255))
			.addAllBoundsNanos(bounds(255))
			.addProvided(login(0, 0).addBuckets(bucket(255, 0)))
			.build(), 0);
		assertThat(answer.life()).hasSize(255);
		assertThat(answer.provided().get(LOGIN).durations()).containsOnlyKeys(256L);
	}

	private static void assertRefused(GetFiguresReply.Builder reply, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> AnswerReader.read(reply.build(), 0))
			.withMessageContaining(reason);
	}

	private static Map<Long, Long> durations(List<Long> bounds, long... calls) {
		MethodFigures.Builder login = login(0, 0);
		for (int i = 0; i < calls.length; i++) {
			login.addBuckets(bucket(i, calls[i]));
		}
		return AnswerReader.read(reply().addAllBoundsNanos(bounds).addProvided(login).build(), 0)
			.provided()
			.get(LOGIN)
			.durations();
	}

	private static Counts read(MethodFigures.Builder login) {
		return AnswerReader.read(reply().addProvided(login).build(), 0).provided().get(LOGIN);
	}

	private static GetFiguresReply.Builder reply() {
		return GetFiguresReply.newBuilder().setApplication("shop").setLife("one");
	}

	private static MethodFigures.Builder login(long calls, long errors) {
		return method(LOGIN.service(), LOGIN.method()).setCalls(calls).setErrors(errors);
	}

	private static MethodFigures.Builder method(String service, String method) {
		return MethodFigures.newBuilder().setService(service).setMethod(method);
	}

	private static Bucket bucket(int index, long calls) {
		return Bucket.newBuilder().setIndex(index).setCalls(calls).build();
	}

	private static List<Long> bounds(int number) {
		return LongStream.rangeClosed(1, number).boxed().toList();
	}

}
