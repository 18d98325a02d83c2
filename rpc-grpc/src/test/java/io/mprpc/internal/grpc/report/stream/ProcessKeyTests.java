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
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class ProcessKeyTests {

	private final ReportThread thread = new ReportThread(TimeSource.system(), new Random());

	private final ProcessKey key = ProcessKey.generate(this.thread);

	@AfterEach
	void close() {
		this.thread.close();
	}

	@Test
	void isOfTheFormThatNodesTake() {
		String encoded = this.key.encodedForNode();
		assertThat(RegistryLimits.isReportKey(encoded)).isTrue();
		assertThat(Base64.getUrlDecoder().decode(encoded)).isEqualTo(this.key.raw());
		assertThat(this.key.encodedForNode()).isEqualTo(encoded);
		assertThat(ProcessKey.generate(this.thread).encodedForNode()).isNotEqualTo(encoded);
	}

	@Test
	void signsTheServersNameAndItsNonce() throws Exception {
		byte[] nonce = { 1, 0, 2 };
		byte[] signature = this.key.sign("10.0.0.5:8781", nonce);
		ByteArrayOutputStream signed = new ByteArrayOutputStream();
		signed.writeBytes("mprpc-reports-v1".getBytes(StandardCharsets.US_ASCII));
		signed.write(0);
		signed.writeBytes("10.0.0.5:8781".getBytes(StandardCharsets.US_ASCII));
		signed.write(0);
		signed.writeBytes(nonce);
		assertThat(verifies(signed.toByteArray(), signature)).isTrue();
		assertThat(verifies(signed.toByteArray(), this.key.sign("10.0.0.6:8781", nonce))).isFalse();
	}

	@Test
	void tellsOfEachNode() {
		AtomicInteger early = new AtomicInteger();
		Subscription subscription = this.key.onUse(early::incrementAndGet);
		assertThat(early).hasValue(0);
		this.key.encodedForNode();
		this.key.encodedForNode();
		assertThat(early).hasValue(2);
		AtomicInteger late = new AtomicInteger();
		this.key.onUse(late::incrementAndGet);
		assertThat(late).hasValue(1);
		subscription.close();
		this.key.encodedForNode();
		assertThat(early).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(classes = { NoSuchAlgorithmException.class, ProviderException.class })
	void nodesHaveNoKeyWhereNoneCanBeMade(Class<? extends Exception> failure) {
		ProcessKey none = ProcessKey.generate(this.thread, () -> {
			throw failure.getConstructor(String.class).newInstance("not in this mode");
		});
		none.onUse(() -> fail("there is nothing to prove with"));
		assertThat(none.encodedForNode()).isNull();
		assertThat(none.whenEncodedForNode()).isCompletedWithValue(null);
	}

	private boolean verifies(byte[] signed, byte[] proof) throws Exception {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		encoded.writeBytes(HexFormat.of().parseHex("302a300506032b6570032100"));
		encoded.writeBytes(this.key.raw());
		Signature signature = Signature.getInstance("Ed25519");
		signature.initVerify(
				KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toByteArray())));
		signature.update(signed);
		return signature.verify(proof);
	}

}
