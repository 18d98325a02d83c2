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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

import com.google.protobuf.ByteString;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.registry.Endpoint;
import io.mprpc.reports.v1.Challenge;
import io.mprpc.reports.v1.Hello;
import io.mprpc.reports.v1.ProcessMessage;
import io.mprpc.reports.v1.Question;
import io.mprpc.reports.v1.Report;
import io.mprpc.reports.v1.ReportServiceGrpc;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.ServerMessage;
import io.mprpc.reports.v1.Settings;
import org.jspecify.annotations.Nullable;

/**
 * A report server that checks the order of messages and the signature, and records what
 * it receives. A test may make it behave badly.
 */
public final class RecordingReportServer implements AutoCloseable {

	private static final HexFormat HEX = HexFormat.of();

	private static final byte[] X509_PREFIX = HEX.parseHex("302a300506032b6570032100");

	/** A report of some size fills it at a server that does not read. */
	private static final int WINDOW = 64 * 1024;

	private final List<Session> sessions = new CopyOnWriteArrayList<>();

	private final String key;

	private final Server server;

	private final boolean secure;

	private volatile Settings settings = Settings.newBuilder().setIntervalMillis(500).setMaxSeries(2000).build();

	private volatile Behaviour behaviour = Behaviour.GOOD;

	private volatile @Nullable Status refusal;

	private RecordingReportServer(int port, ServerCredentials credentials) {
		byte[] random = new byte[32];
		ThreadLocalRandom.current().nextBytes(random);
		this.key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
		this.secure = !(credentials instanceof InsecureServerCredentials);
		try {
			this.server = NettyServerBuilder
				.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials)
				.addService(new Reports())
				.flowControlWindow(WINDOW)
				.build()
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a server.
	 * @param port port on loopback, 0 for any
	 */
	public static RecordingReportServer start(int port) {
		return new RecordingReportServer(port, InsecureServerCredentials.create());
	}

	/**
	 * Starts a server with TLS.
	 * @param credentials its credentials
	 */
	public static RecordingReportServer start(ServerCredentials credentials) {
		return new RecordingReportServer(0, credentials);
	}

	/**
	 * The announcement of this server.
	 * @param namespaces namespaces that it shows
	 */
	public AnnouncedServer announcement(String... namespaces) {
		return new AnnouncedServer(new Endpoint("127.0.0.1", port()), Set.of(namespaces), this.secure, this.key);
	}

	public int port() {
		return this.server.getPort();
	}

	/** The streams so far, the first one first. */
	public List<Session> sessions() {
		return this.sessions;
	}

	/** The only stream of a process that was accepted and has not ended. */
	public @Nullable Session accepted() {
		List<Session> accepted = this.sessions.stream().filter((one) -> one.verified && !one.ended).toList();
		return (accepted.size() == 1) ? accepted.get(0) : null;
	}

	/** Reports of all streams. */
	public List<Report> reports() {
		return this.sessions.stream().flatMap((session) -> session.reports.stream()).toList();
	}

	void behave(Behaviour behaviour) {
		this.behaviour = behaviour;
	}

	void refuse(@Nullable Status status) {
		this.refusal = status;
	}

	void settings(int intervalMillis, int maxSeries) {
		this.settings = Settings.newBuilder().setIntervalMillis(intervalMillis).setMaxSeries(maxSeries).build();
		this.sessions.stream().filter((one) -> one.verified && !one.ended).forEach(Session::sendSettings);
	}

	@Override
	public void close() {
		this.server.shutdownNow();
		try {
			this.server.awaitTermination();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * How the server behaves.
	 */
	enum Behaviour {

		/** As the protocol says. */
		GOOD,

		/** Says nothing at all. */
		SILENT,

		/** Challenges twice. */
		CHALLENGES_TWICE,

		/** Challenges with few bytes. */
		SHORT_NONCE,

		/** Sends settings without a challenge. */
		ACCEPTS_ANYBODY,

		/** Reads nothing after the handshake. */
		DOES_NOT_READ

	}

	/**
	 * The stream of a process.
	 */
	public final class Session implements StreamObserver<ProcessMessage> {

		/** Series of the stream with their names, by key. */
		public final Map<Integer, Series> series = new ConcurrentHashMap<>();

		final List<Report> reports = new CopyOnWriteArrayList<>();

		final List<ProcessMessage> answers = new CopyOnWriteArrayList<>();

		final List<String> faults = new CopyOnWriteArrayList<>();

		private final ServerCallStreamObserver<ServerMessage> observer;

		private final byte[] nonce = new byte[32];

		private volatile @Nullable Hello hello;

		private volatile boolean verified;

		private volatile boolean ended;

		private volatile boolean completed;

		Session(ServerCallStreamObserver<ServerMessage> observer) {
			this.observer = observer;
			ThreadLocalRandom.current().nextBytes(this.nonce);
			observer.setOnCancelHandler(() -> this.ended = true);
		}

		public @Nullable Hello hello() {
			return this.hello;
		}

		public List<Report> reports() {
			return this.reports;
		}

		/** What the process did wrong. */
		public List<String> faults() {
			return this.faults;
		}

		boolean isEnded() {
			return this.ended;
		}

		/** Whether the process has ended the stream in order. */
		boolean isCompleted() {
			return this.completed;
		}

		void ask(Question question) {
			send(ServerMessage.newBuilder().setQuestion(question).build());
		}

		void sendSettings() {
			send(ServerMessage.newBuilder().setSettings(RecordingReportServer.this.settings).build());
		}

		@Override
		public void onNext(ProcessMessage message) {
			switch (message.getMessageCase()) {
				case HELLO -> greeted(message.getHello());
				case PROOF -> proven(message.getProof().getSignature().toByteArray());
				case REPORT -> reported(message.getReport());
				case ANSWER -> this.answers.add(message);
				default -> this.faults.add("an empty message");
			}
			if (!this.verified || RecordingReportServer.this.behaviour != Behaviour.DOES_NOT_READ) {
				this.observer.request(1);
			}
		}

		private void greeted(Hello given) {
			if (this.hello != null) {
				this.faults.add("a second Hello");
			}
			this.hello = given;
			Status status = RecordingReportServer.this.refusal;
			if (status != null) {
				this.ended = true;
				this.observer.onError(status.asRuntimeException());
				return;
			}
			switch (RecordingReportServer.this.behaviour) {
				case SILENT -> {
				}
				case SHORT_NONCE -> challenge(new byte[3]);
				case ACCEPTS_ANYBODY -> sendSettings();
				case CHALLENGES_TWICE -> {
					challenge(this.nonce);
					challenge(this.nonce);
				}
				default -> challenge(this.nonce);
			}
		}

		private void challenge(byte[] bytes) {
			send(ServerMessage.newBuilder()
				.setChallenge(Challenge.newBuilder().setNonce(ByteString.copyFrom(bytes)))
				.build());
		}

		private void proven(byte[] signature) {
			Hello given = this.hello;
			if (given == null || !verify(given.getPublicKey().toByteArray(), signature)) {
				this.faults.add("a proof that is wrong");
				this.ended = true;
				this.observer.onError(Status.PERMISSION_DENIED.asRuntimeException());
				return;
			}
			this.verified = true;
			sendSettings();
		}

		private boolean verify(byte[] raw, byte[] proof) {
			try {
				ByteArrayOutputStream encoded = new ByteArrayOutputStream();
				encoded.writeBytes(X509_PREFIX);
				encoded.writeBytes(raw);
				PublicKey publicKey = KeyFactory.getInstance("Ed25519")
					.generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
				Signature verifier = Signature.getInstance("Ed25519");
				verifier.initVerify(publicKey);
				verifier.update(
						("mprpc-reports-v1" + '\0' + "127.0.0.1:" + port() + '\0').getBytes(StandardCharsets.UTF_8));
				verifier.update(this.nonce);
				return verifier.verify(proof);
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private void reported(Report report) {
			if (!this.verified) {
				this.faults.add("a report before the proof");
			}
			if (report.getSequence() != this.reports.size() + 1) {
				this.faults.add("report " + report.getSequence() + " after " + this.reports.size());
			}
			for (Series one : report.getSeriesList()) {
				Series known = this.series.get(one.getKey());
				if ((known == null) == (one.getKindValue() == 0)) {
					this.faults.add("names of key " + one.getKey() + " are missing or come again");
				}
				Series.Builder merged = one.toBuilder();
				if (known != null) {
					merged.setKind(known.getKind()).setService(known.getService()).setMethod(known.getMethod());
				}
				this.series.put(one.getKey(), merged.build());
			}
			this.reports.add(report);
		}

		private synchronized void send(ServerMessage message) {
			this.observer.onNext(message);
		}

		@Override
		public void onError(Throwable ex) {
			this.ended = true;
		}

		@Override
		public void onCompleted() {
			this.ended = true;
			this.completed = true;
			this.observer.onCompleted();
		}

	}

	private final class Reports extends ReportServiceGrpc.ReportServiceImplBase {

		@Override
		public StreamObserver<ProcessMessage> report(StreamObserver<ServerMessage> observer) {
			ServerCallStreamObserver<ServerMessage> call = (ServerCallStreamObserver<ServerMessage>) observer;
			call.disableAutoRequest();
			Session session = new Session(call);
			RecordingReportServer.this.sessions.add(session);
			call.request(1);
			return session;
		}

	}

}
