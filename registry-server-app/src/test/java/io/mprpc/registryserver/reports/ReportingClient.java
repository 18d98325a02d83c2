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

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.mprpc.reports.v1.Answer;
import io.mprpc.reports.v1.Hello;
import io.mprpc.reports.v1.ProcessMessage;
import io.mprpc.reports.v1.Proof;
import io.mprpc.reports.v1.Report;
import io.mprpc.reports.v1.ReportServiceGrpc;
import io.mprpc.reports.v1.ServerMessage;
import io.mprpc.reports.v1.Settings;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Process that reports, whose every message the test determines.
 */
final class ReportingClient implements AutoCloseable {

	private final Identity identity;

	private final ClientCall<ProcessMessage, ServerMessage> call;

	private final List<ServerMessage> received = new CopyOnWriteArrayList<>();

	private volatile @Nullable Status status;

	private volatile boolean reads = true;

	private long sequence;

	private ReportingClient(Identity identity, Channel channel) {
		this.identity = identity;
		this.call = channel.newCall(ReportServiceGrpc.getReportMethod(), CallOptions.DEFAULT);
		this.call.start(new ClientCall.Listener<>() {
			@Override
			public void onMessage(ServerMessage message) {
				ReportingClient.this.received.add(message);
				if (ReportingClient.this.reads) {
					ReportingClient.this.call.request(1);
				}
			}

			@Override
			public void onClose(Status status, Metadata trailers) {
				ReportingClient.this.status = status;
			}
		}, new Metadata());
		this.call.request(1);
	}

	/** Waits for a condition that comes within milliseconds. */
	static ConditionFactory await() {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(2));
	}

	/** Opens a stream and sends nothing. */
	static ReportingClient open(Identity identity, Channel channel) {
		return new ReportingClient(identity, channel);
	}

	/** Opens a stream that the server accepts. */
	static ReportingClient accepted(Identity identity, Channel channel, String server) {
		return open(identity, channel).handshake(server).awaitAccepted();
	}

	ReportingClient handshake(String server) {
		hello();
		awaitChallengeOrEnd();
		if (this.status == null) {
			proof(this.identity.sign(server, challenge()));
		}
		return this;
	}

	ReportingClient hello() {
		return send(ProcessMessage.newBuilder().setHello(this.identity.hello()).build());
	}

	void awaitChallengeOrEnd() {
		await().until(() -> !this.received.isEmpty() || this.status != null);
	}

	ByteString challenge() {
		await().until(() -> !this.received.isEmpty());
		return this.received.get(0).getChallenge().getNonce();
	}

	ReportingClient proof(ByteString signature) {
		return send(ProcessMessage.newBuilder().setProof(Proof.newBuilder().setSignature(signature)).build());
	}

	ReportingClient awaitAccepted() {
		await().until(() -> !settings().isEmpty() || this.status != null);
		assertThat(this.status).isNull();
		return this;
	}

	/** Reads one more message at most. */
	ReportingClient stopReading() {
		this.reads = false;
		return this;
	}

	/** Sends a report with the next number. */
	ReportingClient report(Report.Builder report) {
		this.sequence++;
		return send(ProcessMessage.newBuilder()
			.setReport(report.setSequence(this.sequence).setUptimeMillis(this.sequence * 1000))
			.build());
	}

	ReportingClient answer(Answer answer) {
		return send(ProcessMessage.newBuilder().setAnswer(answer).build());
	}

	ReportingClient send(ProcessMessage message) {
		this.call.sendMessage(message);
		return this;
	}

	List<Settings> settings() {
		return this.received.stream().filter(ServerMessage::hasSettings).map(ServerMessage::getSettings).toList();
	}

	List<ServerMessage> received() {
		return this.received;
	}

	boolean isReady() {
		return this.call.isReady();
	}

	boolean isOpen() {
		return this.status == null;
	}

	Status awaitEnd() {
		await().until(() -> this.status != null);
		return this.status;
	}

	@Override
	public void close() {
		this.call.cancel("The test ends", null);
	}

	/**
	 * Identity of a process.
	 *
	 * @param id application@host:pid:uuid
	 * @param namespace namespace of its registry
	 * @param keys its keys
	 */
	record Identity(String id, String namespace, KeyPair keys) {

		private static final int RAW_BYTES = 32;

		static Identity of(String application, String namespace) {
			try {
				return new Identity(application + "@10.0.0.1:1:" + UUID.randomUUID(), namespace,
						KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

		String application() {
			return this.id.substring(0, this.id.indexOf('@'));
		}

		byte[] rawKey() {
			byte[] encoded = this.keys.getPublic().getEncoded();
			return Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length);
		}

		String publicKey() {
			return Base64.getUrlEncoder().withoutPadding().encodeToString(rawKey());
		}

		Hello.Builder hello() {
			return Hello.newBuilder()
				.setProcess(this.id)
				.setNamespace(this.namespace)
				.setPublicKey(ByteString.copyFrom(rawKey()))
				.setSoftware("test/1");
		}

		ByteString sign(String server, ByteString nonce) {
			try {
				Signature signature = Signature.getInstance("Ed25519");
				signature.initSign(this.keys.getPrivate());
				signature.update(("mprpc-reports-v1\0" + server + '\0').getBytes(StandardCharsets.UTF_8));
				signature.update(nonce.toByteArray());
				return ByteString.copyFrom(signature.sign());
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
