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

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ServerCall;
import io.mprpc.registryserver.reports.ProcessQuestionException.Reason;
import io.mprpc.registryserver.reports.reading.InvalidReportException;
import io.mprpc.reports.v1.Answer;
import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.ExplainResponse;
import io.mprpc.reports.v1.Question;
import io.mprpc.reports.v1.ServerMessage;

/**
 * Questions of one stream that wait for an answer. Used by one thread at a time.
 */
final class PendingQuestions {

	/** Largest number of questions that a process has to answer at the same time. */
	static final int MAX = 4;

	private final Map<Long, CompletableFuture<ExplainResponse>> pending = new HashMap<>();

	private long lastId;

	private final ServerCall<?, ServerMessage> call;

	private final ScheduledExecutorService timer;

	private final Executor context;

	/**
	 * Creates questions to a process.
	 * @param call the stream
	 * @param timer ends the wait for answers
	 * @param context runs what changes the questions, and the caller of all methods
	 */
	PendingQuestions(ServerCall<?, ServerMessage> call, ScheduledExecutorService timer, Executor context) {
		this.call = call;
		this.timer = timer;
		this.context = context;
	}

	/**
	 * Asks the process where its calls go.
	 * @param request the method
	 * @param deadline time after which the answer is not awaited
	 * @param answer completed with the answer, or with why there is none
	 */
	void ask(ExplainRequest request, Duration deadline, CompletableFuture<ExplainResponse> answer) {
		if (this.pending.size() >= MAX) {
			answer.completeExceptionally(new ProcessQuestionException(Reason.TOO_MANY));
			return;
		}
		if (!this.call.isReady()) {
			answer.completeExceptionally(new ProcessQuestionException(Reason.NOT_READING));
			return;
		}
		long id = ++this.lastId;
		this.pending.put(id, answer);
		ScheduledFuture<?> timeout = this.timer.schedule(() -> this.context.execute(() -> fail(id, Reason.TIMEOUT)),
				deadline.toMillis(), TimeUnit.MILLISECONDS);
		answer.whenComplete((response, ex) -> timeout.cancel(false));
		this.call.sendMessage(ServerMessage.newBuilder()
			.setQuestion(
					Question.newBuilder().setId(id).setDeadlineMillis((int) deadline.toMillis()).setExplain(request))
			.build());
	}

	/**
	 * An answer has arrived.
	 * @param content the answer
	 * @return whether it is awaited
	 */
	boolean answered(byte[] content) throws InvalidReportException {
		// An answer that is not awaited is not decoded either.
		return !this.pending.isEmpty() && complete(decode(content));
	}

	private static Answer decode(byte[] content) throws InvalidReportException {
		try {
			return Answer.parseFrom(content);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new InvalidReportException("answer", "cannot be decoded");
		}
	}

	private boolean complete(Answer answer) {
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

	private void fail(long id, Reason reason) {
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
