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

package io.mprpc.internal.zookeeper.watch;

import java.time.Duration;

import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnreadableNodes}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnreadableNodesTests {

	private static final RuntimeException REASON = new IllegalArgumentException("it is not JSON");

	private final FakeClock clock = new FakeClock();

	private final UnreadableNodes nodes = new UnreadableNodes(this.clock);

	@Test
	void aNodeIsWarnedOfOnceUntilItIsReadable(CapturedOutput output) {
		this.nodes.unreadable("/a", "is skipped", REASON);
		this.clock.forward(Duration.ofHours(1));
		this.nodes.unreadable("/a", "is skipped", REASON);
		assertThat(output).containsOnlyOnce("Znode /a is skipped because it is not JSON");
		this.nodes.readable("/a");
		this.nodes.unreadable("/a", "is skipped again", REASON);
		assertThat(output).contains("Znode /a is skipped again because");
	}

	@Test
	void aNodeThatIsRewrittenAllTheTimeDoesNotFloodTheLog(CapturedOutput output) {
		for (int i = 0; i < 500; i++) {
			this.nodes.unreadable("/a", "is skipped", REASON);
			this.nodes.readable("/a");
			this.clock.forward(Duration.ofMillis(10));
		}
		assertThat(output).containsOnlyOnce("Znode /a");
	}

	@Test
	void manyNodesDoNotFloodTheLogAndAreCounted(CapturedOutput output) {
		for (int i = 0; i < 5000; i++) {
			this.nodes.unreadable("/" + i, "is skipped", REASON);
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("is skipped"))).hasSize(30);
		this.clock.forward(Duration.ofMinutes(1));
		this.nodes.unreadable("/last", "is skipped", REASON);
		assertThat(output).contains("4970 more znodes could not be read").contains("Znode /last is skipped");
	}

	@Test
	void aNodeThatWasReadableIsWarnedOfAgainAfterAMinute(CapturedOutput output) {
		this.nodes.unreadable("/a", "is skipped", REASON);
		this.nodes.readable("/a");
		this.clock.forward(Duration.ofMinutes(1).minusNanos(1));
		this.nodes.unreadable("/a", "is skipped too soon", REASON);
		assertThat(output).doesNotContain("too soon");
		this.clock.forward(Duration.ofNanos(1));
		this.nodes.unreadable("/a", "is skipped later", REASON);
		assertThat(output).contains("Znode /a is skipped later");
	}

	@Test
	void whatWasNotSaidIsCountedForItsOwnMinute(CapturedOutput output) {
		for (int minute = 0; minute < 2; minute++) {
			for (int i = 0; i < 31 + minute; i++) {
				this.nodes.unreadable("/" + minute + '/' + i, "is skipped", REASON);
			}
			this.clock.forward(Duration.ofMinutes(1));
		}
		this.nodes.unreadable("/last", "is skipped", REASON);
		assertThat(output).containsOnlyOnce("1 more znodes could not be read")
			.containsOnlyOnce("2 more znodes could not be read");
		this.clock.forward(Duration.ofMinutes(1));
		this.nodes.unreadable("/silent", "is skipped", REASON);
		assertThat(output).doesNotContain("0 more znodes");
	}

	@Test
	void theLastThousandNodesAreRemembered(CapturedOutput output) {
		this.nodes.unreadable("/first", "is skipped", REASON);
		for (int i = 0; i < 999; i++) {
			this.nodes.unreadable("/" + i, "is skipped", REASON);
		}
		this.clock.forward(Duration.ofMinutes(1));
		this.nodes.unreadable("/first", "is skipped still", REASON);
		assertThat(output).doesNotContain("is skipped still");
		this.nodes.unreadable("/another", "is skipped", REASON);
		this.nodes.unreadable("/first", "is skipped still", REASON);
		assertThat(output).contains("Znode /first is skipped still");
	}

	@Test
	void longPathsAreToldApartByWhatFollowsTheirBeginning(CapturedOutput output) {
		String start = "/" + "a".repeat(600);
		this.nodes.unreadable(start + "1", "is skipped", REASON);
		this.nodes.unreadable(start + "2", "is skipped as well", REASON);
		this.nodes.unreadable(start + "2", "is skipped once more", REASON);
		assertThat(output).contains("is skipped as well").doesNotContain("once more");
	}

}
