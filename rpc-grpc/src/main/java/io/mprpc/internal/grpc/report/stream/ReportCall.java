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

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.mprpc.reports.v1.Answer;
import io.mprpc.reports.v1.Hello;
import io.mprpc.reports.v1.Load;
import io.mprpc.reports.v1.ProcessMessage;
import io.mprpc.reports.v1.Proof;
import io.mprpc.reports.v1.Question;
import io.mprpc.reports.v1.Report;
import io.mprpc.reports.v1.ReportServiceGrpc;
import io.mprpc.reports.v1.ServerMessage;
import io.mprpc.reports.v1.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream to a registry server, from the handshake to its end. Used on the loop only.
 */
final class ReportCall extends ClientCall.Listener<ServerMessage> {

	private static final Logger logger = LoggerFactory.getLogger(ReportCall.class);

	private static final Duration MIN_INTERVAL = Duration.ofMillis(500);

	private static final Duration MAX_INTERVAL = Duration.ofMinutes(5);

	private static final int MIN_NONCE = 16;

	private static final int MAX_NONCE = 1024;

	/** Time until the next message is read: a server that asks endlessly costs little. */
	private static final Duration READ_PAUSE = Duration.ofMillis(20);

	private final String server;

	private final StreamContext context;

	private final Owner owner;

	private final ClientCall<ProcessMessage, ServerMessage> call;

	private final ReportWriter writer = new ReportWriter();

	private final Supplier<Load> load;

	private Phase phase = Phase.HELLO;

	private @Nullable Future<?> silence;

	private @Nullable Future<?> next;

	private long nextAt;

	private Duration interval = MAX_INTERVAL;

	private long lastReport;

	private boolean unread;

	private long unreadSince;

	private @Nullable String failure;

	ReportCall(Channel channel, String server, StreamContext context, Owner owner) {
		this.server = server;
		this.context = context;
		this.owner = owner;
		this.load = context.load().get();
		this.call = channel.newCall(ReportServiceGrpc.getReportMethod(), CallOptions.DEFAULT);
	}

	void start() {
		this.call.start(this, new Metadata());
		this.call.request(1);
		send(ProcessMessage.newBuilder()
			.setHello(Hello.newBuilder()
				.setProcess(this.context.identity().process().get())
				.setNamespace(this.context.namespace())
				.setPublicKey(ByteString.copyFrom(this.context.identity().key().raw()))
				.setSoftware(ReportIdentity.SOFTWARE))
			.build());
		awaitServer();
	}

	/** Sends a report as soon as the shortest time since the last one has passed. */
	void reportSoon() {
		if (this.phase == Phase.REPORTING) {
			scheduleReport(this.lastReport + this.context.timings().step().toNanos());
		}
	}

	/** Sends what has happened since the last report, and ends the stream. */
	void close() {
		if (this.phase == Phase.REPORTING && this.call.isReady()) {
			sendReport();
			this.call.halfClose();
		}
		else {
			cancel("Closed");
		}
		this.phase = Phase.ENDED;
		cancelTimers();
	}

	/**
	 * Ends the stream at once.
	 * @param reason why
	 */
	void cancel(String reason) {
		this.failure = reason;
		this.phase = Phase.ENDED;
		this.call.cancel(reason, null);
	}

	@Override
	public void onMessage(ServerMessage message) {
		guarded(() -> handle(message));
		this.context.loop().schedule(() -> this.call.request(1), READ_PAUSE.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void onReady() {
		this.unread = false;
	}

	@Override
	public void onClose(Status status, Metadata trailers) {
		this.phase = Phase.ENDED;
		cancelTimers();
		String reason = this.failure;
		this.owner.ended(this, (reason != null) ? Status.UNAVAILABLE.withDescription(reason) : status);
	}

	private void handle(ServerMessage message) {
		switch (message.getMessageCase()) {
			case CHALLENGE -> challenged(message.getChallenge().getNonce());
			case SETTINGS -> configure(message.getSettings());
			case QUESTION -> answer(message.getQuestion());
			// Of a later version of the protocol.
			default -> logger.debug("Registry server {} sent a message of an unknown kind", this.server);
		}
	}

	private void challenged(ByteString nonce) {
		if (this.phase != Phase.HELLO || nonce.size() < MIN_NONCE || nonce.size() > MAX_NONCE) {
			cancel("It does not keep to the protocol: its challenge came twice, or has " + nonce.size() + " bytes");
			return;
		}
		this.phase = Phase.PROOF;
		send(ProcessMessage.newBuilder()
			.setProof(
					Proof.newBuilder()
						.setSignature(ByteString
							.copyFrom(this.context.identity().key().sign(this.server, nonce.toByteArray()))))
			.build());
		awaitServer();
	}

	private void configure(Settings settings) {
		if (this.phase != Phase.PROOF && this.phase != Phase.REPORTING) {
			cancel("It does not keep to the protocol: its settings came before its challenge");
			return;
		}
		Duration wanted = Duration.ofMillis(Integer.toUnsignedLong(settings.getIntervalMillis()));
		this.interval = (wanted.compareTo(MIN_INTERVAL) < 0) ? MIN_INTERVAL
				: (wanted.compareTo(MAX_INTERVAL) > 0) ? MAX_INTERVAL : wanted;
		this.writer.limit(settings.getMaxSeries());
		if (this.phase == Phase.REPORTING) {
			reschedule(this.lastReport + this.interval.toNanos());
			return;
		}
		this.phase = Phase.REPORTING;
		cancel(this.silence);
		this.owner.accepted();
		sendReport();
		// So that processes that were accepted together do not report together for ever.
		reschedule(now() + (long) (this.interval.toNanos() * (1 + this.context.random().nextDouble()) / 2));
	}

	private void answer(Question question) {
		if (this.phase != Phase.REPORTING) {
			cancel("It does not keep to the protocol: it asked before it accepted the process");
			return;
		}
		// Answers do not pile up at a server that does not read them, nor cost anything.
		Answer answer = this.call.isReady() ? this.context.answerer().answer(question) : null;
		if (answer != null) {
			send(ProcessMessage.newBuilder().setAnswer(answer).build());
		}
	}

	private void reportDue() {
		this.next = null;
		Duration pause = this.interval;
		if (this.call.isReady()) {
			this.unread = false;
			sendReport();
		}
		else if (isUnreadTooLong()) {
			cancel("It has not read anything for " + this.context.timings().unread().toSeconds() + " s");
			return;
		}
		else {
			this.context.counts().skipped().increment();
			Duration unread = this.context.timings().unread();
			pause = (unread.compareTo(pause) < 0) ? unread : pause;
		}
		scheduleReport(now() + pause.toNanos());
	}

	private boolean isUnreadTooLong() {
		if (!this.unread) {
			this.unread = true;
			this.unreadSince = now();
		}
		return now() - this.unreadSince >= this.context.timings().unread().toNanos();
	}

	private void sendReport() {
		Report.Builder report = this.writer.write(this.context.source().series())
			.setUptimeMillis(TimeUnit.NANOSECONDS.toMillis(now() - this.context.origin()))
			.setLoad(this.load.get());
		this.lastReport = now();
		send(ProcessMessage.newBuilder().setReport(report).build());
		this.context.counts().reports().increment();
		this.owner.reported(this.context.time().instant());
	}

	private void send(ProcessMessage message) {
		this.context.counts().bytes().add(message.getSerializedSize());
		this.call.sendMessage(message);
	}

	private void awaitServer() {
		cancel(this.silence);
		Duration atMost = this.context.timings().silence();
		this.silence = this.context.loop()
			.schedule(() -> guarded(() -> cancel("It has not answered within " + atMost.toSeconds() + " s")),
					atMost.toNanos(), TimeUnit.NANOSECONDS);
	}

	/** Brings the next report forward. */
	private void scheduleReport(long at) {
		if (this.next == null || at - this.nextAt < 0) {
			reschedule(at);
		}
	}

	private void reschedule(long at) {
		cancel(this.next);
		this.nextAt = at;
		this.next = this.context.loop()
			.schedule(() -> guarded(this::reportDue), Math.max(0, at - now()), TimeUnit.NANOSECONDS);
	}

	private void guarded(Runnable work) {
		if (this.phase == Phase.ENDED) {
			return;
		}
		try {
			work.run();
		}
		catch (RuntimeException ex) {
			logger.debug("A report failed", ex);
			cancel("This process failed to report: " + ex);
		}
	}

	private void cancelTimers() {
		cancel(this.silence);
		cancel(this.next);
	}

	private static void cancel(@Nullable Future<?> timer) {
		if (timer != null) {
			timer.cancel(false);
		}
	}

	private long now() {
		return this.context.time().nanoTime();
	}

	/**
	 * Owner of a stream, called on the loop.
	 */
	interface Owner {

		/** The server has accepted the process. */
		void accepted();

		/**
		 * A report was sent.
		 * @param at when
		 */
		void reported(Instant at);

		/**
		 * The stream has ended. Comes once and last.
		 * @param call the stream
		 * @param status why
		 */
		void ended(ReportCall call, Status status);

	}

	private enum Phase {

		/** The server has to challenge. */
		HELLO,

		/** The server checks the proof. */
		PROOF,

		/** The process is accepted. */
		REPORTING,

		/** No more reports. */
		ENDED

	}

}
