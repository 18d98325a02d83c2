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

package io.mprpc.registryserver.members;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.ReportKey;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.members.v1.Challenge;
import io.mprpc.registryserver.members.v1.Chunk;
import io.mprpc.registryserver.members.v1.FetchRequest;
import io.mprpc.registryserver.members.v1.FetchResponse;
import io.mprpc.registryserver.members.v1.Hello;
import io.mprpc.registryserver.members.v1.HistoryServiceGrpc;
import io.mprpc.registryserver.members.v1.Proof;
import io.mprpc.registryserver.members.v1.Run;
import io.mprpc.registryserver.members.v1.SeriesKind;
import io.mprpc.registryserver.traffic.history.HistoryKey;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HistoryService} and {@link HistoryClient} over real sockets, with
 * members that keep to the protocol and others that do not.
 */
@ExtendWith(OutputCaptureExtension.class)
class HistoryServiceTests {

	private static final TimeSource TIME = TimeSource.system();

	private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);

	private final FixedServers servers = new FixedServers();

	private final ReportKey key = ReportKey.generate();

	private final ReportKey otherKey = ReportKey.generate();

	private final AnnouncedServer asking = server(1, this.key);

	private final HistoryInMemory history = new HistoryInMemory();

	private final HistoryInMemory remote = new HistoryInMemory();

	private final List<Server> running = new ArrayList<>();

	private AnnouncedServer asked;

	@BeforeEach
	void start() throws IOException {
		HistoryService[] service = new HistoryService[1];
		this.asked = serve(new HistoryServiceGrpc.HistoryServiceImplBase() {

			@Override
			public StreamObserver<FetchRequest> fetch(StreamObserver<FetchResponse> responses) {
				return service[0].fetch(responses);
			}

		});
		service[0] = new HistoryService(new Members("default", this.otherKey, () -> this.asked, this.servers),
				this.remote, TIME, this.timer);
		this.servers.add(this.asking);
		this.servers.add(this.asked);
	}

	@AfterEach
	void stop() throws InterruptedException {
		for (Server server : this.running) {
			server.shutdownNow();
			assertThat(server.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		}
		this.timer.shutdownNow();
	}

	@Test
	void aMemberGetsTheWholeHistoryOfAnother() throws Exception {
		long first = firstSlot();
		this.remote.put(HistoryKey.NAMESPACE, first, 1, Float.NaN, 3);
		for (int i = 0; i < 2_000; i++) {
			this.remote.put(new HistoryKey(HistoryKey.Kind.SERVICE, "demo.Service" + i, ""), first, new float[200]);
		}
		assertThat(fetch(this.asked)).isEqualTo(3 + 2_000 * 200);
		assertThat(this.history.merged()).hasSize(2_001);
		assertThat(this.history.merged().get(0).key()).isEqualTo(HistoryKey.NAMESPACE);
		assertThat(this.history.merged().get(0).figures()[0]).isEqualTo(1);
		assertThat(this.history.merged().get(0).figures()[5]).isNaN();
		assertThat(this.history.merged().get(0).firstMillis()).isEqualTo(first);
		assertRefused(this.asked).withMessageContaining("RESOURCE_EXHAUSTED").withMessageContaining("within 5 s");
	}

	@Test
	void whoIsNotAnnouncedGetsNothing() {
		this.remote.put(HistoryKey.NAMESPACE, firstSlot(), 1);
		this.servers.remove(this.asking);
		assertRefused(this.asked).withMessageContaining("PERMISSION_DENIED")
			.withMessageContaining("'127.0.0.1:1' is not announced below /mprpc/.servers");
	}

	@Test
	void whoHasAnotherKeyGetsNothingAndIsNamed(CapturedOutput output) {
		this.remote.put(HistoryKey.NAMESPACE, firstSlot(), 1);
		this.servers.remove(this.asking);
		this.servers.add(server(1, ReportKey.generate()));
		assertRefused(this.asked).withMessageContaining("PERMISSION_DENIED").withMessageContaining("signature");
		assertRefused(this.asked);
		assertThat(output.getOut().split("says that it is the registry server 127.0.0.1:1", -1)).hasSize(2);
	}

	@Test
	void aProofIsForOneStreamOnly() throws Exception {
		RawStream first = new RawStream();
		first.hello();
		ByteString proof = ByteString
			.copyFrom(this.key.sign(new MemberStatement(this.asked.name(), "127.0.0.1:1").ofAsking(first.nonce())));
		RawStream second = new RawStream();
		second.hello();
		second.nonce();
		second.prove(proof);
		assertThat(second.status().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
		first.prove(proof);
		assertThat(first.status()).isEqualTo(Status.OK);
	}

	@Test
	void streamsThatProveNothingAreLimited() throws Exception {
		List<RawStream> streams = new ArrayList<>();
		for (int i = 0; i < HistoryService.MAX_HANDSHAKES; i++) {
			RawStream stream = new RawStream();
			stream.hello();
			stream.nonce();
			streams.add(stream);
		}
		assertThat(new RawStream().status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		streams.get(0).cancel();
		this.remote.put(HistoryKey.NAMESPACE, firstSlot(), 1);
		Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> fetch(this.asked) == 1);
	}

	@Test
	void whoeverTakesTheAddressOfAMemberIsNotBelieved() throws IOException {
		AnnouncedServer impostor = serve(answering((responses, request) -> {
			if (request.hasHello()) {
				responses.onNext(challenge(new byte[64]));
			}
		}));
		assertRefused(impostor).withMessageContaining("does not have the key that is announced");
	}

	@Test
	void aMemberThatSendsWithoutEndIsStopped() throws IOException {
		AnnouncedServer endless = proven((responses) -> {
			for (int i = 0; i < 50_000 && !responses.isCancelled(); i++) {
				responses.onNext(FetchResponse.newBuilder().setChunk(Chunk.getDefaultInstance()).build());
			}
		});
		assertRefused(endless).withMessageContaining("more than 20000 runs");
	}

	@Test
	void aMemberThatSendsHugeMessagesOrValuesIsStopped() throws IOException {
		AnnouncedServer huge = proven((responses) -> {
			Run.Builder run = run();
			for (int i = 0; i < 200_000; i++) {
				run.addFigures(1);
			}
			responses.onNext(chunk(run));
		});
		assertRefused(huge).withMessageContaining("RESOURCE_EXHAUSTED");
		AnnouncedServer wrong = proven(
				(responses) -> responses.onNext(chunk(run().addFigures(Float.POSITIVE_INFINITY))));
		assertRefused(wrong).withMessageContaining("something else than history: figure Infinity");
		assertThat(this.history.merged()).isEmpty();
	}

	@Test
	void aMemberThatSaysNothingIsNotWaitedFor() throws IOException {
		AnnouncedServer silent = serve(answering((responses, request) -> {
		}));
		assertThatExceptionOfType(HistoryUnavailableException.class)
			.isThrownBy(() -> client(Duration.ofMillis(300)).fetch(silent, Instant.EPOCH, TIME.instant()))
			.withMessageContaining("DEADLINE_EXCEEDED")
			.satisfies((ex) -> assertThat(ex.isTemporary()).isTrue());
	}

	@Test
	void aMemberWithTlsIsNotAskedInPlainText() {
		AnnouncedServer secure = new AnnouncedServer(this.asked.endpoint(), Set.of("default"), true,
				this.asked.publicKey());
		assertRefused(secure).withMessageContaining("it uses TLS");
	}

	private AnnouncedServer serve(BindableService service) throws IOException {
		Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
			.addService(service)
			.build()
			.start();
		this.running.add(server);
		return server(server.getPort(), this.otherKey);
	}

	/** Member that proves itself correctly and then sends what a test wants. */
	private AnnouncedServer proven(Consumer<ServerCallStreamObserver<FetchResponse>> answer) throws IOException {
		AtomicReference<AnnouncedServer> self = new AtomicReference<>();
		self.set(serve(answering((responses, request) -> {
			if (request.hasHello()) {
				byte[] nonce = request.getHello().getNonce().toByteArray();
				MemberStatement statement = new MemberStatement(self.get().name(), "127.0.0.1:1");
				responses.onNext(challenge(this.otherKey.sign(statement.ofAsked(nonce))));
			}
			else {
				answer.accept((ServerCallStreamObserver<FetchResponse>) responses);
			}
		})));
		return self.get();
	}

	private static BindableService answering(BiConsumer<StreamObserver<FetchResponse>, FetchRequest> answer) {
		return new HistoryServiceGrpc.HistoryServiceImplBase() {

			@Override
			public StreamObserver<FetchRequest> fetch(StreamObserver<FetchResponse> responses) {
				((ServerCallStreamObserver<FetchResponse>) responses).setOnCancelHandler(() -> {
					// The client has had enough.
				});
				return new StreamObserver<>() {

					@Override
					public void onNext(FetchRequest request) {
						answer.accept(responses, request);
					}

					@Override
					public void onError(Throwable failure) {
						// The client has had enough.
					}

					@Override
					public void onCompleted() {
						// Nothing more is said.
					}

				};
			}

		};
	}

	private int fetch(AnnouncedServer member) throws HistoryUnavailableException {
		return client(HistoryService.TRANSFER_TIMEOUT).fetch(member, Instant.EPOCH, TIME.instant());
	}

	private HistoryClient client(Duration timeout) {
		return new HistoryClient(new Members("default", this.key, () -> this.asking, this.servers), this.history, null,
				TIME, timeout);
	}

	private ThrowableAssertAlternative<HistoryUnavailableException> assertRefused(AnnouncedServer member) {
		return assertThatExceptionOfType(HistoryUnavailableException.class).isThrownBy(() -> fetch(member));
	}

	private static FetchResponse challenge(byte[] signature) {
		return FetchResponse.newBuilder()
			.setChallenge(Challenge.newBuilder()
				.setNonce(ByteString.copyFrom(new byte[32]))
				.setSignature(ByteString.copyFrom(signature)))
			.build();
	}

	private static FetchResponse chunk(Run.Builder run) {
		return FetchResponse.newBuilder().setChunk(Chunk.newBuilder().addRuns(run)).build();
	}

	private static Run.Builder run() {
		return Run.newBuilder()
			.setKind(SeriesKind.NAMESPACE)
			.setSlotMillis(15_000)
			.setFirstMillis(firstSlot())
			.addAllFigures(List.of(1f, 1f, 1f, 1f));
	}

	private static long firstSlot() {
		return Math.floorDiv(System.currentTimeMillis() - 3_500_000, 15_000L) * 15_000;
	}

	private static AnnouncedServer server(int port, ReportKey key) {
		return new AnnouncedServer(new Endpoint("127.0.0.1", port), Set.of("default"), false, key.encoded());
	}

	/** A stream whose messages a test makes. */
	private final class RawStream implements StreamObserver<FetchResponse> {

		private final ManagedChannel channel = NettyChannelBuilder
			.forAddress("127.0.0.1", HistoryServiceTests.this.asked.endpoint().port())
			.usePlaintext()
			.build();

		private final CountDownLatch challenged = new CountDownLatch(1);

		private final CountDownLatch ended = new CountDownLatch(1);

		private volatile byte[] received = new byte[0];

		private volatile Status end = Status.UNKNOWN;

		// The last one: answers may come at once.
		private final StreamObserver<FetchRequest> requests = HistoryServiceGrpc.newStub(this.channel).fetch(this);

		void hello() {
			this.requests.onNext(FetchRequest.newBuilder()
				.setHello(Hello.newBuilder()
					.setMember("127.0.0.1:1")
					.setNamespace("default")
					.setNonce(ByteString.copyFrom(new byte[32]))
					.setToMillis(Long.MAX_VALUE))
				.build());
		}

		byte[] nonce() throws InterruptedException {
			assertThat(this.challenged.await(30, TimeUnit.SECONDS)).isTrue();
			return this.received;
		}

		void prove(ByteString signature) {
			this.requests
				.onNext(FetchRequest.newBuilder().setProof(Proof.newBuilder().setSignature(signature)).build());
		}

		Status status() throws InterruptedException {
			assertThat(this.ended.await(30, TimeUnit.SECONDS)).isTrue();
			this.channel.shutdownNow();
			return this.end;
		}

		void cancel() {
			this.channel.shutdownNow();
		}

		@Override
		public void onNext(FetchResponse response) {
			if (response.hasChallenge()) {
				this.received = response.getChallenge().getNonce().toByteArray();
				this.challenged.countDown();
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.end = Status.fromThrowable(failure);
			this.ended.countDown();
		}

		@Override
		public void onCompleted() {
			this.end = Status.OK;
			this.ended.countDown();
		}

	}

}
