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

package io.mprpc.internal.zookeeper.embedded;

import java.util.Map;
import java.util.TreeMap;

import io.mprpc.internal.zookeeper.embedded.EnsembleSettings.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EnsembleSettings}.
 */
class EnsembleSettingsTests {

	private static final Member FIRST = new Member("zk1", 2888, 3888);

	private static final Member SECOND = new Member("zk2", 2888, 3888);

	@Test
	void aMemberIsReadAndWrittenAlike() {
		assertThat(Member.parse("zk1:2888:3888")).isEqualTo(FIRST).hasToString("zk1:2888:3888");
		assertThat(Member.parse("[::1]:2888:3888")).isEqualTo(new Member("::1", 2888, 3888))
			.hasToString("[::1]:2888:3888");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "zk1", "zk1:2888", ":2888:3888", "zk1:a:3888", "zk1:2888:", "::1:2888:3888" })
	void whatIsNoMemberIsNamedWithTheRightForm(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Member.parse(text))
			.withMessageContaining("'" + text + "'")
			.withMessageContaining("host:quorum-port:election-port");
	}

	@Test
	void aPortOutOfRangeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Member("zk1", 0, 3888))
			.withMessageContaining("Port 0");
	}

	@Test
	void oneMemberIsNoEnsemble() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(1, Map.of(1, FIRST)))
			.withMessageContaining("at least two members");
	}

	@Test
	void twoMembersCannotShareAnAddress() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(1, Map.of(1, FIRST, 2, FIRST)))
			.withMessageContaining("zk1:2888 is listed twice");
	}

	@Test
	void aMemberHasToBeInTheList() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(3, Map.of(1, FIRST, 2, SECOND)))
			.withMessageContaining("member 3");
	}

	@Test
	void aNumberOutOfRangeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(1, Map.of(1, FIRST, 256, SECOND)))
			.withMessageContaining("256");
	}

	private static EnsembleSettings settings(int id, Map<Integer, Member> members) {
		return new EnsembleSettings(id, new TreeMap<>(members));
	}

}
