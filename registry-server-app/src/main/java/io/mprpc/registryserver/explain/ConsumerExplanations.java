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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.grpc.stub.StreamObserver;
import io.mprpc.admin.v1.ExplainReply;
import io.mprpc.admin.v1.ExplainRequest;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.polled.Target;
import io.mprpc.registryserver.polled.TrafficCollector;

/**
 * Queries consumers about where their calls go, a few at the same time. Only consumers
 * that offer a service themselves and have an admin service can be queried.
 */
public final class ConsumerExplanations {

	private static final int MAX_ASKED = 5;

	private static final Duration DEADLINE = Duration.ofSeconds(2);

	private final TrafficCollector collector;

	/**
	 * Creates the queries.
	 * @param collector instances with an admin service
	 */
	public ConsumerExplanations(TrafficCollector collector) {
		this.collector = collector;
	}

	/**
	 * Queries up to five processes, alternating between applications, and waits for at
	 * most two seconds.
	 * @param service the service that is called
	 * @param method simple name of the method, empty for any
	 * @param applications names of the applications that consume the service
	 * @return their answers, including failures for those that did not answer in time
	 */
	public List<ConsumerAnswer> ask(ServiceName service, String method, Set<String> applications) {
		ExplainRequest request = ExplainRequest.newBuilder().setService(service.value()).setMethod(method).build();
		List<CompletableFuture<ConsumerAnswer>> answers = chosen(applications).stream()
			.map((target) -> ask(target, request))
			.toList();
		return answers.stream().map(CompletableFuture::join).toList();
	}

	private List<Target> chosen(Set<String> applications) {
		Map<String, Integer> seen = new HashMap<>();
		return this.collector.answering()
			.stream()
			.filter((each) -> applications.contains(each.application()))
			.map((each) -> new Ranked(seen.merge(each.application(), 1, Integer::sum), each))
			.sorted(Comparator.comparingInt(Ranked::rank))
			.limit(MAX_ASKED)
			.map(Ranked::target)
			.toList();
	}

	private CompletableFuture<ConsumerAnswer> ask(Target target, ExplainRequest request) {
		CompletableFuture<ConsumerAnswer> answer = new CompletableFuture<>();
		boolean known = this.collector.explain(target.endpoint(), request, DEADLINE, new Answering(target, answer),
				(ex) -> answer.complete(ConsumerAnswer.failed(target, "It cannot be called: " + ex.getMessage())));
		if (!known) {
			answer.complete(ConsumerAnswer.failed(target, "It is no longer registered"));
		}
		// Not on the collector's thread, which may be busy.
		return answer.completeOnTimeout(
				ConsumerAnswer.failed(target, "It did not answer within " + DEADLINE.toSeconds() + " s"),
				DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
	}

	private record Ranked(int rank, Target target) {

	}

	private record Answering(Target target,
			CompletableFuture<ConsumerAnswer> answer) implements StreamObserver<ExplainReply> {

		@Override
		public void onNext(ExplainReply reply) {
			this.answer.complete(ConsumerAnswer.of(this.target, reply));
		}

		@Override
		public void onError(Throwable failure) {
			this.answer.complete(ConsumerAnswer.failed(this.target, failure));
		}

		@Override
		public void onCompleted() {
			this.answer.complete(ConsumerAnswer.failed(this.target, "It sent an empty response"));
		}

	}

}
