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

package io.mprpc.registryserver.reports;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.mprpc.registryserver.reports.ProcessQuestionException.Reason;
import io.mprpc.reports.v1.Answer;
import io.mprpc.reports.v1.ExplainResponse;

/**
 * Questions of one stream that wait for an answer. Used by one thread at a time.
 */
final class PendingQuestions {

	/** Largest number of questions that a process has to answer at the same time. */
	static final int MAX = 4;

	private final Map<Long, CompletableFuture<ExplainResponse>> pending = new HashMap<>();

	private long lastId;

	boolean isEmpty() {
		return this.pending.isEmpty();
	}

	boolean isFull() {
		return this.pending.size() >= MAX;
	}

	long add(CompletableFuture<ExplainResponse> answer) {
		this.pending.put(++this.lastId, answer);
		return this.lastId;
	}

	/**
	 * An answer has arrived.
	 * @param answer the answer
	 * @return whether somebody waits for it
	 */
	boolean answered(Answer answer) {
		CompletableFuture<ExplainResponse> waiting = this.pending.remove(answer.getQuestionId());
		if (waiting == null) {
			return false;
		}
		switch (answer.getAnswerCase()) {
			case EXPLAIN -> waiting.complete(answer.getExplain());
			case ERROR -> waiting.completeExceptionally(ProcessQuestionException.refused(answer.getError()));
			case ANSWER_NOT_SET -> waiting.completeExceptionally(new ProcessQuestionException(Reason.UNKNOWN_ANSWER));
		}
		return true;
	}

	void fail(long id, Reason reason) {
		CompletableFuture<ExplainResponse> waiting = this.pending.remove(id);
		if (waiting != null) {
			waiting.completeExceptionally(new ProcessQuestionException(reason));
		}
	}

	void failAll(Reason reason) {
		this.pending.values().forEach((waiting) -> waiting.completeExceptionally(new ProcessQuestionException(reason)));
		this.pending.clear();
	}

}
