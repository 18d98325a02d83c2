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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.mprpc.internal.grpc.report.stream.RecordingReportServer.Behaviour;
import io.mprpc.internal.grpc.report.stream.RecordingReportServer.Session;
import io.mprpc.internal.grpc.report.stream.StreamStatus.State;
import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.Explanation;
import io.mprpc.reports.v1.Load;
import io.mprpc.reports.v1.Question;
import io.mprpc.reports.v1.Report;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ReportStreamsTests {

	private static final StreamTimings QUICK = new StreamTimings(Duration.ofMillis(300), Duration.ofMillis(600),
			Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(20), Duration.ofMillis(100),
			Duration.ofMillis(300), Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMillis(500));

	private final FakeRegistry registry = new FakeRegistry();

	private final FakeSource source = new FakeSource();

	private final ReportThread thread = new ReportThread(TimeSource.system(), new Random());

	private final ProcessKey key = ProcessKey.generate(this.thread);

	private final AtomicInteger explained = new AtomicInteger();

	private RecordingReportServer server = RecordingReportServer.start(0);

	private ReportStreams streams = streams(QUICK);

	private ReportStreams streams(StreamTimings timings) {
		ReportIdentity identity = new ReportIdentity(() -> "shop@10.0.0.1:7:uuid", this.key);
		ReportContent content = new ReportContent(this.source, () -> () -> Load.newBuilder().setThreads(7).build(),
				(service, method) -> {
					this.explained.incrementAndGet();
					return List.of(Explanation.newBuilder().setChannel(service.value() + '/' + method).build());
				});
		return new ReportStreams(this.thread, identity, content, this.registry, this.registry,
				new ReportChannels(InsecureChannelCredentials::create, false), timings);
	}

	@BeforeEach
	void announceServer() {
		this.registry.announce(this.server.announcement("test"));
	}

	@AfterEach
	void close() {
		this.streams.close();
		this.thread.close();
		this.server.close();
	}

	@Test
	void reportsAfterItHasProvenItsKey() {
		this.source.series.add(FakeSeries.provided("Login").calls(3));
		this.key.encodedForNode();
		Session session = awaitAccepted();
		await().until(() -> session.reports.size() >= 2);
		assertThat(session.faults).isEmpty();
		assertThat(session.hello().getProcess()).isEqualTo("shop@10.0.0.1:7:uuid");
		assertThat(session.hello().getNamespace()).isEqualTo("test");
		assertThat(session.hello().getSoftware()).startsWith("mprpc-java/");
		Report first = session.reports.get(0);
		assertThat(first.getSeriesList()).singleElement().satisfies((series) -> {
			assertThat(series.getMethod()).isEqualTo("Login");
			assertThat(series.getCalls()).isEqualTo(3);
		});
		assertThat(first.getLoad().getThreads()).isEqualTo(7);
		assertThat(session.reports.get(1).getSeriesList()).isEmpty();
		assertThat(session.reports.get(1).getUptimeMillis()).isGreaterThan(first.getUptimeMillis());
		assertThat(this.streams.statuses()).singleElement().satisfies((status) -> {
			assertThat(status.state()).isEqualTo(State.REPORTING);
			assertThat(status.lastReport()).isNotNull();
		});
		assertThat(this.streams.sentReports()).isGreaterThanOrEqualTo(2);
		assertThat(this.streams.sentBytes()).isPositive();
	}

	@Test
	void doesNothingBeforeANodeHasTheKey() {
		assertThat(this.registry.isFollowed()).isFalse();
		this.key.encodedForNode();
		awaitAccepted();
		assertThat(this.server.sessions()).hasSize(1);
	}

	@Test
	void countsOnlyWhileAServerTakesReports() {
		assertThat(this.source.isActive()).isFalse();
		this.key.encodedForNode();
		awaitAccepted();
		assertThat(this.source.isActive()).isTrue();
		this.server.close();
		await().until(() -> !this.source.isActive());
	}

	@Test
	void reportsToEachServerThatShowsTheNamespace() {
		try (RecordingReportServer second = RecordingReportServer.start(0);
				RecordingReportServer foreign = RecordingReportServer.start(0)) {
			this.registry.announce(this.server.announcement("test", "other"), second.announcement("test"),
					foreign.announcement("other"));
			this.key.encodedForNode();
			awaitAccepted();
			await().until(() -> second.accepted() != null);
			assertThat(foreign.sessions()).isEmpty();
			assertThat(this.streams.statuses()).hasSize(2);
		}
	}

	@Test
	void reportsToARestartedServerAgainSoon() {
		this.streams.close();
		this.streams = streams(StreamTimings.DEFAULT);
		this.key.encodedForNode();
		awaitAccepted();
		int port = this.server.port();
		this.server.close();
		await().until(() -> state() == State.WAITING);
		this.server = RecordingReportServer.start(port);
		this.registry.announce(this.server.announcement("test"));
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !this.server.reports().isEmpty());
	}

	@Test
	void aNewAnnouncementEndsTheStreamToTheServersPredecessor() {
		this.key.encodedForNode();
		Session old = awaitAccepted();
		// The same port, so that the old connection stands although another process is
		// announced.
		try (RecordingReportServer other = RecordingReportServer.start(0)) {
			this.registry.announce(new AnnouncedServer(this.server.announcement("test").endpoint(), Set.of("test"),
					false, other.announcement("test").publicKey()));
			await().until(old::isEnded);
			awaitAccepted();
		}
	}

	@Test
	void keepsStreamsWhoseAnnouncementVanishes() {
		this.key.encodedForNode();
		Session session = awaitAccepted();
		this.registry.announce();
		int reports = session.reports.size();
		await().until(() -> session.reports.size() > reports + 1);
		assertThat(session.isEnded()).isFalse();
		assertThat(this.server.sessions()).hasSize(1);
	}

	@Test
	void forgetsAServerThatIsGoneForGood() {
		this.key.encodedForNode();
		awaitAccepted();
		this.registry.announce();
		this.server.close();
		await().until(() -> this.streams.statuses().isEmpty());
	}

	@Test
	void seeksAServerWhoseAnnouncementVanishedWithTheRegistry() {
		this.key.encodedForNode();
		awaitAccepted();
		int port = this.server.port();
		this.registry.state(RegistryConnection.State.SUSPENDED);
		this.registry.announce();
		this.server.close();
		await().until(() -> state() == State.WAITING);
		this.server = RecordingReportServer.start(port);
		awaitAccepted();
		this.server.close();
		this.registry.state(RegistryConnection.State.CONNECTED);
		await().until(() -> this.streams.statuses().isEmpty());
	}

	@Test
	void saysOnceThatAServerIsNotReachedAndOnceThatItIsAgain(CapturedOutput output) {
		int port = this.server.port();
		this.server.close();
		this.key.encodedForNode();
		await().until(() -> output.getOut().contains("Cannot report to registry server 127.0.0.1:" + port));
		await().during(Duration.ofMillis(400)).until(() -> true);
		this.server = RecordingReportServer.start(port);
		await().until(() -> output.getOut().contains("Reports to registry server 127.0.0.1:" + port + " again"));
		assertThat(output.getOut()).containsOnlyOnce("Cannot report to registry server")
			.containsOnlyOnce("Reports to registry server")
			.contains("rpc.registry-server.reports.advertised-host");
	}

	@Test
	void saysOnceThatAServerRefuses(CapturedOutput output) {
		this.server.refuse(Status.PERMISSION_DENIED.withDescription("no node has\n this key"));
		this.key.encodedForNode();
		await().until(() -> this.server.sessions().size() >= 3);
		assertThat(output.getOut()).containsOnlyOnce("takes no reports of this process: PERMISSION_DENIED: no node has")
			.doesNotContain("Cannot report");
		assertThat(state()).isIn(State.REFUSED, State.CONNECTING);
		this.server.refuse(null);
		awaitAccepted();
	}

	@Test
	void retriesARefusalWhenAnotherNodeIsRegistered() {
		this.streams.close();
		this.streams = streams(StreamTimings.DEFAULT);
		this.server.refuse(Status.PERMISSION_DENIED);
		this.key.encodedForNode();
		await().until(() -> state() == State.REFUSED);
		this.server.refuse(null);
		this.key.encodedForNode();
		awaitAccepted();
	}

	@ParameterizedTest
	@EnumSource(names = { "SILENT", "CHALLENGES_TWICE", "SHORT_NONCE", "ACCEPTS_ANYBODY" })
	void endsTheStreamToAServerThatDoesNotKeepToTheProtocol(Behaviour behaviour) {
		this.server.behave(behaviour);
		this.key.encodedForNode();
		await().until(() -> this.server.sessions().size() >= 2);
		assertThat(this.server.reports()).isEmpty();
		assertThat(this.source.isActive()).isFalse();
		this.server.behave(Behaviour.GOOD);
		awaitAccepted();
	}

	@Test
	void endsTheStreamToAServerThatDoesNotRead() {
		this.server.behave(Behaviour.DOES_NOT_READ);
		for (int i = 0; i < 1500; i++) {
			this.source.series.add(FakeSeries.provided("Method" + "x".repeat(200) + i).calls(1));
		}
		this.key.encodedForNode();
		await().until(() -> this.server.sessions().size() >= 2);
		assertThat(this.server.sessions().get(0).isEnded()).isTrue();
		assertThat(this.streams.skippedReports()).isPositive();
	}

	@Test
	void holdsAnIntervalWithinItsBounds() {
		this.server.settings(1, 2000);
		this.key.encodedForNode();
		Session session = awaitAccepted();
		await().until(() -> session.reports.size() >= 3);
		// The first two may be closer.
		assertThat(session.reports.get(2).getUptimeMillis() - session.reports.get(1).getUptimeMillis())
			.isGreaterThanOrEqualTo(490);
	}

	@Test
	void aShorterIntervalBringsTheNextReportForward() {
		this.server.settings(Integer.MAX_VALUE, 2000);
		this.key.encodedForNode();
		Session session = awaitAccepted();
		await().until(() -> session.reports.size() == 1);
		this.server.settings(500, 2000);
		await().until(() -> session.reports.size() >= 3);
	}

	@Test
	void reportsAtOnceWhenUnsentCallsBeginAndEnd() {
		this.server.settings(60_000, 2000);
		FakeSeries series = FakeSeries.consumed("Login");
		this.source.series.add(series);
		this.key.encodedForNode();
		Session session = awaitAccepted();
		await().until(() -> session.reports.size() == 1);
		series.calls(1);
		this.source.unsent();
		this.source.unsent();
		await().until(() -> session.reports.size() == 2);
		assertThat(session.reports.get(1).getSeriesList()).hasSize(1);
		await().until(() -> session.reports.size() == 3);
		assertThat(session.reports.get(2).getSeriesList()).isEmpty();
		assertThat(session.reports.get(2).getUptimeMillis() - session.reports.get(1).getUptimeMillis())
			.isGreaterThanOrEqualTo(90);
		await().during(Duration.ofMillis(300)).until(() -> session.reports.size() == 3);
	}

	@Test
	void answersQuestions() {
		this.key.encodedForNode();
		Session session = awaitAccepted();
		session.ask(Question.newBuilder()
			.setId(1)
			.setDeadlineMillis(5000)
			.setExplain(ExplainRequest.newBuilder().setService("demo.UserService").setMethod("Login"))
			.build());
		session.ask(Question.newBuilder().setId(2).setDeadlineMillis(5000).build());
		session.ask(Question.newBuilder()
			.setId(3)
			.setDeadlineMillis(5000)
			.setExplain(ExplainRequest.newBuilder().setService("/"))
			.build());
		await().until(() -> session.answers.size() == 3);
		assertThat(session.answers.get(0).getAnswer().getExplain().getExplanations(0).getChannel())
			.isEqualTo("demo.UserService/Login");
		assertThat(session.answers.get(1).getAnswer().getError()).contains("does not know the question");
		assertThat(session.answers.get(2).getAnswer().getQuestionId()).isEqualTo(3);
		assertThat(session.answers.get(2).getAnswer().getError()).isNotEmpty();
	}

	@Test
	void reportsOnWhileAServerAsksEndlessly() {
		this.key.encodedForNode();
		Session session = awaitAccepted();
		for (int i = 1; i <= 500; i++) {
			session.ask(Question.newBuilder().setId(i).setDeadlineMillis(5000).build());
		}
		int reports = session.reports.size();
		await().until(() -> session.reports.size() > reports + 1);
		// At most one answer in 20 ms.
		assertThat(session.answers).hasSizeLessThan(200);
	}

	@Test
	void sendsALastReportWhenItIsClosed() {
		this.server.settings(60_000, 2000);
		FakeSeries series = FakeSeries.provided("Login");
		this.source.series.add(series);
		this.key.encodedForNode();
		Session session = awaitAccepted();
		await().until(() -> session.reports.size() == 1);
		series.calls(9);
		this.streams.close();
		await().until(session::isCompleted);
		assertThat(session.reports).hasSize(2);
		assertThat(session.series.get(1).getCalls()).isEqualTo(9);
		assertThat(this.source.isActive()).isFalse();
		assertThat(this.streams.statuses()).isEmpty();
	}

	@Test
	void aServerThatDoesNotReadDelaysTheCloseByLittle() {
		this.streams.close();
		this.streams = streams(StreamTimings.DEFAULT);
		this.server.behave(Behaviour.DOES_NOT_READ);
		this.key.encodedForNode();
		awaitAccepted();
		long start = System.nanoTime();
		this.streams.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
	}

	@Test
	void aServerThatDoesNotReadIsLeftWhenTheThreadEndsRightAfter() {
		this.server.behave(Behaviour.DOES_NOT_READ);
		this.key.encodedForNode();
		Session session = awaitAccepted();
		this.streams.close();
		this.thread.close();
		await().until(session::isEnded);
	}

	@Test
	void addressesThatSwallowEverythingDelayNeitherOtherServersNorTheClose() throws IOException {
		List<AnnouncedServer> announced = new ArrayList<>(List.of(this.server.announcement("test")));
		String key = announced.get(0).publicKey();
		List<ServerSocket> silent = new ArrayList<>();
		try {
			for (int i = 0; i < 20; i++) {
				silent.add(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
				announced.add(new AnnouncedServer(new Endpoint("127.0.0.1", silent.get(i).getLocalPort()),
						Set.of("test"), false, key));
			}
			this.registry.announce(announced.toArray(AnnouncedServer[]::new));
			this.key.encodedForNode();
			await().until(() -> !this.server.reports().isEmpty());
			await().until(() -> this.streams.statuses()
				.stream()
				.filter((status) -> status.reason().contains("It has not answered within"))
				.count() >= 10);
			long start = System.nanoTime();
			this.streams.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
			assertThat(this.streams.statuses()).isEmpty();
		}
		finally {
			for (ServerSocket socket : silent) {
				socket.close();
			}
		}
	}

	@Test
	void nothingIsFollowedAnyMoreWhenItIsClosed() {
		this.key.encodedForNode();
		awaitAccepted();
		assertThat(this.registry.isFollowed()).isTrue();
		this.streams.close();
		assertThat(this.registry.isFollowed()).isFalse();
	}

	@Test
	void thinksOfNoAnswerForAServerThatDoesNotRead() {
		this.server.behave(Behaviour.DOES_NOT_READ);
		for (int i = 0; i < 1500; i++) {
			this.source.series.add(FakeSeries.provided("Method" + "x".repeat(200) + i).calls(1));
		}
		this.key.encodedForNode();
		Session session = awaitAccepted();
		await().until(() -> this.streams.sentReports() == 1);
		for (int i = 1; i <= 10; i++) {
			session.ask(Question.newBuilder()
				.setId(i)
				.setDeadlineMillis(5000)
				.setExplain(ExplainRequest.newBuilder().setService("demo.UserService"))
				.build());
		}
		await().until(session::isEnded);
		assertThat(this.explained).hasValue(0);
	}

	@Test
	void theThreadEndsWhenThereIsNoServer() {
		this.registry.announce();
		this.key.encodedForNode();
		await().until(this.registry::isFollowed);
		assertThat(this.streams.statuses()).isEmpty();
		assertThat(((ThreadPoolExecutor) this.thread.loop()).getQueue()).isEmpty();
	}

	private State state() {
		return this.streams.statuses().stream().map(StreamStatus::state).findFirst().orElse(null);
	}

	private Session awaitAccepted() {
		await().until(() -> this.server.accepted() != null && state() == State.REPORTING);
		return this.server.accepted();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
	}

}
