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

package io.mprpc.internal.grpc.report;

import java.net.ConnectException;

import io.grpc.Status;
import io.mprpc.internal.grpc.call.PickProblem;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.grpc.client.TargetNotResolvedException;
import io.mprpc.registry.ServiceName;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.UnsentReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnsentCall} and {@link UnsentCalls}.
 */
class UnsentCallsTests {

	private static final PickProblem NOBODY = new PickProblem(PickProblem.Kind.NO_INSTANCE, "nobody");

	private static final PickProblem BROKEN = new PickProblem(PickProblem.Kind.NO_CONNECTION, "broken");

	@ParameterizedTest
	@EnumSource(value = Status.Code.class, names = { "UNAVAILABLE", "UNIMPLEMENTED" })
	void theLoadBalancerKnowsWhy(Status.Code code) {
		Status status = code.toStatus().withDescription("text");
		assertThat(UnsentCall.of(status, NOBODY)).isEqualTo(new UnsentCall(UnsentReason.UNSENT_NO_INSTANCE, "nobody"));
		assertThat(UnsentCall.of(status, BROKEN))
			.isEqualTo(new UnsentCall(UnsentReason.UNSENT_NO_CONNECTION, "broken"));
		assertThat(UnsentCall.of(status, null)).as("it was not asked")
			.isEqualTo(new UnsentCall(UnsentReason.UNSENT_OTHER, "text"));
		assertThat(UnsentCall.of(status.withCause(new ConnectException()), null)).as("another load balancer")
			.isEqualTo(new UnsentCall(UnsentReason.UNSENT_NO_CONNECTION, "text"));
		Throwable unresolved = new TargetNotResolvedException(RpcTarget.of(new ServiceName("demo.Users")));
		assertThat(UnsentCall.of(status.withCause(unresolved), null))
			.isEqualTo(new UnsentCall(UnsentReason.UNSENT_NO_INSTANCE, "text"));
	}

	@Test
	void aDeadlineSaysWhatTheCallWaitedFor() {
		assertReason(Status.DEADLINE_EXCEEDED.withDescription("after 1 s"), null, UnsentReason.UNSENT_DEADLINE,
				"after 1 s");
		assertReason(Status.DEADLINE_EXCEEDED.withDescription("after 1 s"), NOBODY, UnsentReason.UNSENT_DEADLINE,
				"Deadline passed while the call waited. nobody");
	}

	@Test
	void limitsAndRefusalsHaveReasonsToo() {
		assertReason(Status.RESOURCE_EXHAUSTED.withDescription("10 at a time"), null, UnsentReason.UNSENT_LIMITED,
				"10 at a time");
		assertReason(Status.UNAUTHENTICATED, null, UnsentReason.UNSENT_OTHER, "UNAUTHENTICATED");
	}

	@Test
	void whatTheCallerCancelsIsNotUnsent() {
		assertThat(UnsentCall.of(Status.CANCELLED, NOBODY)).isNull();
	}

	@Test
	void reasonsStandByTheirNumbers() {
		UnsentCalls calls = new UnsentCalls();
		assertThat(written(calls)).isEqualTo(Series.getDefaultInstance());
		calls.add(UnsentReason.UNSENT_LIMITED, "limited");
		calls.add(UnsentReason.UNSENT_NO_INSTANCE, "nobody");
		calls.add(UnsentReason.UNSENT_NO_INSTANCE, "still nobody");
		assertThat(written(calls).getUnsentList()).containsExactly(0L, 2L, 0L, 0L, 1L);
		assertThat(written(calls).getLastUnsent()).isEqualTo("still nobody");
	}

	@Test
	void textsAreCutBetweenCharacters() {
		UnsentCalls calls = new UnsentCalls();
		calls.add(UnsentReason.UNSENT_OTHER, "x".repeat(UnsentCalls.MAX_TEXT));
		assertThat(written(calls).getLastUnsent()).hasSize(UnsentCalls.MAX_TEXT);
		calls.add(UnsentReason.UNSENT_OTHER, "x".repeat(UnsentCalls.MAX_TEXT + 1));
		assertThat(written(calls).getLastUnsent()).hasSize(UnsentCalls.MAX_TEXT);
		String grin = Character.toString(0x1F600);
		calls.add(UnsentReason.UNSENT_OTHER, "x" + grin.repeat(UnsentCalls.MAX_TEXT));
		assertThat(written(calls).getLastUnsent()).hasSize(UnsentCalls.MAX_TEXT - 1).endsWith(grin);
	}

	private static void assertReason(Status status, @Nullable PickProblem problem, UnsentReason reason, String text) {
		assertThat(UnsentCall.of(status, problem)).isEqualTo(new UnsentCall(reason, text));
	}

	private static Series written(UnsentCalls calls) {
		Series.Builder series = Series.newBuilder();
		calls.writeTo(series);
		return series.build();
	}

}
