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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.testing.ScriptedTraffic;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.ReportingProcess.State;
import io.mprpc.reports.v1.ExplainResponse;
import io.mprpc.reports.v1.Explanation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ConsumerExplanations}.
 */
class ConsumerExplanationsTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private final ScriptedTraffic traffic = new ScriptedTraffic();

	private final ConsumerExplanations explanations = new ConsumerExplanations(this.traffic, this.traffic);

	@Test
	void onlyConsumersOfTheServiceThatReportAreAsked() {
		put("a@h:1", State.REPORTING, USERS);
		put("b@h:1", State.CONNECTED, USERS);
		put("c@h:1", State.SILENT, USERS);
		put("d@h:1", State.REFUSED, USERS);
		put("e@h:1", State.REPORTING, new ServiceName("demo.Other"));
		assertThat(this.explanations.ask(USERS, "Login")).extracting(ConsumerAnswer::process)
			.containsExactly("a@h:1", "b@h:1");
	}

	@Test
	void aFailureIsToldInItsOwnWords() {
		put("a@h:1", State.REPORTING, USERS);
		this.traffic.answer("a@h:1", (request) -> {
			throw new IllegalStateException("Its stream has just ended\n");
		});
		ConsumerAnswer answer = this.explanations.ask(USERS, "Login", "a@h:1");
		assertThat(answer.error()).isEqualTo("Its stream has just ended\\u000a");
		assertThat(answer.channels()).isEmpty();
		this.traffic.answer("a@h:1",
				(request) -> CompletableFuture.completedFuture(ExplainResponse.getDefaultInstance()));
		assertThat(this.explanations.ask(USERS, "Login", "a@h:1").error()).as("asked again").isNull();
	}

	@Test
	void thoseWhoLookAtTheSameTimeShareAQuestion() {
		put("a@h:1", State.REPORTING, USERS);
		AtomicInteger questions = new AtomicInteger();
		CompletableFuture<ExplainResponse> response = new CompletableFuture<>();
		this.traffic.answer("a@h:1", (request) -> {
			questions.incrementAndGet();
			return response;
		});
		List<ConsumerAnswer> answers = new CopyOnWriteArrayList<>();
		List<Thread> readers = List.of(reader(answers), reader(answers));
		await().until(() -> readers.stream().allMatch((each) -> each.getState() == Thread.State.WAITING));
		response.complete(ExplainResponse.newBuilder()
			.addExplanations(Explanation.newBuilder().setChannel("mprpc:///demo.UserService"))
			.build());
		await().until(() -> answers.size() == 2);
		assertThat(answers).allMatch((answer) -> answer.channels().size() == 1);
		assertThat(questions).hasValue(1);
		this.explanations.ask(USERS, "Login", "a@h:1");
		assertThat(questions).as("a new question for the next").hasValue(2);
	}

	private Thread reader(List<ConsumerAnswer> answers) {
		Thread reader = new Thread(() -> answers.add(this.explanations.ask(USERS, "Login", "a@h:1")));
		reader.setDaemon(true);
		reader.start();
		return reader;
	}

	private void put(String id, State state, ServiceName consumes) {
		this.traffic.put(new ProcessTraffic(
				new ReportingProcess(id, "app-" + id.charAt(0), "h", 1, List.of(), List.of(), List.of(consumes), state,
						null, null, "", 0, null, false),
				CallRates.NONE, CallRates.NONE, List.of(), List.of(), List.of(), List.of(), null));
	}

}
