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

package io.mprpc.internal.grpc.accesslog;

import java.net.InetSocketAddress;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AccessLogFormat}.
 */
class AccessLogFormatTests {

	private static final InetSocketAddress PEER = new InetSocketAddress("10.0.0.1", 9090);

	@Test
	void textHasOnePairPerValue() {
		assertThat(AccessLogFormat.TEXT.format(call("Login", Status.OK, "abc")))
			.isEqualTo("side=client service=demo.UserService method=Login peer=10.0.0.1:9090 status=OK ms=1.234 "
					+ "request=17 response=25 attempts=2 trace=abc");
	}

	@Test
	void textOfACallOutsideATraceSaysSo() {
		assertThat(AccessLogFormat.TEXT.format(call("Login", Status.OK, null))).endsWith(" trace=-");
	}

	@Test
	void textOfAFailureEndsWithItsDescription() {
		assertThat(AccessLogFormat.TEXT.format(call("Login", Status.NOT_FOUND.withDescription("no \"Ada\""), null)))
			.contains(" status=NOT_FOUND ")
			.endsWith(" error=\"no \\\"Ada\\\"\"");
	}

	@Test
	void whatACallerSendsCannotForgeALine() {
		String line = AccessLogFormat.TEXT
			.format(call("x status=OK\r\nside=server", Status.UNIMPLEMENTED.withDescription("a\nb\u2028c"), null));
		assertThat(line).hasLineCount(1)
			.doesNotContain("\r", "\n", "\u2028")
			.contains("method=\"x status=OK\\u000d\\u000aside=server\" ")
			.endsWith("error=\"a\\u000ab\\u2028c\"");
	}

	@Test
	void aLongDescriptionIsCut() {
		assertThat(AccessLogFormat.TEXT.format(call("Login", Status.INTERNAL.withDescription("x".repeat(5000)), null)))
			.hasSizeLessThan(600)
			.endsWith("xxx...\"");
	}

	@Test
	void jsonIsOneObjectOnOneLine() {
		String line = AccessLogFormat.JSON.format(call("Login", Status.UNAVAILABLE.withDescription("a\nb"), "abc"));
		JsonObject json = JsonParser.parseString(line).getAsJsonObject();
		assertThat(line).hasLineCount(1);
		assertThat(json.keySet()).containsExactly("time", "side", "service", "method", "peer", "status", "ms",
				"request", "response", "attempts", "trace", "error");
		assertThat(json.get("time").getAsString()).isEqualTo("2026-01-01T00:00:00Z");
		assertThat(json.get("ms").getAsDouble()).isEqualTo(1.234);
		assertThat(json.get("status").getAsString()).isEqualTo("UNAVAILABLE");
		assertThat(json.get("error").getAsString()).isEqualTo("a\nb");
	}

	private static AccessRecord call(String method, Status status, @Nullable String traceId) {
		return new AccessRecord(AccessRecord.Side.CLIENT, 1_767_225_600_000L, "demo.UserService", method, PEER, status,
				1_234_567, 17, 25, 2, traceId);
	}

}
