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

import java.util.Collections;
import java.util.List;

import io.mprpc.internal.input.RegistryLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DocumentNameTests {

	@Test
	void namesArePaths() {
		DocumentName name = DocumentName.of("config", "shop");
		assertThat(name).hasToString("config/shop");
		assertThat(name.last()).isEqualTo("shop");
		assertThat(name).isEqualTo(DocumentName.of("config").child("shop"));
	}

	@Test
	void rulesAreACollection() {
		DocumentName rules = DocumentName.rules(new ServiceName("demo.UserService"));
		assertThat(rules).hasToString("governance/services/demo.UserService");
		assertThat(rules.isIn(DocumentName.RULES)).isTrue();
		assertThat(rules.isIn(rules)).isFalse();
		assertThat(rules.isIn(DocumentName.of("governance"))).isFalse();
		assertThat(rules.isIn(DocumentName.of("governance", "policies"))).isFalse();
		assertThat(DocumentName.RULES.isIn(DocumentName.RULES)).isFalse();
		assertThat(rules.child("1").isIn(DocumentName.RULES)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "services", "consumers", "applications", "processes", ".slots" })
	void branchesOfInstancesHoldNoDocuments(String branch) {
		assertThatIllegalArgumentException().isThrownBy(() -> DocumentName.of(branch, "x"))
			.withMessage("Documents cannot stand below '" + branch + "'");
		assertThat(DocumentName.of("config", branch).last()).isEqualTo(branch);
	}

	@Test
	void namesAreBounded() {
		assertThatIllegalArgumentException().isThrownBy(DocumentName::of);
		assertThatIllegalArgumentException().isThrownBy(() -> DocumentName.of("config", " "));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DocumentName.of("config", "x".repeat(RegistryLimits.NAME_LENGTH + 1)));
		List<String> most = Collections.nCopies(DocumentName.MAX_SEGMENTS, "x");
		assertThat(new DocumentName(most).segments()).isEqualTo(most);
		assertThatIllegalArgumentException().isThrownBy(() -> new DocumentName(most).child("x"));
	}

}
