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
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.ReportKey;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registryserver.members.v1.Challenge;
import io.mprpc.registryserver.members.v1.FetchRequest;
import io.mprpc.registryserver.members.v1.FetchResponse;
import io.mprpc.registryserver.members.v1.Hello;
import io.mprpc.registryserver.members.v1.HistoryServiceGrpc;
import io.mprpc.registryserver.members.v1.Proof;
import io.mprpc.registryserver.members.v1.Run;
import io.mprpc.registryserver.traffic.history.HistoryExchange;
import org.jspecify.annotations.Nullable;

/**
 * Client that asks another member for its history. Connects only to addresses that are
 * announced, and takes only what a member of this version would send.
 */
public final class HistoryClient {

	/** Largest message: a chunk with one run more than it should have. */
	private static final int MAX_MESSAGE_BYTES = 512 * 1024;

	/** Runs of a transfer: two tiers of 10,000 series. */
	private static final int MAX_RUNS = 20_000;

	private final Members members;

	private final HistoryExchange history;

	private final @Nullable ChannelCredentials tls;

	private final TimeSource time;

	private final Duration timeout;

	/**
	 * Creates a client.
	 * @param members the members of the ensemble
	 * @param history history of this member
	 * @param tls credentials of encrypted connections, {@code null} if this server has no
	 * SSL bundle
	 * @param time source of time
	 */
	public HistoryClient(Members members, HistoryExchange history, @Nullable ChannelCredentials tls, TimeSource time) {
		this(members, history, tls, time, HistoryService.TRANSFER_TIMEOUT);
	}

	HistoryClient(Members members, HistoryExchange history, @Nullable ChannelCredentials tls, TimeSource time,
			Duration timeout) {
		this.members = members;
		this.history = history;
		this.tls = tls;
		this.time = time;
		this.timeout = timeout;
	}

	/**
	 * Fills empty slots from another member. Blocks until it has sent everything.
	 * @param member the member
	 * @param from begin of the time to fill
	 * @param to its end
	 * @return number of slots that were filled
	 * @throws HistoryUnavailableException if the member cannot be asked, or does not
	 * answer as it should; the message says why
	 */
	int fetch(AnnouncedServer member, Instant from, Instant to) throws HistoryUnavailableException {
		AnnouncedServer own = this.members.own()
			.orElseThrow(() -> new HistoryUnavailableException("this server is not announced", true));
		ManagedChannel channel = channel(member);
		BlockingClientCall<FetchRequest, FetchResponse> call = ClientCalls.blockingBidiStreamingCall(channel,
				HistoryServiceGrpc.getFetchMethod(),
				CallOptions.DEFAULT.withDeadlineAfter(this.timeout.toNanos(), TimeUnit.NANOSECONDS));
		try {
			MemberStatement statement = new MemberStatement(member.name(), own.name());
			byte[] nonce = MemberStatement.nonce();
			write(call,
					FetchRequest.newBuilder()
						.setHello(Hello.newBuilder()
							.setMember(own.name())
							.setNamespace(this.members.namespace())
							.setNonce(ByteString.copyFrom(nonce))
							.setFromMillis(from.toEpochMilli())
							.setToMillis(to.toEpochMilli())));
			Challenge challenge = challenge(call);
			if (challenge.getNonce().size() != MemberStatement.NONCE_LENGTH || !ReportKey.verify(member.publicKey(),
					statement.ofAsked(nonce), challenge.getSignature().toByteArray())) {
				throw new HistoryUnavailableException("it does not have the key that is announced", false);
			}
			byte[] proof = this.members.key().sign(statement.ofAsking(challenge.getNonce().toByteArray()));
			write(call,
					FetchRequest.newBuilder().setProof(Proof.newBuilder().setSignature(ByteString.copyFrom(proof))));
			call.halfClose();
			return read(call);
		}
		catch (StatusException | StatusRuntimeException ex) {
			throw failed(Status.fromThrowable(ex));
		}
		catch (TimeoutException ex) {
			throw new HistoryUnavailableException("it took longer than " + this.timeout.toSeconds() + " s", true);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new HistoryUnavailableException("this server stops", true);
		}
		finally {
			call.cancel("Over", null);
			channel.shutdownNow();
		}
	}

	private int read(BlockingClientCall<FetchRequest, FetchResponse> call)
			throws InterruptedException, TimeoutException, StatusException, HistoryUnavailableException {
		int filled = 0;
		int runs = 0;
		while (true) {
			FetchResponse response = call.read(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
			if (response == null) {
				return filled;
			}
			runs += Math.max(1, response.getChunk().getRunsCount());
			if (runs > MAX_RUNS) {
				throw new HistoryUnavailableException("it sends more than " + MAX_RUNS + " runs of slots", false);
			}
			for (Run run : response.getChunk().getRunsList()) {
				try {
					filled += this.history.merge(RunFormat.read(run, this.time.instant().toEpochMilli()));
				}
				catch (IllegalArgumentException ex) {
					throw new HistoryUnavailableException("it sends something else than history: " + ex.getMessage(),
							false);
				}
			}
		}
	}

	private static Challenge challenge(BlockingClientCall<FetchRequest, FetchResponse> call)
			throws InterruptedException, TimeoutException, StatusException, HistoryUnavailableException {
		FetchResponse response = call.read(HistoryService.HANDSHAKE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
		if (response == null || !response.hasChallenge()) {
			throw new HistoryUnavailableException("it does not prove who it is", false);
		}
		return response.getChallenge();
	}

	private static void write(BlockingClientCall<FetchRequest, FetchResponse> call, FetchRequest.Builder request)
			throws InterruptedException, TimeoutException, StatusException {
		call.write(request.build(), HistoryService.HANDSHAKE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
	}

	private static HistoryUnavailableException failed(Status status) {
		boolean temporary = switch (status.getCode()) {
			case UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, CANCELLED, PERMISSION_DENIED -> true;
			default -> false;
		};
		return new HistoryUnavailableException(
				status.getCode() + ((status.getDescription() != null) ? ": " + status.getDescription() : ""),
				temporary);
	}

	private ManagedChannel channel(AnnouncedServer member) throws HistoryUnavailableException {
		if (member.secure() != (this.tls != null)) {
			throw new HistoryUnavailableException(member.secure() ? "it uses TLS, and this server has no SSL bundle"
					: "it does not use TLS, and this server does", false);
		}
		try {
			return Grpc
				.newChannelBuilderForAddress(member.endpoint().host(), member.endpoint().port(),
						(this.tls != null) ? this.tls : InsecureChannelCredentials.create())
				.maxInboundMessageSize(MAX_MESSAGE_BYTES)
				.disableServiceConfigLookUp()
				.disableRetry()
				.build();
		}
		catch (IllegalArgumentException ex) {
			throw new HistoryUnavailableException("its host cannot be resolved", false);
		}
	}

}
