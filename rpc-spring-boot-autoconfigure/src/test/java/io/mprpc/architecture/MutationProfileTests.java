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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The lists of classes in the profiles {@code mutation-tests}: a class that was renamed
 * would silently be left out.
 */
class MutationProfileTests {

	private static final Pattern LISTED = Pattern
		.compile("<(targetClass|targetTest|excludedTestClass)>(.+)</(targetClass|targetTest|excludedTestClass)>");

	@ParameterizedTest
	@ValueSource(strings = { "rpc-registry", "rpc-registry-zookeeper", "rpc-grpc", "registry-server-app" })
	void everyClassThatIsListedExists(String module) throws IOException {
		Path directory = CommittedFile.repository().resolve(module);
		List<String> listed = LISTED.matcher(Files.readString(directory.resolve("pom.xml")))
			.results()
			.map((result) -> result.group(2))
			.toList();
		assertThat(listed).isNotEmpty();
		assertThat(unknown(listed, classes(directory))).isEmpty();
	}

	@Test
	void aClassThatDoesNotExistIsFound() {
		assertThat(unknown(List.of("a.b.Known", "a.b.Known$*", "a.b.*", "a.*Known", "a.b.Gone", "a.c.*", "a.b.Know"),
				Set.of("a.b.Known")))
			.containsExactly("a.b.Gone", "a.c.*", "a.b.Know");
	}

	private static List<String> unknown(List<String> listed, Set<String> classes) {
		return listed.stream().filter((each) -> classes.stream().noneMatch(pattern(each).asMatchPredicate())).toList();
	}

	// A nested class stands in the file of the class around it.
	private static Pattern pattern(String glob) {
		String outer = (glob.indexOf('$') >= 0) ? glob.substring(0, glob.indexOf('$')) : glob;
		return Pattern.compile(outer.replace(".", "\\.").replace("*", ".*"));
	}

	private static Set<String> classes(Path module) {
		return Stream.of("src/main/java", "src/test/java")
			.map(module::resolve)
			.flatMap(MutationProfileTests::classesBelow)
			.collect(Collectors.toSet());
	}

	private static Stream<String> classesBelow(Path sources) {
		try (Stream<Path> files = Files.walk(sources)) {
			return files.map((file) -> sources.relativize(file).toString())
				.filter((file) -> file.endsWith(".java"))
				.map((file) -> file.substring(0, file.length() - ".java".length()).replace('/', '.'))
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
