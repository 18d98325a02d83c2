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

package io.mprpc.registry;

import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link InstanceMetadata}.
 */
class InstanceMetadataTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, InstanceMetadata.MAX_WEIGHT })
	void aWeightIsTakenFromZeroToTheLargest(int weight) {
		assertThat(InstanceMetadata.UNKNOWN.withWeight(weight).weight()).isEqualTo(weight);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, InstanceMetadata.MAX_WEIGHT + 1 })
	void aWeightOutOfRangeIsRefused(int weight) {
		assertThatIllegalArgumentException().isThrownBy(() -> InstanceMetadata.UNKNOWN.withWeight(weight))
			.withMessageContaining(String.valueOf(weight));
	}

	@Test
	void tagsAndPortsAreHeldToTheirLimits() {
		assertThatIllegalArgumentException().isThrownBy(() -> metadata(Map.of("tag", "a\nb"), Map.of()))
			.withMessageContaining("its tag 'tag'");
		assertThatIllegalArgumentException().isThrownBy(() -> metadata(Map.of(), Map.of("http", 0)))
			.withMessageContaining("its port 'http'");
	}

	@Test
	void aReportKeyIsKeptByOtherChanges() {
		String key = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
		InstanceMetadata metadata = InstanceMetadata.UNKNOWN.withReportKey(key);
		assertThat(metadata.withWeight(1)
			.withStatus(InstanceStatus.DRAINING)
			.withStart(Instant.EPOCH, Map.of())
			.reportKey()).isEqualTo(key);
		assertThat(metadata.withReportKey(null)).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "key", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
			"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo" })
	void whatIsNoReportKeyIsRefused(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> InstanceMetadata.UNKNOWN.withReportKey(key))
			.withMessageContaining("its report key '" + key + "'");
	}

	private static InstanceMetadata metadata(Map<String, String> tags, Map<String, Integer> ports) {
		return new InstanceMetadata(null, "", "", 100, "", tags, InstanceStatus.UP, null, ports);
	}

}
