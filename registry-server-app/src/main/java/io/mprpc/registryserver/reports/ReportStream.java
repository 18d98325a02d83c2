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

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.mprpc.internal.input.UntrustedText;
import io.mprpc.registryserver.reports.ProcessQuestionException.Reason;
import io.mprpc.registryserver.reports.port.AddressGroup;
import io.mprpc.registryserver.reports.port.InboundBytes;
import io.mprpc.registryserver.reports.reading.DropReason;
import io.mprpc.registryserver.reports.reading.InvalidReportException;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.ExplainResponse;
import io.mprpc.reports.v1.ServerMessage;
import io.mprpc.reports.v1.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stream of one process. gRPC delivers messages one after the other, each when the last
 * one is handled; everything that changes the stream runs in its context, on the threads
 * of the report port.
 */
final class ReportStream extends ServerCall.Listener<InputStream> {

	private static final Logger logger = LoggerFactory.getLogger(ReportStream.class);

	/**
	 * Ends that gRPC itself causes: a message that is too large, compressed or broken.
	 */
	private static final Set<Status.Code> BROKEN = Set.of(Status.Code.RESOURCE_EXHAUSTED, Status.Code.INTERNAL,
			Status.Code.UNIMPLEMENTED);

	private final ServerCall<InputStream, ServerMessage> call;

	private final StreamEnvironment environment;

	private final InetSocketAddress remote;

	private final InboundBytes inbound;

	private final SynchronizationContext context = new SynchronizationContext((thread, ex) -> failed(ex));

	private final ReportRate rate;

	private final Handshake handshake;

	private final PendingQuestions questions;

	private @Nullable AcceptedProcess process;

	private boolean settingsDue;

	// Written in the context, read everywhere.
	private volatile boolean accepted;

	private volatile boolean ended;

	// Whether a reference tells the identity.
	private volatile boolean told;

	private volatile long deadlineNanos;

	private volatile long lastReportNanos;

	ReportStream(ServerCall<InputStream, ServerMessage> call, InetSocketAddress remote, InboundBytes inbound,
			StreamEnvironment environment) {
		this.call = call;
		this.remote = remote;
		this.inbound = inbound;
		this.environment = environment;
		long now = environment.time().nanoTime();
		this.rate = new ReportRate(now);
		this.handshake = new Handshake(environment);
		this.questions = new PendingQuestions(call, environment.timer(), this::later);
		this.deadlineNanos = now + environment.limits().handshakeTimeout().toNanos();
	}

	void start() {
		this.environment.streams().opened(this);
		this.inbound.onExcess(() -> later(
				() -> end(EndReason.FLOOD, "The process sends more than this server can receive at a time")));
		this.call.sendHeaders(new Metadata());
		this.call.request(1);
	}

	InetAddress address() {
		return this.remote.getAddress();
	}

	@Override
	public void onMessage(InputStream message) {
		this.environment.meters().bytes(length(message));
		boolean mayGoOn = this.rate.message(this.environment.time().nanoTime());
		try {
			if (!mayGoOn) {
				throw new StreamEndException(EndReason.FLOOD,
						"The process sends about 1,000 messages a second or more");
			}
			receive(Envelope.open(message));
		}
		catch (InvalidReportException ex) {
			this.context.execute(() -> end(EndReason.INVALID, text(ex)));
		}
		catch (StreamEndException ex) {
			this.context.execute(() -> end(ex.reason(), text(ex)));
		}
	}

	@Override
	public void onHalfClose() {
		this.context.execute(() -> end(EndReason.PROCESS_ENDED, ""));
	}

	@Override
	public void onCancel() {
		this.context.execute(() -> {
			Status status = this.inbound.closeStatus();
			if (!this.ended && BROKEN.contains(status.getCode())) {
				closed(EndReason.INVALID);
				blame(EndReason.INVALID,
						"gRPC has ended the stream: " + UntrustedText.printable(status.getDescription()));
			}
			closed(EndReason.PROCESS_ENDED);
		});
	}

	@Override
	public void onReady() {
		this.context.execute(() -> {
			if (this.settingsDue) {
				sendSettings();
			}
		});
	}

	/** Sends settings as soon as the process reads. Does not wait. */
	void settingsChanged() {
		later(this::sendSettings);
	}

	/**
	 * Asks the process where its calls go.
	 * @param request the method
	 * @param deadline time after which the answer is not awaited
	 * @return the answer
	 */
	CompletableFuture<ExplainResponse> explain(ExplainRequest request, Duration deadline) {
		CompletableFuture<ExplainResponse> answer = new CompletableFuture<>();
		try {
			later(() -> ask(request, deadline, answer));
		}
		catch (RejectedExecutionException ex) {
			answer.completeExceptionally(new ProcessQuestionException(Reason.STREAM_ENDED));
		}
		return answer;
	}

	/** The registry has changed. */
	void registryChanged() {
		if (!this.accepted) {
			later(this::acceptIfRegistered);
		}
	}

	/**
	 * Checks what depends on time.
	 * @param nowNanos current time
	 * @param takeovers what processes have taken over from others
	 */
	void check(long nowNanos, Takeovers takeovers) {
		if (this.accepted) {
			Duration silence = this.environment.streams().interval().multipliedBy(3);
			silence = (silence.compareTo(this.environment.limits().silenceTimeout()) > 0) ? silence
					: this.environment.limits().silenceTimeout();
			if (nowNanos - this.lastReportNanos > silence.toNanos()) {
				String text = "The process has not reported for " + silence.toSeconds() + " s";
				later(() -> end(EndReason.SILENT, text));
			}
			later(() -> checkNodes(takeovers));
		}
		else if (nowNanos - this.deadlineNanos > 0) {
			later(this::handshakeTimedOut);
		}
	}

	/** Whether a reference of the process tells the identity that it claims. */
	boolean isTold() {
		return this.told;
	}

	/** Ends the stream because its identity is that of another process. */
	void ousted() {
		later(() -> end(EndReason.IDENTITY, "The process claims the identity of another, whose nodes tell it"));
	}

	/** Ends the stream because the server stops. */
	void stop() {
		later(() -> end(EndReason.SERVER_STOPS, "This registry server stops"));
	}

	private void receive(Envelope message) throws InvalidReportException {
		long arrived = this.inbound.completedNanos();
		switch (message.kind()) {
			case REPORT -> {
				InvalidReportException.require(this.accepted, "report",
						"comes before the server has accepted the " + "process");
				if (!this.rate.report()) {
					handle(() -> accepted().reportDropped());
					return;
				}
			}
			case ANSWER -> {
				if (message.length() > StreamLimits.MAX_ANSWER_BYTES) {
					handle(() -> this.questions.failAll(Reason.TOO_LARGE));
					return;
				}
			}
			default -> {
			}
		}
		byte[] content = message.read();
		handle(() -> {
			switch (message.kind()) {
				case HELLO -> this.call.sendMessage(this.handshake.hello(content));
				case PROOF -> proof(content);
				case REPORT -> report(content, arrived);
				case ANSWER -> answer(content);
			}
		});
	}

	private void handle(Step step) {
		this.context.execute(() -> {
			run(step);
			this.inbound.handled();
			if (!this.ended) {
				this.call.request(1);
			}
		});
	}

	private void run(Step step) {
		if (this.ended) {
			return;
		}
		try {
			step.run();
		}
		catch (InvalidReportException ex) {
			end(EndReason.INVALID, text(ex));
		}
		catch (StreamEndException ex) {
			end(ex.reason(), text(ex));
		}
	}

	private void proof(byte[] content) throws InvalidReportException, StreamEndException {
		this.handshake.proof(content);
		this.deadlineNanos = this.environment.time().nanoTime() + this.environment.limits().nodeTimeout().toNanos();
		acceptIfRegistered();
	}

	private void acceptIfRegistered() {
		run(() -> {
			Claim claim = this.handshake.claim();
			if (!this.accepted && claim != null && this.handshake.isProven()) {
				RegisteredProcess registered = this.handshake.registered();
				if (registered != null) {
					accept(claim, registered);
				}
			}
		});
	}

	private void accept(Claim claim, RegisteredProcess registered) throws StreamEndException {
		if (!this.environment.admission().mayOpen(claim.publicKey(), this.environment.time().nanoTime())) {
			throw new StreamEndException(EndReason.FLOOD, "The process opens streams too often");
		}
		this.told = claim.isTold(registered);
		ReportStream replaced = this.environment.streams().accept(this, claim, this.environment.limits().processes());
		if (replaced != null) {
			replaced
				.later(() -> replaced.end(EndReason.REPLACED, "The process has opened another stream to this server"));
		}
		this.process = new AcceptedProcess(this.environment, claim, registered);
		this.lastReportNanos = this.environment.time().nanoTime();
		this.inbound.accepted();
		this.environment.admission().leave(AddressGroup.of(this.remote));
		this.environment.connections().streamAccepted(this.remote);
		this.accepted = true;
		logger.debug("{} reports from {}", claim.id(), this.remote);
		sendSettings();
	}

	private void report(byte[] content, long arrivedNanos) throws InvalidReportException, StreamEndException {
		this.lastReportNanos = this.environment.time().nanoTime();
		accepted().report(content, arrivedNanos);
	}

	private void answer(byte[] content) throws InvalidReportException {
		InvalidReportException.require(this.accepted, "answer", "comes before the server has accepted the process");
		if (!this.questions.answered(content)) {
			accepted().counted(1, DropReason.LATE_ANSWER);
		}
	}

	private void ask(ExplainRequest request, Duration deadline, CompletableFuture<ExplainResponse> answer) {
		if (this.ended || !this.accepted) {
			answer.completeExceptionally(new ProcessQuestionException(Reason.NOT_REPORTING));
		}
		else {
			this.questions.ask(request, deadline, answer);
		}
	}

	private void sendSettings() {
		if (this.ended || !this.accepted) {
			return;
		}
		this.settingsDue = !this.call.isReady();
		if (!this.settingsDue) {
			this.call.sendMessage(ServerMessage.newBuilder()
				.setSettings(Settings.newBuilder()
					.setIntervalMillis((int) this.environment.streams().interval().toMillis())
					.setMaxSeries(StreamLimits.MAX_SERIES))
				.build());
		}
	}

	private void checkNodes(Takeovers takeovers) {
		run(() -> accepted().check(takeovers));
	}

	private void handshakeTimedOut() {
		if (!this.accepted) {
			run(() -> {
				throw this.handshake.timedOut();
			});
		}
	}

	private void end(EndReason reason, String text) {
		if (!this.ended) {
			this.call.close(reason.status(text), new Metadata());
			closed(reason);
			if (reason.isNamed()) {
				blame(reason, text);
			}
		}
	}

	private void blame(EndReason reason, String text) {
		long now = this.environment.time().nanoTime();
		Claim claim = this.handshake.claim();
		if (claim != null && reason == EndReason.FLOOD && this.handshake.isProven()) {
			this.environment.admission().ban(claim.publicKey(), now);
		}
		if (!this.accepted) {
			this.environment.admission().failed(AddressGroup.of(this.remote), now);
		}
		String address = address().getHostAddress();
		if (claim != null && this.handshake.isProven()) {
			// Without a node it may be anybody's identity: the address tells whose claim
			// it is.
			named(claim.id(), claim.id() + " from " + address, reason,
					this.accepted ? text : text + " (the stream came from " + address + ')');
		}
		else {
			// Anybody may claim to be anybody.
			named(address, address, reason, (claim != null) ? text + " (it claims to be " + claim.id() + ')' : text);
		}
	}

	private void named(String id, String name, EndReason reason, String text) {
		this.environment.log().ended(name, reason, text, this.environment.time().nanoTime());
		this.environment.backend().receiver().refused(UntrustedText.printable(id), text);
	}

	private void closed(EndReason reason) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.environment.meters().ended(reason);
		this.environment.streams().ended(this, this.handshake.claim());
		if (this.accepted) {
			this.environment.connections().streamEnded(this.remote);
			this.questions.failAll(Reason.STREAM_ENDED);
			accepted().close();
		}
		else {
			this.environment.admission().leave(AddressGroup.of(this.remote));
		}
	}

	private AcceptedProcess accepted() {
		AcceptedProcess current = this.process;
		if (current == null) {
			throw new IllegalStateException("The stream is not accepted");
		}
		return current;
	}

	private void failed(Throwable ex) {
		logger.error("A stream of {} failed and is ended", this.remote, ex);
		end(EndReason.ERROR, "An error of the server");
	}

	private void later(Runnable task) {
		this.environment.executor().execute(() -> this.context.execute(task));
	}

	// Messages of gRPC know how long they are.
	private static int length(InputStream message) {
		try {
			return message.available();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static String text(Exception ex) {
		return String.valueOf(ex.getMessage());
	}

	/** One step of the stream. */
	private interface Step {

		void run() throws InvalidReportException, StreamEndException;

	}

}
