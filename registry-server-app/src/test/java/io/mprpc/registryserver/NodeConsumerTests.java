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

package io.mprpc.registryserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mprpc.registryserver.testing.ApiClient;
import io.mprpc.registryserver.testing.DemoProvider;
import io.mprpc.registryserver.testing.RegistryProcess;
import io.mprpc.registryserver.testing.User;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a consumer in another language that does what docs/registry-layout.md says.
 * Needs Node.js and {@code npm ci} in {@code src/test/node}, so that only {@code .ci/run}
 * enables it.
 */
@EnabledIfSystemProperty(named = "mprpc.node", matches = "true", disabledReason = "Runs with -Dmprpc.node=true only")
class NodeConsumerTests {

	private static final Pattern ID = Pattern.compile("consumer (\\S+)");

	private static final Path PROTOCOL = Path.of("..", "rpc-grpc", "src", "main", "protobuf", "mprpc", "reports", "v1",
			"reports.proto");

	@TempDir
	private Path directory;

	@Test
	void itsCallsAreShownAndThoseThatItCouldNotSend() throws Exception {
		Path output = this.directory.resolve("node.log");
		try (RegistryProcess registry = RegistryProcess.start(this.directory).awaitReady()) {
			Process node;
			try (DemoProvider provider = DemoProvider.start(registry.connectString(), "1", 0)) {
				node = consumer(registry.connectString(), output);
				try {
					ApiClient api = new ApiClient(registry.url(""), User.OPERATOR);
					await(output, () -> {
						JsonNode process = process(api, output);
						assertThat(process.at("/process/application").asString()).isEqualTo("web-node");
						assertThat(process.at("/process/state").asString()).isEqualTo("REPORTING");
						assertThat(process.at("/consumed/callsPerSecond").asDouble()).isGreaterThan(2);
						assertThat(process.at("/consumed/failedPerSecond").asDouble()).isZero();
						assertThat(process.at("/consumed/p50Millis").asDouble()).isPositive();
						assertThat(process.at("/picked/0/endpoint").asString())
							.isEqualTo(provider.endpoint().toString());
						assertThat(process.at("/load/heapUsed").asLong()).isPositive();
					});
					provider.close();
					await(output, () -> {
						JsonNode process = process(api, output);
						assertThat(process.at("/consumed/unsentPerSecond").asDouble()).isGreaterThan(2);
						assertThat(process.at("/unsent/0/reason").asString()).isEqualTo("NO_INSTANCE");
						assertThat(process.at("/unsent/0/text").asString())
							.isEqualTo("No instance takes calls of demo.UserService/Login");
					});
				}
				finally {
					node.destroy();
					node.waitFor();
				}
			}
		}
	}

	private static JsonNode process(ApiClient api, Path output) throws Exception {
		Matcher id = ID.matcher(Files.readString(output));
		assertThat(id.find()).isTrue();
		return api.get("/api/v1/processes/" + id.group(1));
	}

	private static Process consumer(String connectString, Path output) throws IOException {
		return new ProcessBuilder("node", "src/test/node/consumer.mjs", connectString, "default", "web-node",
				DemoProvider.SERVICE, "Login", PROTOCOL.toString())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
	}

	private static void await(Path output, ThrowingRunnable assertion) throws IOException {
		try {
			Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
		}
		catch (RuntimeException ex) {
			throw new AssertionError("Output of the consumer:\n" + Files.readString(output), ex);
		}
	}

}
