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
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Build output of a module's main sources. Read there and not from the class path, on
 * which other libraries have files of the same name.
 */
public final class BuiltModule {

	private final Path classes;

	private BuiltModule(Path classes) {
		this.classes = classes;
	}

	/**
	 * Finds the module of a class.
	 * @param type one of its main classes
	 * @return the module
	 */
	public static BuiltModule of(Class<?> type) {
		try {
			return new BuiltModule(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Reads a file.
	 * @param path path below the root of the class path
	 * @return the content, empty if there is no such file
	 */
	public Optional<String> resource(String path) {
		try {
			Path file = this.classes.resolve(path);
			return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
