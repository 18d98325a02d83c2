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

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.ServiceName;
import io.mprpc.reports.v1.Answer;
import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.ExplainResponse;
import io.mprpc.reports.v1.Explanation;
import io.mprpc.reports.v1.Question;
import io.mprpc.reports.v1.Route;
import org.jspecify.annotations.Nullable;

/**
 * Answerer of the questions that registry servers ask this process.
 */
final class QuestionAnswerer {

	/** Bytes of an answer at most. */
	static final int MAX_BYTES = 256 * 1024;

	private final BiFunction<ServiceName, String, List<Explanation>> explainer;

	private final TimeSource time;

	QuestionAnswerer(BiFunction<ServiceName, String, List<Explanation>> explainer, TimeSource time) {
		this.explainer = explainer;
		this.time = time;
	}

	/**
	 * Answers a question. Reads snapshots only, so that it takes milliseconds.
	 * @param question the question
	 * @return the answer, {@code null} if it comes too late
	 */
	@Nullable Answer answer(Question question) {
		long start = this.time.nanoTime();
		Answer.Builder answer = Answer.newBuilder().setQuestionId(question.getId());
		try {
			if (question.getQuestionCase() == Question.QuestionCase.EXPLAIN) {
				answer.setExplain(explain(question.getExplain()));
			}
			else {
				answer.setError("This process does not know the question; its version is " + ReportIdentity.SOFTWARE);
			}
		}
		catch (RuntimeException ex) {
			answer.setError(String.valueOf(ex.getMessage()));
		}
		long deadline = TimeUnit.MILLISECONDS.toNanos(Integer.toUnsignedLong(question.getDeadlineMillis()));
		return (this.time.nanoTime() - start <= deadline) ? answer.build() : null;
	}

	private ExplainResponse explain(ExplainRequest request) {
		return cut(ExplainResponse.newBuilder()
			.addAllExplanations(this.explainer.apply(new ServiceName(request.getService()), request.getMethod()))
			.build());
	}

	// Changes go first, then half of the routes at a time, those that get no calls before
	// the others.
	private static ExplainResponse cut(ExplainResponse whole) {
		ExplainResponse.Builder cut = whole.toBuilder();
		if (whole.getSerializedSize() > MAX_BYTES) {
			cut.getExplanationsBuilderList().forEach(Explanation.Builder::clearChanges);
		}
		while (cut.build().getSerializedSize() > MAX_BYTES) {
			if (cut.getExplanationsCount() > 1 && longest(cut) < 2) {
				cut.removeExplanations(cut.getExplanationsCount() - 1);
			}
			else if (longest(cut) < 2) {
				return ExplainResponse.getDefaultInstance();
			}
			else {
				cut.getExplanationsBuilderList().forEach(QuestionAnswerer::halve);
			}
		}
		return cut.build();
	}

	private static int longest(ExplainResponse.Builder response) {
		return response.getExplanationsList().stream().mapToInt(Explanation::getRoutesCount).max().orElse(0);
	}

	private static void halve(Explanation.Builder explanation) {
		List<Route> kept = explanation.getRoutesList()
			.stream()
			.sorted((one, other) -> Boolean.compare(other.getPicked(), one.getPicked()))
			.limit(explanation.getRoutesCount() / 2)
			.toList();
		explanation.clearRoutes().addAllRoutes(kept);
	}

}
