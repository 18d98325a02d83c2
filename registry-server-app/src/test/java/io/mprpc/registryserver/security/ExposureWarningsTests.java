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

package io.mprpc.registryserver.security;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExposureWarnings}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExposureWarningsTests {

	@Test
	void loopbackWithLoginsNeedsNoWarning(CapturedOutput output) throws Exception {
		new ExposureWarnings(true, server("127.0.0.1", null)).warn();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void aServerWithoutLoginsSaysWhoIsAnOperator(CapturedOutput output) throws Exception {
		new ExposureWarnings(false, server("127.0.0.1", null)).warn();
		assertThat(output).contains("WARN").contains("every user of this machine is an operator");
		new ExposureWarnings(false, server("0.0.0.0", null)).warn();
		assertThat(output).contains("every client that can reach this machine is an operator");
	}

	@Test
	void anOpenServerWithoutEncryptionSaysSo(CapturedOutput output) throws Exception {
		new ExposureWarnings(true, server("0.0.0.0", null)).warn();
		assertThat(output).contains("WARN").contains("not encrypted").contains("server.ssl.bundle");
	}

	@Test
	void aServerWithoutAnAddressIsOpen(CapturedOutput output) {
		new ExposureWarnings(true, new ServerProperties()).warn();
		assertThat(output).contains("not encrypted");
	}

	@Test
	void anOpenServerWithEncryptionNeedsNoWarning(CapturedOutput output) throws Exception {
		Ssl ssl = new Ssl();
		ssl.setBundle("web");
		new ExposureWarnings(true, server("0.0.0.0", ssl)).warn();
		assertThat(output).doesNotContain("WARN");
	}

	private static ServerProperties server(String address, @Nullable Ssl ssl) throws UnknownHostException {
		ServerProperties server = new ServerProperties();
		server.setAddress(InetAddress.getByName(address));
		server.setSsl(ssl);
		return server;
	}

}
