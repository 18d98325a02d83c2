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
package io.mprpc.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.mprpc.architecture.CommittedFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MarkdownTests {

	private static final Path REPOSITORY = CommittedFile.repository();

	@Test
	void everyLinkLeadsSomewhere() throws IOException {
		List<MarkdownDocument> documents = documents();
		assertThat(documents).extracting((document) -> REPOSITORY.relativize(document.path()).toString())
			.contains("CONTRIBUTING.md", "CHANGELOG.md");
		assertThat(documents).flatMap(MarkdownDocument::brokenLinks).isEmpty();
	}

	@Test
	void everySnippetIsInTheSourceThatItNames() throws IOException {
		assertThat(documents()).flatMap((document) -> document.staleSnippets(REPOSITORY)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "rpc-registry", "rpc-registry-zookeeper", "rpc-grpc", "rpc-spring-boot-autoconfigure",
			"registry-server-app" })
	void theReadmeOfAModuleNamesItsRooms(String module) throws IOException {
		assertThat(unnamedRooms(REPOSITORY.resolve(module))).isEmpty();
	}

	@Test
	void unnamedRoomsAreFound(@TempDir Path module) throws IOException {
		Path root = module.resolve("src/main/java/io/mprpc");
		for (Path room : List.of(root, root.resolve("a"), root.resolve("a/b"))) {
			Files.createDirectories(room);
			Files.createFile(room.resolve("package-info.java"));
		}
		Files.writeString(module.resolve("README.md"), "`io.mprpc` is the root, `a` a room.");
		assertThat(unnamedRooms(module)).containsExactly("a.b");
	}

	@Test
	void brokenLinksAreFound(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("other.md"), "# The `rpc.x` heading, 中文\n");
		assertThat(document(directory, "[a](other.md) [b](other.md#the-rpcx-heading-中文) [c](https://example.com/x)")
			.brokenLinks()).isEmpty();
		assertThat(document(directory, "```\n[a](none.md)\n```\n").brokenLinks()).isEmpty();
		assertThat(document(directory, "[a](none.md)").brokenLinks()).singleElement().asString().contains("none.md");
		assertThat(document(directory, "[a](other.md#none)").brokenLinks()).singleElement()
			.asString()
			.contains("no heading");
		Files.createFile(directory.resolve("A.java"));
		assertThat(document(directory, "[`A`](./A.java)").brokenLinks()).isEmpty();
		assertThat(document(directory, "[`B`](./A.java)").brokenLinks()).singleElement().asString().contains("`B`");
		assertThat(document(directory, "# One\n# One\n[a](#one) [b](#one-1) [c](#one-2)").brokenLinks()).singleElement()
			.asString()
			.contains("#one-2");
	}

	@Test
	void staleSnippetsAreFound(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("A.java"), "class A {\n\tint a;\n\n\tint b;\n\n\tint c;\n}\n");
		assertThat(snippet(directory, "A.java", "int a;\nint b;\n").staleSnippets(directory)).isEmpty();
		assertThat(snippet(directory, "A.java", "class A {\n  // ...\n  int c;\n").staleSnippets(directory)).isEmpty();
		assertThat(snippet(directory, "A.java", "int a;\nint c;\n").staleSnippets(directory)).hasSize(1);
		assertThat(snippet(directory, "A.java", "int c;\n// ...\nint a;\n").staleSnippets(directory)).hasSize(1);
		assertThat(snippet(directory, "B.java", "int a;\n").staleSnippets(directory)).hasSize(1);
	}

	private static List<String> unnamedRooms(Path module) throws IOException {
		String readme = Files.readString(module.resolve("README.md"));
		Path root = module.resolve("src/main/java/io/mprpc");
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((path) -> path.endsWith("package-info.java"))
				.map((path) -> root.relativize(path.getParent()).toString().replace('/', '.'))
				.filter((room) -> !readme.contains('`' + (room.isEmpty() ? "io.mprpc" : room) + '`'))
				.toList();
		}
	}

	private static MarkdownDocument snippet(Path directory, String source, String code) {
		MarkdownDocument document = document(directory,
				"Text\n\n<!-- source: %s -->\n```java\n%s```\n".formatted(source, code));
		assertThat(document.snippets()).isEqualTo(1);
		return document;
	}

	private static MarkdownDocument document(Path directory, String text) {
		return new MarkdownDocument(directory.resolve("document.md"), text);
	}

	private static List<MarkdownDocument> documents() throws IOException {
		try (Stream<Path> files = Files.walk(REPOSITORY)) {
			return files.filter((path) -> path.toString().endsWith(".md"))
				.filter((path) -> Stream.of("target", ".git", "node_modules")
					.noneMatch((name) -> REPOSITORY.relativize(path).startsWith(name)
							|| path.toString().contains("/" + name + "/")))
				.map(MarkdownDocument::read)
				.toList();
		}
	}

}
