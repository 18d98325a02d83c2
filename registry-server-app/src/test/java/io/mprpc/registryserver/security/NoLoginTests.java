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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

import io.mprpc.registryserver.api.Actor;
import io.mprpc.registryserver.testing.WebBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a server without logins.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "rpc.registry-server.zookeeper.port=0", "rpc.registry-server.security.enabled=false" })
@Import(ProbeController.class)
class NoLoginTests {

	@TempDir
	private static Path directory;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
	}

	@Test
	void everybodyIsAnOperator() throws Exception {
		HttpRequest command = HttpRequest.newBuilder(URI.create(url() + "/api/v1/probe"))
			.POST(HttpRequest.BodyPublishers.noBody())
			.build();
		HttpResponse<String> commanded = HttpClient.newHttpClient().send(command, HttpResponse.BodyHandlers.ofString());
		assertThat(commanded.body()).startsWith("commanded by");
		assertThat(new WebBrowser(url()).page("/probe").body()).startsWith("seen by");
		assertThat(directory.resolve(GeneratedOperator.FILE)).doesNotExist();
	}

	@Test
	void whoeverIsNotAskedHasOneName() throws Exception {
		assertThat(new WebBrowser(url()).page("/").body()).contains(">" + Actor.ANONYMOUS + "</span>");
		assertThat(Actor.of(null)).isEqualTo("anonymous");
	}

	@Test
	void anotherSiteStillCommandsNothing() throws Exception {
		assertThat(new WebBrowser(url()).post("/api/v1/probe", Map.of()).statusCode()).isEqualTo(403);
	}

	private String url() {
		return "http://127.0.0.1:" + this.port;
	}

}
