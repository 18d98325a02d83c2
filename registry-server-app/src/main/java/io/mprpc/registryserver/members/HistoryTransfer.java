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

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.mprpc.internal.input.UntrustedText;
import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.ReportKey;
import io.mprpc.registryserver.members.v1.Challenge;
import io.mprpc.registryserver.members.v1.Chunk;
import io.mprpc.registryserver.members.v1.FetchRequest;
import io.mprpc.registryserver.members.v1.FetchResponse;
import io.mprpc.registryserver.members.v1.Hello;
import io.mprpc.registryserver.members.v1.Run;
import io.mprpc.registryserver.traffic.history.HistoryRun;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of a member that asks for history. Chunks are made while the other side
 * reads them. gRPC calls its methods one after the other; only time limits come from
 * another thread.
 */
final class HistoryTransfer implements StreamObserver<FetchRequest> {

	private static final Logger logger = LoggerFactory.getLogger(HistoryTransfer.class);

	/** Size of the messages, which one run may exceed. */
	static final int CHUNK_BYTES = 128 * 1024;

	private final HistoryService service;

	private final ServerCallStreamObserver<FetchResponse> responses;

	private final byte[] nonce = MemberStatement.nonce();

	private final Object monitor = new Object();

	private State state = State.HELLO;

	private @Nullable Hello hello;

	private @Nullable AnnouncedServer asking;

	private @Nullable MemberStatement statement;

	private Iterator<HistoryRun> runs = Collections.emptyIterator();

	private @Nullable ScheduledFuture<?> limit;

	HistoryTransfer(HistoryService service, ServerCallStreamObserver<FetchResponse> responses) {
		this.service = service;
		this.responses = responses;
		responses.setOnReadyHandler(this::send);
		responses.setOnCancelHandler(this::cancelled);
		limit(HistoryService.HANDSHAKE_TIMEOUT);
	}

	@Override
	public void onNext(FetchRequest request) {
		synchronized (this.monitor) {
			switch (this.state) {
				case HELLO -> hello(request);
				case PROOF -> proof(request);
				case TRANSFER -> fail(Status.INVALID_ARGUMENT.withDescription("Nothing is expected after the proof"));
				case ENDED -> logger.debug("A member sends after the end of its stream");
			}
		}
	}

	private void hello(FetchRequest request) {
		AnnouncedServer own = this.service.members().own().orElse(null);
		if (own == null) {
			fail(Status.UNAVAILABLE.withDescription("This registry server is not announced: try again"));
			return;
		}
		Hello received = request.getHello();
		String name = received.getMember();
		AnnouncedServer member = this.service.members().other(name).orElse(null);
		if (member == null || !received.getNamespace().equals(this.service.members().namespace())) {
			fail(Status.PERMISSION_DENIED.withDescription("'" + UntrustedText.printable(name)
					+ "' is not announced below /mprpc/.servers with the namespace of this server"));
			return;
		}
		if (received.getNonce().size() != MemberStatement.NONCE_LENGTH) {
			fail(Status.INVALID_ARGUMENT.withDescription("nonce"));
			return;
		}
		this.hello = received;
		this.asking = member;
		this.statement = new MemberStatement(own.name(), name);
		this.state = State.PROOF;
		byte[] signature = this.service.members().key().sign(this.statement.ofAsked(received.getNonce().toByteArray()));
		this.responses.onNext(FetchResponse.newBuilder()
			.setChallenge(Challenge.newBuilder()
				.setNonce(ByteString.copyFrom(this.nonce))
				.setSignature(ByteString.copyFrom(signature)))
			.build());
	}

	private void proof(FetchRequest request) {
		AnnouncedServer member = this.asking;
		Hello asked = this.hello;
		if (member == null || asked == null || this.statement == null || !ReportKey.verify(member.publicKey(),
				this.statement.ofAsking(this.nonce), request.getProof().getSignature().toByteArray())) {
			String name = (member != null) ? UntrustedText.printable(member.name()) : "";
			if (this.service.firstForgery(name)) {
				logger.warn("A client at the report port says that it is the registry server " + name
						+ ", but does not have the key that is announced below /mprpc/.servers. No history was sent");
			}
			fail(Status.PERMISSION_DENIED
				.withDescription("The signature was not made with the key that is announced for '" + name + "'"));
			return;
		}
		if (!this.service.begin(this, member.name())) {
			fail(Status.RESOURCE_EXHAUSTED.withDescription("One transfer at a time, and one for each member within "
					+ HistoryService.INTERVAL.toSeconds() + " s: try again"));
			return;
		}
		this.service.handshakeEnded();
		this.state = State.TRANSFER;
		limit(HistoryService.TRANSFER_TIMEOUT);
		long now = this.service.time().instant().toEpochMilli();
		long earliest = now - HistoryRange.HOURS_6.length().toMillis();
		this.runs = this.service.history()
			.export(Math.max(asked.getFromMillis(), earliest), Math.min(asked.getToMillis(), now));
		send();
	}

	private void send() {
		synchronized (this.monitor) {
			while (this.state == State.TRANSFER && this.responses.isReady()) {
				if (!this.runs.hasNext()) {
					this.responses.onCompleted();
					end();
					return;
				}
				this.responses.onNext(FetchResponse.newBuilder().setChunk(chunk()).build());
			}
		}
	}

	private Chunk chunk() {
		Chunk.Builder chunk = Chunk.newBuilder();
		int bytes = 0;
		while (bytes < CHUNK_BYTES && this.runs.hasNext()) {
			Run run = RunFormat.write(this.runs.next());
			chunk.addRuns(run);
			bytes += run.getSerializedSize();
		}
		return chunk.build();
	}

	void fail(Status status) {
		synchronized (this.monitor) {
			if (this.state != State.ENDED) {
				end();
				this.responses.onError(status.asRuntimeException());
			}
		}
	}

	@Override
	public void onError(Throwable failure) {
		cancelled();
	}

	@Override
	public void onCompleted() {
		// The other side has nothing more to say, and reads.
		synchronized (this.monitor) {
			if (this.state == State.HELLO || this.state == State.PROOF) {
				fail(Status.INVALID_ARGUMENT.withDescription("The stream ended before the proof"));
			}
		}
	}

	private void cancelled() {
		synchronized (this.monitor) {
			end();
		}
	}

	private void end() {
		if (this.state != State.ENDED) {
			if (this.state == State.TRANSFER) {
				this.service.transferEnded(this);
			}
			else {
				this.service.handshakeEnded();
			}
			this.state = State.ENDED;
			this.runs = Collections.emptyIterator();
			if (this.limit != null) {
				this.limit.cancel(false);
			}
		}
	}

	private void limit(Duration time) {
		if (this.limit != null) {
			this.limit.cancel(false);
		}
		try {
			this.limit = this.service.timer()
				.schedule(
						() -> fail(Status.DEADLINE_EXCEEDED
							.withDescription("The stream took longer than " + time.toSeconds() + " s")),
						time.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// This server stops, and its port with it.
			logger.debug("No time limit for a transfer of history", ex);
		}
	}

	private enum State {

		/** Waits for the name of the member. */
		HELLO,

		/** Waits for its proof. */
		PROOF,

		/** Sends the history. */
		TRANSFER,

		/** Over. */
		ENDED

	}

}
