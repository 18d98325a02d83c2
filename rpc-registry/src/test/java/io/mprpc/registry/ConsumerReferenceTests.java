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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ConsumerReference}.
 */
class ConsumerReferenceTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final String UUID = "5ad0be1d-7f5e-4a3b-9d1c-1b7f0f0c2e11";

	@Test
	void aProcessIsToldApartByItsUuid() {
		ConsumerReference reference = ConsumerReference.parse(USERS, "web@10.0.0.9:1:" + UUID);
		assertThat(reference).isEqualTo(new ConsumerReference(USERS, "web", "10.0.0.9", 1, UUID));
		assertThat(reference).isNotEqualTo(new ConsumerReference(USERS, "web", "10.0.0.9", 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "web@10.0.0.9:1", "w@h:1", "w@h:1:" + UUID, "web@2001:db8::1:12",
			"web@2001:db8::1:12:" + UUID, "a@b@host:7:" + UUID })
	void whatIsReadIsWrittenTheSame(String text) {
		assertThat(ConsumerReference.parse(USERS, text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "web", "web@:1", "web@h:", "web@10.0.0.9", "@10.0.0.9:1", "web@10.0.0.9:one",
			"web@10.0.0.9:1:not-a-uuid", ":" + UUID, "web@10.0.0.9:" + UUID })
	void whatIsNoReferenceIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ConsumerReference.parse(USERS, text))
			.withMessageContaining("application@host:pid:uuid");
	}

	@Test
	void aReportKeyIsNoPartOfTheIdentity() {
		ConsumerReference reference = new ConsumerReference(USERS, "web", "10.0.0.9", 1, UUID);
		ConsumerReference reporting = reference.withReportKey("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
		assertThat(reporting).hasToString(reference.toString()).isNotEqualTo(reference);
		assertThat(reporting.withReportKey(null)).isEqualTo(reference);
		assertThatIllegalArgumentException().isThrownBy(() -> reference.withReportKey("key"))
			.withMessageContaining("the report key 'key'");
	}

	@Test
	void anIdentityThatIsNoUuidIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ConsumerReference(USERS, "web", "10.0.0.9", 1, "1/../2"));
	}

}
