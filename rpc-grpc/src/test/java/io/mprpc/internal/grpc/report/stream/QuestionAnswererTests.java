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

package io.mprpc.internal.grpc.report.stream;

import java.time.Duration;
import java.util.List;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.reports.v1.Answer;
import io.mprpc.reports.v1.Change;
import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.Explanation;
import io.mprpc.reports.v1.Question;
import io.mprpc.reports.v1.Route;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QuestionAnswererTests {

	private static final Question QUESTION = Question.newBuilder()
		.setId(7)
		.setDeadlineMillis(1000)
		.setExplain(ExplainRequest.newBuilder().setService("demo.UserService"))
		.build();

	@Test
	void keepsChangesWhereThereIsRoom() {
		Explanation explanation = explanation(10, 10);
		assertThat(answer(explanation).getExplain().getExplanations(0)).isEqualTo(explanation);
	}

	@Test
	void cutsChangesFirst() {
		assertThat(answer(explanation(2000, 2000)).getExplain().getExplanations(0)).satisfies((explanation) -> {
			assertThat(explanation.getChangesCount()).isZero();
			assertThat(explanation.getRoutesCount()).isEqualTo(2000);
		});
	}

	@Test
	void cutsRoutesThatGetNoCallsBeforeOthers() {
		Answer answer = answer(explanation(10_000, 10), explanation(10_000, 10));
		assertThat(answer.getSerializedSize()).isBetween(60_000, QuestionAnswerer.MAX_BYTES + 100);
		assertThat(answer.getExplain().getExplanationsList()).hasSize(2).allSatisfy((explanation) -> {
			assertThat(explanation.getChangesCount()).isZero();
			assertThat(explanation.getRoutesList().stream().filter(Route::getPicked)).hasSize(10);
		});
	}

	@Test
	void cutsWhatHasNoRoutes() {
		Explanation long1 = Explanation.newBuilder().setError("x".repeat(200_000)).build();
		assertThat(answer(long1, long1).getExplain().getExplanationsList()).hasSize(1);
		Explanation tooLong = Explanation.newBuilder().setError("x".repeat(300_000)).build();
		assertThat(answer(tooLong).getExplain().getExplanationsList()).isEmpty();
	}

	@Test
	void givesNoAnswerThatNobodyAwaits() {
		FakeClock clock = new FakeClock();
		QuestionAnswerer slow = new QuestionAnswerer((service, method) -> {
			clock.forward(Duration.ofMillis(1001));
			return List.of();
		}, clock);
		assertThat(slow.answer(QUESTION)).isNull();
	}

	private static Answer answer(Explanation... explanations) {
		return new QuestionAnswerer((service, method) -> List.of(explanations), TimeSource.system()).answer(QUESTION);
	}

	/** An explanation of 50 bytes a route, ten of which are picked. */
	private static Explanation explanation(int routes, int changes) {
		Explanation.Builder explanation = Explanation.newBuilder();
		for (int i = 0; i < routes; i++) {
			explanation.addRoutes(Route.newBuilder()
				.setEndpoint("10.0.0.1:" + i)
				.setReason("x".repeat(30))
				.setPicked(i >= routes - 10));
		}
		for (int i = 0; i < changes; i++) {
			explanation.addChanges(Change.newBuilder().setWhat("x".repeat(100)));
		}
		return explanation.build();
	}

}
