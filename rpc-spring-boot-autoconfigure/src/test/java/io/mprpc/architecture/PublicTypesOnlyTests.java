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

package io.mprpc.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Samples and documentation name only types that applications may use.
 */
class PublicTypesOnlyTests {

	private static final Pattern INTERNAL_TYPE = Pattern.compile("io\\.mprpc\\.internal\\.\\w");

	@ParameterizedTest
	@ValueSource(strings = { "samples", "docs", "README.md", "README.zh-CN.md" })
	void nameNoInternalType(String place) {
		List<Path> files = textsOf(CommittedFile.repository().resolve(place));
		assertThat(files).isNotEmpty()
			.allSatisfy((file) -> assertThat(file).content().doesNotContainPattern(INTERNAL_TYPE));
	}

	@Test
	void sourcesOfAllSamplesAreRead() {
		assertThat(textsOf(CommittedFile.repository().resolve("samples")))
			.extracting((file) -> file.getFileName().toString())
			.contains("FirstCall.java", "Quickstart.java", "ConsumerApplication.java", "ProviderApplication.java",
					"KotlinSample.kt", "application.yml");
	}

	private static List<Path> textsOf(Path place) {
		try (Stream<Path> files = Files.walk(place)) {
			return files.filter(PublicTypesOnlyTests::isText).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isText(Path file) {
		return file.toString().matches(".*[.](java|kt|md|yml|properties|xml)") && !file.toString().contains("/target/");
	}

}
