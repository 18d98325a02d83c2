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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.RegistryConnection.State;
import io.mprpc.registryserver.reports.ProcessQuestionException.Reason;
import io.mprpc.registryserver.reports.ReportingClient.Identity;
import io.mprpc.registryserver.reports.ReportsInMemory.Received;
import io.mprpc.registryserver.reports.port.ConnectionLimits;
import io.mprpc.registryserver.testing.SwitchedConnection;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.registryserver.traffic.SeriesCounts.Kind;
import io.mprpc.reports.v1.Answer;
import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.ExplainResponse;
import io.mprpc.reports.v1.Explanation;
import io.mprpc.reports.v1.ProcessMessage;
import io.mprpc.reports.v1.Question;
import io.mprpc.reports.v1.Report;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;
import io.mprpc.reports.v1.ServerMessage;
import io.mprpc.reports.v1.Settings;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.mprpc.registryserver.reports.ReportingClient.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ReportServer} with processes that speak the protocol over sockets.
 */
class ReportServerTests {

	private static final Duration NEVER = Duration.ofMinutes(10);

	private static final Report.Builder EMPTY = Report.newBuilder();

	private final SwitchedConnection connection = new SwitchedConnection();

	private final ReportsInMemory registry = new ReportsInMemory();

	private final ReportStreams streams = new ReportStreams();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<ManagedChannel> channels = new ArrayList<>();

	private final Identity shop = Identity.of("shop", "test");

	private ReportServer server;

	@BeforeEach
	void start() {
		start(StreamLimits.of(100).withTimeouts(NEVER, NEVER, NEVER, NEVER));
	}

	@AfterEach
	void stop() {
		this.channels.forEach(ManagedChannel::shutdownNow);
		this.server.close();
	}

	@Test
	void aProcessThatProvesTheKeyOfItsNodesReports() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient client = accept(this.shop);
		assertThat(client.settings()).containsExactly(settings(15_000));
		assertThat(this.streams.byKey(this.shop.publicKey()))
			.hasValueSatisfying((address) -> assertThat(address.isLoopbackAddress()).isTrue());

		client.report(EMPTY.clone()
			.addSeries(series(1, SeriesKind.PROVIDED_METHOD, "demo.Users", "Login").setCalls(5).setInFlight(2))
			.addSeries(series(2, SeriesKind.CONSUMED_METHOD, "demo.Orders", "Place").setCalls(3))
			.addSeries(series(3, SeriesKind.CONSUMED_INSTANCE, "demo.Orders", "").setEndpoint("10.0.0.9:9090")));
		client.report(EMPTY.clone().addSeries(Series.newBuilder().setKey(1).setCalls(7)));
		Received received = this.registry.of(this.shop);
		await().until(() -> received.reports.size() == 2);
		assertThat(received.identity.id()).isEqualTo(this.shop.id());
		assertThat(received.identity.application()).isEqualTo("shop");
		assertThat(received.identity.pid()).isEqualTo(1);
		assertThat(received.reports.get(0).series()).extracting(SeriesCounts::kind)
			.containsExactly(Kind.PROVIDED_METHOD, Kind.CONSUMED_METHOD, Kind.CONSUMED_INSTANCE);
		SeriesCounts login = received.reports.get(1).series().get(0);
		assertThat(login.method()).isEqualTo("Login");
		assertThat(login.endpoint()).as("that of the registration").isEqualTo("10.0.0.1:9090");
		assertThat(login.calls()).isEqualTo(7);
		assertThat(this.meters.get("rpc.registry.server.reports.received").counter().count()).isEqualTo(2);
		assertThat(this.meters.get("rpc.registry.server.reports.streams").tag("state", "accepted").gauge().value())
			.isEqualTo(1);

		client.close();
		await().until(() -> received.closed);
		assertThat(this.streams.byKey(this.shop.publicKey())).isEmpty();
	}

	@Test
	void whoeverCannotProveTheKeyIsRefusedAndNamed() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		Identity forger = new Identity(this.shop.id(), "test", Identity.of("shop", "test").keys());
		ReportingClient forged = ReportingClient.open(this.shop, channel()).hello();
		assertThat(forged.proof(forger.sign(this.server.name(), forged.challenge())).awaitEnd().getCode())
			.isEqualTo(Status.Code.UNAUTHENTICATED);

		ReportingClient elsewhere = ReportingClient.open(this.shop, channel()).handshake("other:8781");
		assertThat(elsewhere.awaitEnd().getDescription()).contains(this.server.name());

		ReportingClient first = ReportingClient.open(this.shop, channel()).hello();
		ByteString proof = this.shop.sign(this.server.name(), first.challenge());
		assertThat(first.proof(proof).awaitAccepted().isOpen()).isTrue();
		ReportingClient replay = ReportingClient.open(this.shop, channel()).hello();
		replay.challenge();
		assertThat(replay.proof(proof).awaitEnd().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
		assertThat(first.isOpen()).as("the process itself").isTrue();
		assertThat(this.registry.refused).containsOnlyKeys("127.0.0.1")
			.hasValueSatisfying(containing("it claims to be " + this.shop.id()));
	}

	@Test
	void aKeyWhoseNodeComesLaterIsWaitedFor() {
		ReportingClient client = ReportingClient.open(this.shop, channel()).handshake(this.server.name());
		await().until(() -> this.streams.handshakes() == 1);
		this.registry.register(Identity.of("other", "test"), "10.0.0.2:9090");
		assertThat(client.settings()).isEmpty();
		this.registry.register(this.shop, "10.0.0.1:9090");
		client.awaitAccepted();
	}

	@Test
	void aKeyInNoNodeIsRefusedWithWhatToDo() {
		restart(StreamLimits.of(100).withTimeouts(NEVER, Duration.ofMillis(10), NEVER, NEVER));
		ReportingClient client = ReportingClient.open(this.shop, channel()).handshake(this.server.name());
		assertThat(client.awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
		assertThat(client.awaitEnd().getDescription()).contains("reportKey");
		assertThat(this.registry.refused.get(this.shop.id())).contains("(the stream came from 127.0.0.1)");
		this.connection.become(State.SUSPENDED);
		assertThat(ReportingClient.open(this.shop, channel()).handshake(this.server.name()).awaitEnd().getCode())
			.as("while nobody knows")
			.isEqualTo(Status.Code.UNAVAILABLE);
	}

	@Test
	void anotherIdentityThanThatOfTheNodesIsRefused() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		accept(this.shop);
		Identity thief = new Identity(this.shop.id(), "test", Identity.of("x", "test").keys());
		this.registry.register(thief, "10.0.0.2:9090", "10.0.0.2:9090");
		assertThat(ReportingClient.open(thief, channel()).handshake(this.server.name()).awaitEnd().getDescription())
			.contains(this.shop.id());
		Identity other = Identity.of("other", "test");
		this.registry.register(other, "10.0.0.3:9090");
		Identity renamed = new Identity("shop" + other.id().substring(5), "test", other.keys());
		assertThat(ReportingClient.open(renamed, channel()).handshake(this.server.name()).awaitEnd().getDescription())
			.contains("'other'");
	}

	@Test
	void whoCopiesAKeyIntoItsOwnNodeDeniesNobodyToReport() {
		this.registry.register(this.shop, Set.of("attacker@10.0.0.6:1:" + UUID.randomUUID(), this.shop.id()),
				"10.0.0.1:9090");
		accept(this.shop);
		assertThat(this.registry.of(this.shop).identity.application()).isEqualTo("shop");
		Identity consumer = Identity.of("web", "test");
		String copied = "attacker@10.0.0.6:1:" + UUID.randomUUID();
		this.registry.registered.put(consumer.publicKey(), new RegisteredProcess(copied, consumer.publicKey(),
				"attacker", Map.of(), Map.of(), Set.of("demo.Orders"), Set.of(copied, consumer.id()), Set.of()));
		accept(consumer);
		assertThat(this.registry.of(consumer).identity.application()).isEqualTo("web");
		Identity provider = Identity.of("till", "test");
		this.registry.register(provider, Set.of("attacker@10.0.0.6:1:" + UUID.randomUUID()), "10.0.0.2:9090");
		accept(provider);
		assertThat(this.registry.of(provider).identity.application()).isEqualTo("till");
	}

	@Test
	void whoClaimsAnIdentityFirstGivesItToTheProcessWhoseNodesTellIt() {
		Identity squatter = new Identity(this.shop.id(), "test", Identity.of("x", "test").keys());
		this.registry.register(squatter, "10.0.0.2:9090", "10.0.0.2:9090");
		ReportingClient first = accept(squatter);
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient owner = accept(this.shop);
		assertThat(first.awaitEnd().getDescription()).contains("identity of another");
		assertThat(this.streams.byKey(this.shop.publicKey())).isPresent();
		assertThat(owner.isOpen()).isTrue();
		assertThat(this.streams.accepted()).isEqualTo(1);
	}

	@Test
	void aNodeOfTheSameNameElsewhereTakesNothingOver() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		RegisteredProcess before = this.registry.byKey(this.shop.publicKey()).orElseThrow();
		Identity thief = new Identity(this.shop.id(), "test", Identity.of("x", "test").keys());
		this.registry.unregister(this.shop);
		this.registry.register(thief, "10.0.0.2:9090");
		Takeovers takeovers = new Takeovers(this.registry);
		assertThat(takeovers.find(before, before, this.shop.publicKey())).isNull();
		assertThat(takeovers.find(before, null, this.shop.publicKey())).isEqualTo("the reference of " + before.id());
	}

	@Test
	void aNewStreamOfTheSameKeyReplacesTheOld() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient old = accept(this.shop);
		Received before = this.registry.of(this.shop);
		ReportingClient fresh = accept(this.shop);
		assertThat(old.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
		await().until(() -> before.closed);
		fresh.report(EMPTY.clone());
		Received after = this.registry.of(this.shop);
		await().until(() -> after.reports.size() == 1);
		assertThat(this.streams.accepted()).isEqualTo(1);
	}

	@Test
	void seriesThatTheProcessDoesNotOwnAreDroppedAndNamed() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient client = accept(this.shop);
		client.report(EMPTY.clone()
			.addSeries(series(1, SeriesKind.PROVIDED_METHOD, "demo.Payments", "Pay"))
			.addSeries(series(2, SeriesKind.PROVIDED_METHOD, "demo.Users", "Unregistered"))
			.addSeries(series(3, SeriesKind.CONSUMED_METHOD, "demo.Payments", "Pay"))
			.addSeries(series(4, SeriesKind.PROVIDED_METHOD, "demo.Users", "Login")));
		Received received = this.registry.of(this.shop);
		await().until(() -> received.reports.size() == 1);
		assertThat(received.reports.get(0).series()).extracting(SeriesCounts::method).containsExactly("Login");
		assertThat(received.dropped).containsValue(3L).hasSize(1);
	}

	@Test
	void streamsOutliveTheRegistryButNotATakeover() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient client = accept(this.shop);
		restartKeepingNothing();
		ReportingClient again = accept(this.shop);
		this.connection.become(State.LOST);
		this.registry.unregister(this.shop);
		again.report(EMPTY.clone().addSeries(series(1, SeriesKind.PROVIDED_METHOD, "demo.Users", "Login")));
		await().until(() -> this.registry.of(this.shop).reports.size() == 1);
		assertThat(this.registry.of(this.shop).reports.get(0).series()).hasSize(1);
		this.registry.register(Identity.of("thief", "test"), "10.0.0.1:9090");
		assertThat(again.awaitEnd().getDescription()).contains("taken over", "demo.Users at 10.0.0.1:9090");
		assertThat(client.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
	}

	@Test
	void aProcessWhoseNodesAreGoneIsNotHeard() {
		restart(StreamLimits.of(100).withTimeouts(NEVER, NEVER, Duration.ofMillis(10), NEVER));
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient client = accept(this.shop);
		this.registry.unregister(this.shop);
		assertThat(client.awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
	}

	@Test
	void aProcessThatIsSilentIsDisconnected() {
		restart(StreamLimits.of(100).withTimeouts(Duration.ofMillis(50), NEVER, NEVER, Duration.ofMillis(50)));
		this.registry.register(this.shop, "10.0.0.1:9090");
		this.streams.set(Duration.ofMillis(10));
		ReportingClient accepted = accept(this.shop);
		assertThat(accepted.awaitEnd().getDescription()).contains("not reported");
		ReportingClient mute = ReportingClient.open(this.shop, channel());
		assertThat(mute.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
	}

	@Test
	void theIntervalIsToldToAll() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient client = accept(this.shop);
		this.streams.set(Duration.ofSeconds(1));
		await().until(() -> client.settings().size() == 2);
		assertThat(client.settings().get(1)).isEqualTo(settings(1000));
		Identity late = Identity.of("late", "test");
		this.registry.register(late, "10.0.0.2:9090");
		assertThat(accept(late).settings()).containsExactly(settings(1000));
	}

	@Test
	void questionsAreAnsweredOnTheStream() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient client = accept(this.shop);
		CompletableFuture<ExplainResponse> answer = ask(NEVER);
		Question question = question(client, 0);
		assertThat(question.getExplain().getService()).isEqualTo("demo.Orders");
		ExplainResponse response = ExplainResponse.newBuilder()
			.addExplanations(Explanation.newBuilder().setChannel("c"))
			.build();
		client.answer(Answer.newBuilder().setQuestionId(question.getId()).setExplain(response).build());
		assertThat(answer.join()).isEqualTo(response);

		CompletableFuture<ExplainResponse> refused = ask(NEVER);
		client.answer(Answer.newBuilder().setQuestionId(question(client, 1).getId()).setError("no\nway").build());
		assertThat(failure(refused)).hasMessageContaining("no\\u000away");
		assertThat(failure(ask(Duration.ofMillis(10))).reason()).isEqualTo(Reason.TIMEOUT);
		client.answer(Answer.newBuilder().setQuestionId(question(client, 2).getId()).setExplain(response).build());
		await().until(() -> this.registry.of(this.shop).dropped.size() == 1);
		assertThat(failure(this.streams.explain("nobody", ExplainRequest.getDefaultInstance(), NEVER)).reason())
			.isEqualTo(Reason.NOT_REPORTING);
	}

	@Test
	void questionsAreBoundedAndEndWithTheStream() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient client = accept(this.shop);
		List<CompletableFuture<ExplainResponse>> asked = new ArrayList<>();
		for (int i = 0; i < PendingQuestions.MAX; i++) {
			asked.add(ask(NEVER));
			question(client, i);
		}
		assertThat(failure(ask(NEVER)).reason()).isEqualTo(Reason.TOO_MANY);
		client.answer(Answer.newBuilder()
			.setQuestionId(1)
			.setExplain(ExplainResponse.newBuilder()
				.addExplanations(Explanation.newBuilder().setRules("x".repeat(StreamLimits.MAX_ANSWER_BYTES))))
			.build());
		assertThat(failure(asked.get(0)).reason()).isEqualTo(Reason.TOO_LARGE);
		CompletableFuture<ExplainResponse> last = ask(NEVER);
		question(client, PendingQuestions.MAX);
		client.close();
		assertThat(failure(last).reason()).isEqualTo(Reason.STREAM_ENDED);
	}

	@Test
	void aProcessThatDoesNotReadIsNotAskedForEver() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient client = accept(this.shop).stopReading();
		ExplainRequest large = ExplainRequest.newBuilder().setService("x".repeat(100_000)).build();
		List<Reason> failures = new ArrayList<>();
		// What was sent already may make room on the connection for some time.
		await().until(() -> {
			for (int i = 0; i < 25; i++) {
				failures.add(failure(this.streams.explain(this.shop.id(), large, Duration.ofMillis(1))).reason());
				this.streams.set(Duration.ofSeconds(2 + failures.size()));
			}
			return Set.of(Reason.NOT_READING).containsAll(failures.subList(failures.size() - 25, failures.size()));
		});
		assertThat(failures).contains(Reason.TIMEOUT);
		assertThat(client.isOpen()).isTrue();
	}

	@Test
	void aMessageOfTenMegabytesEndsTheStreamAndIsNamed() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient client = accept(this.shop);
		client.report(EMPTY.clone().addSeries(Series.newBuilder().setKey(1).setLastUnsent("x".repeat(10_000_000))));
		assertThat(client.awaitEnd().isOk()).isFalse();
		await().until(() -> this.registry.refused.containsKey(this.shop.id()));
		assertThat(this.registry.refused.get(this.shop.id())).contains("10000");
		await().until(() -> this.registry.of(this.shop).closed);
	}

	@Test
	void whatIsOutOfOrderOrTooLargeEndsTheStream() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		assertInvalid(ReportingClient.open(this.shop, channel()).report(EMPTY.clone()), "report comes before");
		assertInvalid(ReportingClient.open(this.shop, channel()).proof(ByteString.EMPTY), "proof comes before");
		assertInvalid(ReportingClient.open(this.shop, channel()).send(ProcessMessage.getDefaultInstance()), "message");
		assertInvalid(ReportingClient.open(this.shop, channel())
			.send(ProcessMessage.newBuilder().setHello(this.shop.hello().setSoftware("x".repeat(5000))).build()),
				"hello is larger");
		assertInvalid(
				ReportingClient.open(this.shop, channel())
					.send(ProcessMessage.newBuilder().setHello(this.shop.hello().setNamespace("other")).build()),
				"'test'");
		assertInvalid(
				ReportingClient.open(this.shop, channel())
					.send(ProcessMessage.newBuilder().setHello(this.shop.hello().setProcess("shop")).build()),
				"hello.process");
		ReportingClient client = accept(this.shop);
		client.report(EMPTY.clone().addSeries(Series.newBuilder().setKey(9).setCalls(1)));
		assertInvalid(client, "series.kind");
	}

	@Test
	void anUnprovenStreamCannotSendMuch() {
		ReportingClient client = ReportingClient.open(this.shop, channel());
		client.report(EMPTY.clone().addSeries(series(1, SeriesKind.CONSUMED_METHOD, "x".repeat(900_000), "y")));
		assertThat(client.awaitEnd().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
	}

	@Test
	void streamsAndProcessesAreBounded() {
		restart(StreamLimits.of(1).withTimeouts(NEVER, NEVER, NEVER, NEVER).withHandshakes(3, 2, 1));
		this.registry.register(this.shop, "10.0.0.1:9090");
		accept(this.shop);
		Identity second = Identity.of("second", "test");
		this.registry.register(second, "10.0.0.2:9090");
		assertThat(ReportingClient.open(second, channel()).handshake(this.server.name()).awaitEnd().getDescription())
			.contains("max-processes");
		ReportingClient.open(second, channel());
		ReportingClient.open(second, channel());
		await().until(() -> this.streams.handshakes() == 2);
		assertThat(ReportingClient.open(second, channel()).awaitEnd().getCode()).as("soon tried again")
			.isEqualTo(Status.Code.UNAVAILABLE);
	}

	@Test
	void aFloodIsDroppedThenEndedAndRefusedForATime() {
		this.registry.register(this.shop, "10.0.0.1:9090");
		ReportingClient client = accept(this.shop);
		for (int i = 0; i < 20_000 && client.isOpen(); i++) {
			if (!client.isReady()) {
				await().pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(2))
					.until(() -> client.isReady() || !client.isOpen());
			}
			client.report(EMPTY.clone());
		}
		assertThat(client.awaitEnd().getDescription()).contains("1,000 messages a second");
		assertThat(this.registry.of(this.shop).reports).hasSizeBetween(10, 40);
		assertThat(this.registry.of(this.shop).dropped.values()).allMatch((number) -> number > 8000);
		assertThat(this.registry.refused).containsKey(this.shop.id());
		ReportingClient again = ReportingClient.open(this.shop, channel()).hello();
		assertThat(again.awaitEnd().getDescription()).contains("try again in");
	}

	private void restartKeepingNothing() {
		restart(StreamLimits.of(100).withTimeouts(NEVER, NEVER, Duration.ofMillis(10), NEVER));
	}

	private void restart(StreamLimits limits) {
		this.server.close();
		start(limits);
	}

	private void start(StreamLimits limits) {
		ReportServerSettings settings = new ReportServerSettings(new InetSocketAddress("127.0.0.1", 0),
				InsecureServerCredentials.create(), limits, ConnectionLimits.forProcesses(100));
		this.server = ReportServer.start(settings, this.streams,
				new ReportBackend(this.connection, this.registry, this.registry, this.registry), this.meters,
				TimeSource.system(), List.of());
	}

	private ReportingClient accept(Identity identity) {
		return ReportingClient.accepted(identity, channel(), this.server.name());
	}

	private ManagedChannel channel() {
		ManagedChannel channel = Grpc
			.newChannelBuilderForAddress("127.0.0.1", this.server.port(), InsecureChannelCredentials.create())
			.build();
		this.channels.add(channel);
		return channel;
	}

	private CompletableFuture<ExplainResponse> ask(Duration deadline) {
		return this.streams.explain(this.shop.id(), ExplainRequest.newBuilder().setService("demo.Orders").build(),
				deadline);
	}

	private static Question question(ReportingClient client, int number) {
		await().until(() -> client.received().stream().filter(ServerMessage::hasQuestion).count() > number);
		return client.received().stream().filter(ServerMessage::hasQuestion).toList().get(number).getQuestion();
	}

	private static ProcessQuestionException failure(CompletableFuture<?> answer) {
		return (ProcessQuestionException) catchThrowableOfType(CompletionException.class, answer::join).getCause();
	}

	private static void assertInvalid(ReportingClient client, String text) {
		Status status = client.awaitEnd();
		assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
		assertThat(status.getDescription()).contains(text);
	}

	private static Condition<String> containing(String text) {
		return new Condition<>((value) -> value.contains(text), "contains %s", text);
	}

	private static Settings settings(int millis) {
		return Settings.newBuilder().setIntervalMillis(millis).setMaxSeries(2000).build();
	}

	private static Series.Builder series(int key, SeriesKind kind, String service, String method) {
		return Series.newBuilder().setKey(key).setKind(kind).setService(service).setMethod(method);
	}

}
