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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file of the repository that is derived from the code, and committed so that a change
 * of it shows in review.
 */
public final class CommittedFile {

	private static final String UPDATE = "mprpc.update";

	private final Path path;

	private CommittedFile(Path path) {
		this.path = path;
	}

	/**
	 * Names the file.
	 * @param path path below the root of the repository
	 * @return the file
	 */
	public static CommittedFile at(String path) {
		return new CommittedFile(repository().resolve(path));
	}

	/**
	 * Root of the repository, whichever module runs the test.
	 * @return the directory
	 */
	public static Path repository() {
		Path directory = Path.of("").toAbsolutePath();
		while (directory != null && !Files.isDirectory(directory.resolve(".mvn"))) {
			directory = directory.getParent();
		}
		assertThat(directory).as("directory above %s that holds .mvn", Path.of("").toAbsolutePath()).isNotNull();
		return directory;
	}

	/**
	 * Fails unless the file holds what the code says; writes it instead when the system
	 * property {@value #UPDATE} is {@code true}.
	 * @param content what the code says
	 */
	public void assertHolds(String content) {
		try {
			if (Boolean.getBoolean(UPDATE)) {
				Files.createDirectories(this.path.getParent());
				Files.writeString(this.path, content);
			}
			String committed = Files.exists(this.path) ? Files.readString(this.path) : "";
			assertThat(committed)
				.as("%s is out of date. Have it written anew, then review and commit the difference:%n  %s", this.path,
						"mvn -B -pl %s -am test -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false -D%s=true"
							.formatted(Path.of("").toAbsolutePath().getFileName(), caller(), UPDATE))
				.isEqualTo(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String caller() {
		return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
			.walk((frames) -> frames.map(StackWalker.StackFrame::getDeclaringClass)
				.filter((type) -> type != CommittedFile.class)
				.findFirst())
			.map(Class::getSimpleName)
			.orElseThrow();
	}

}
