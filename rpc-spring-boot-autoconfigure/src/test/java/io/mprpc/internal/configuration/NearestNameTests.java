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

package io.mprpc.internal.configuration;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NearestName}.
 */
class NearestNameTests {

	@Test
	void whatAliasesStandForIsThere() {
		PropertyTree known = KnownProperties.load(getClass().getClassLoader());
		assertThat(known).isNotNull();
		List<String> names = known.names();
		assertThat(names).hasSizeGreaterThan(90);
		PropertyTree reference = known.child("client").tree().child("references").tree().element();
		assertThat(NearestName.aliased()).allSatisfy((alias) -> assertThat(
				names.stream().anyMatch((name) -> name.endsWith('.' + alias) || reference.names().contains(alias)))
			.as(alias)
			.isTrue());
	}

	@Test
	void whatSpringBootIsSaidToHaveIsThere() throws IOException {
		StringBuilder all = new StringBuilder();
		for (URL metadata : Collections.list(getClass().getClassLoader().getResources(KnownProperties.METADATA))) {
			all.append(new String(metadata.openStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		assertThat(NearestName.springBoots()).allSatisfy((name) -> assertThat(all).contains('"' + name + '"'));
	}

	@Test
	void aNameThatIsFarFromAllIsNearToNone() {
		assertThat(NearestName.among("weight", Set.of("deadline", "zone"))).isNull();
		assertThat(NearestName.among("wieght", Set.of("weight", "zone"))).isEqualTo("weight");
		assertThat(NearestName.among("x".repeat(100_000), Set.of("weight"))).isNull();
	}

	@Test
	void aNameThatMovedBelowAnotherIsNearerThanOneOfSimilarLetters() {
		Set<String> known = Set.of("try-it.ssl-bundle", "zookeeper.ssl.bundle", "zookeeper.tick-time");
		assertThat(NearestName.amongProperties("ssl.bundle", known)).isEqualTo("zookeeper.ssl.bundle");
		assertThat(NearestName.amongProperties("ssl.bundel", known)).isNull();
	}

}
