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

package io.mprpc.registryserver.explain;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.reports.ProcessQuestions;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.ExplainResponse;

/**
 * Asks consumers where their calls go, over the streams on which they report.
 */
public final class ConsumerExplanations {

	private static final int MAX_ASKED = 5;

	private static final Duration DEADLINE = Duration.ofSeconds(2);

	private final Traffic traffic;

	private final ProcessQuestions questions;

	private final ConcurrentMap<Question, CompletableFuture<ExplainResponse>> inFlight = new ConcurrentHashMap<>();

	/**
	 * Creates it.
	 * @param traffic processes that report
	 * @param questions questions to them
	 */
	public ConsumerExplanations(Traffic traffic, ProcessQuestions questions) {
		this.traffic = traffic;
		this.questions = questions;
	}

	/**
	 * Asks up to five consumers that report, alternating between applications, and waits
	 * for at most two seconds.
	 * @param service the service that is called
	 * @param method simple name of the method, empty for any
	 * @return their answers, including failures for those that did not answer in time
	 */
	public List<ConsumerAnswer> ask(ServiceName service, String method) {
		List<Asked> all = chosen(service).stream().map((process) -> ask(process, service, method)).toList();
		return all.stream().map(Asked::answer).toList();
	}

	/**
	 * Asks one consumer, and waits for at most two seconds.
	 * @param service the service that is called
	 * @param method simple name of the method, empty for any
	 * @param process identity of the consumer
	 * @return its answer, a failure if it is not known, does not report or does not
	 * answer in time
	 */
	public ConsumerAnswer ask(ServiceName service, String method, String process) {
		ReportingProcess known = this.traffic.processes()
			.stream()
			.filter((each) -> each.id().equals(process))
			.findFirst()
			.orElse(null);
		if (known == null) {
			return ConsumerAnswer.failed(process, "", "The registry does not know this process");
		}
		if (!known.isReporting()) {
			return ConsumerAnswer.failed(process, known.application(), "It does not report to this server");
		}
		return ask(known, service, method).answer();
	}

	/**
	 * Consumers that can be asked.
	 * @param service the service that is called
	 * @return the processes that reference it and report, in the order of their
	 * identities
	 */
	public List<ReportingProcess> reporting(ServiceName service) {
		return this.traffic.processes()
			.stream()
			.filter((each) -> each.isReporting() && each.consumes().contains(service))
			.toList();
	}

	private List<ReportingProcess> chosen(ServiceName service) {
		Map<String, Integer> seen = new HashMap<>();
		return reporting(service).stream()
			.map((each) -> new Ranked(seen.merge(each.application(), 1, Integer::sum), each))
			.sorted(Comparator.comparingInt(Ranked::rank))
			.limit(MAX_ASKED)
			.map(Ranked::process)
			.toList();
	}

	private Asked ask(ReportingProcess process, ServiceName service, String method) {
		return new Asked(process, answer(new Question(process.id(), service, method)));
	}

	/** Those who look at the same page share a question. */
	private CompletableFuture<ExplainResponse> answer(Question question) {
		CompletableFuture<ExplainResponse> answer = new CompletableFuture<>();
		CompletableFuture<ExplainResponse> asked = this.inFlight.putIfAbsent(question, answer);
		if (asked != null) {
			return asked;
		}
		answer.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
		answer.whenComplete((response, failure) -> this.inFlight.remove(question, answer));
		try {
			this.questions
				.explain(question.process(),
						ExplainRequest.newBuilder()
							.setService(question.service().value())
							.setMethod(question.method())
							.build(),
						DEADLINE)
				.whenComplete((response, failure) -> {
					if (failure != null) {
						answer.completeExceptionally(failure);
					}
					else {
						answer.complete(response);
					}
				});
		}
		catch (RuntimeException ex) {
			answer.completeExceptionally(ex);
		}
		return answer;
	}

	private record Question(String process, ServiceName service, String method) {

	}

	private record Asked(ReportingProcess process, CompletableFuture<ExplainResponse> response) {

		ConsumerAnswer answer() {
			try {
				return ConsumerAnswer.of(this.process.id(), this.process.application(), this.response.join());
			}
			catch (CompletionException | CancellationException ex) {
				return ConsumerAnswer.failed(this.process.id(), this.process.application(), message(ex));
			}
		}

		private static String message(Throwable failure) {
			Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
			if (cause instanceof TimeoutException) {
				return "It did not answer within " + DEADLINE.toSeconds() + " s";
			}
			String message = cause.getMessage();
			return (message != null) ? message : cause.getClass().getSimpleName();
		}

	}

	private record Ranked(int rank, ReportingProcess process) {

	}

}
