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

import java.security.SecureRandom;
import java.util.Collection;
import java.util.Objects;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.mprpc.registryserver.reports.reading.InvalidReportException;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.reports.v1.Challenge;
import io.mprpc.reports.v1.Hello;
import io.mprpc.reports.v1.Proof;
import io.mprpc.reports.v1.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * Handshake of one stream: the claim of an identity, the proof of its key, and the nodes
 * that hold the key. Used by one thread at a time.
 */
final class Handshake {

	private static final int NONCE_BYTES = 32;

	private static final SecureRandom random = new SecureRandom();

	private final StreamEnvironment environment;

	private @Nullable Claim claim;

	private byte @Nullable [] nonce;

	private boolean proven;

	Handshake(StreamEnvironment environment) {
		this.environment = environment;
	}

	/** What the process claims, {@code null} before its first message. */
	@Nullable Claim claim() {
		return this.claim;
	}

	boolean isProven() {
		return this.proven;
	}

	/**
	 * The process claims an identity.
	 * @return the challenge
	 */
	ServerMessage hello(byte[] content) throws InvalidReportException, StreamEndException {
		InvalidReportException.require(this.claim == null, "hello", "is repeated");
		try {
			this.claim = Claim.of(Hello.parseFrom(content), this.environment.backend().connection().namespace());
		}
		catch (InvalidProtocolBufferException ex) {
			throw new InvalidReportException("hello", "cannot be decoded");
		}
		long seconds = this.environment.admission()
			.bannedFor(this.claim.publicKey(), this.environment.time().nanoTime())
			.plusMillis(999)
			.toSeconds();
		if (seconds > 0) {
			throw new StreamEndException(EndReason.BANNED,
					"The process was disconnected because it sent too much; try again in " + seconds + " s");
		}
		byte[] fresh = new byte[NONCE_BYTES];
		random.nextBytes(fresh);
		this.nonce = fresh;
		return ServerMessage.newBuilder()
			.setChallenge(Challenge.newBuilder().setNonce(ByteString.copyFrom(fresh)))
			.build();
	}

	/**
	 * The process proves its key.
	 */
	void proof(byte[] content) throws InvalidReportException, StreamEndException {
		InvalidReportException.require(this.nonce != null, "proof", "comes before hello");
		InvalidReportException.require(!this.proven, "proof", "is repeated");
		String server = this.environment.serverName().get();
		try {
			byte[] signature = Proof.parseFrom(content).getSignature().toByteArray();
			if (!KeySignature.isValid(provenClaim().publicKey(), server, Objects.requireNonNull(this.nonce),
					signature)) {
				throw new StreamEndException(EndReason.SIGNATURE,
						"The signature is not that of the key in hello over the nonce and the name '" + server
								+ "', which is the name of this server's node below /mprpc/.servers");
			}
		}
		catch (InvalidProtocolBufferException ex) {
			throw new InvalidReportException("proof", "cannot be decoded");
		}
		this.proven = true;
	}

	/**
	 * The nodes of the process, whose identity they must tell.
	 * @return the process, {@code null} if no node has its key yet
	 */
	@Nullable RegisteredProcess registered() throws StreamEndException {
		Claim current = provenClaim();
		RegisteredProcess registered = this.environment.backend().processes().byKey(current.publicKey()).orElse(null);
		if (registered != null) {
			checkIdentity(current, registered);
		}
		return registered;
	}

	/**
	 * The time for the handshake has passed.
	 * @return what the process has missed
	 */
	StreamEndException timedOut() {
		if (!this.proven) {
			return new StreamEndException(EndReason.HANDSHAKE_TIMEOUT, "The process has not proven its key within "
					+ this.environment.limits().handshakeTimeout().toSeconds() + " s");
		}
		if (!this.environment.backend().isRegistryConnected()) {
			return new StreamEndException(EndReason.REGISTRY_AWAY,
					"This server has no connection to the registry, and does not know the process yet");
		}
		return new StreamEndException(EndReason.NO_NODE,
				"No node below .meta or consumers of this namespace has the key of the process: "
						+ "write it as 'reportKey' into the node of each registration and reference, before or within "
						+ this.environment.limits().nodeTimeout().toSeconds() + " s after the stream is opened");
	}

	private Claim provenClaim() {
		return Objects.requireNonNull(this.claim);
	}

	private void checkIdentity(Claim current, RegisteredProcess registered) throws StreamEndException {
		if (current.isTold(registered)) {
			return;
		}
		// What provides services need not reference any: its registrations tell the
		// application, and the identity has to be free. Nodes of others that hold its key
		// do not count against it.
		if (registered.endpoints().isEmpty()) {
			throw new StreamEndException(EndReason.IDENTITY,
					"The process claims to be " + current.id() + ", but its nodes tell " + registered.id());
		}
		String application = current.process().application();
		if (!registered.applications().isEmpty() && !registered.applications().contains(application)) {
			throw new StreamEndException(EndReason.IDENTITY, "The process claims to be of the application '"
					+ application + "', but its nodes tell '" + registered.application() + "'");
		}
		if (isTaken(current, this.environment.backend().processes().all())) {
			throw new StreamEndException(EndReason.IDENTITY,
					"The process claims to be " + current.id() + ", whose nodes have another key");
		}
	}

	private static boolean isTaken(Claim current, Collection<RegisteredProcess> all) {
		return all.stream()
			.anyMatch((process) -> current.isTold(process) && !current.publicKey().equals(process.publicKey()));
	}

}
