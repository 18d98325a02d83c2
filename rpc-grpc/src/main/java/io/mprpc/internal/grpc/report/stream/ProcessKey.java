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
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.internal.registry.ReportKey;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ed25519 key of this process, which proves on a stream that the process owns the nodes
 * that carry the public key. New with each start and never stored. Safe for use by
 * several threads.
 *
 * @since 0.1
 */
public final class ProcessKey {

	private static final Logger logger = LoggerFactory.getLogger(ProcessKey.class);

	private static final byte[] PROTOCOL = "mprpc-reports-v1".getBytes(StandardCharsets.US_ASCII);

	private final CompletableFuture<@Nullable ReportKey> key;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile boolean used;

	private ProcessKey(CompletableFuture<@Nullable ReportKey> key) {
		this.key = key;
	}

	/**
	 * Generates a key in the background: the first one of a JVM takes up to 0.1 s.
	 * @param thread runs the generation
	 * @return the key, which those who read it early wait for
	 */
	public static ProcessKey generate(ReportThread thread) {
		return generate(thread, () -> KeyPairGenerator.getInstance(ReportKey.ALGORITHM));
	}

	static ProcessKey generate(ReportThread thread, Callable<KeyPairGenerator> generator) {
		return new ProcessKey(CompletableFuture.supplyAsync(() -> generate(generator), thread.loop()));
	}

	private static @Nullable ReportKey generate(Callable<KeyPairGenerator> generator) {
		try {
			ReportKey key = ReportKey.generate(generator.call());
			// Loads what the first signature needs, so that the handshake is quick.
			key.sign(PROTOCOL);
			return key;
		}
		// Providers throw unchecked exceptions too, and nodes wait for the key.
		catch (Exception ex) {
			logger.warn("This process does not report to registry servers, because the security providers of its JVM "
					+ "cannot make a key for " + ReportKey.ALGORITHM + ": " + ex
					+ ". Add a provider that can, or set rpc.reports.enabled=false");
			return null;
		}
	}

	/**
	 * Public key for a node that is about to be registered. From the first one on the
	 * process opens streams. Waits until the key is generated.
	 * @return the raw key in unpadded Base64 for URLs, 43 characters; {@code null} if the
	 * JVM has no such keys
	 */
	public @Nullable String encodedForNode() {
		return whenEncodedForNode().join();
	}

	/**
	 * The same without waiting.
	 * @return the key when it is generated
	 */
	public CompletableFuture<@Nullable String> whenEncodedForNode() {
		return this.key.thenApply((known) -> {
			if (known != null) {
				this.used = true;
				this.listeners.forEach(Runnable::run);
			}
			return encoded();
		});
	}

	/**
	 * Public key.
	 * @return the raw key in unpadded Base64 for URLs, {@code null} if the JVM has no
	 * such keys
	 */
	@Nullable String encoded() {
		ReportKey known = this.key.join();
		return (known != null) ? known.encoded() : null;
	}

	/**
	 * Raw public key.
	 * @return 32 bytes
	 * @throws IllegalStateException if the JVM has no such keys
	 */
	byte[] raw() {
		return known().raw();
	}

	/**
	 * Signs the nonce of a server.
	 * @param server name of the server's node
	 * @param nonce what the server sent
	 * @return the signature
	 * @throws IllegalStateException if the JVM has no such keys
	 */
	byte[] sign(String server, byte[] nonce) {
		ByteArrayOutputStream statement = new ByteArrayOutputStream();
		statement.writeBytes(PROTOCOL);
		statement.write(0);
		statement.writeBytes(server.getBytes(StandardCharsets.UTF_8));
		statement.write(0);
		statement.writeBytes(nonce);
		return known().sign(statement.toByteArray());
	}

	/**
	 * Calls a listener with each node that gets the key, on the thread that registers it;
	 * at once if one has it already.
	 * @param listener the listener; must not block
	 * @return handle that removes the listener
	 */
	Subscription onUse(Runnable listener) {
		this.listeners.add(listener);
		if (this.used) {
			listener.run();
		}
		return () -> this.listeners.remove(listener);
	}

	private ReportKey known() {
		ReportKey known = this.key.join();
		if (known == null) {
			throw new IllegalStateException(new NoSuchAlgorithmException(ReportKey.ALGORITHM));
		}
		return known;
	}

}
