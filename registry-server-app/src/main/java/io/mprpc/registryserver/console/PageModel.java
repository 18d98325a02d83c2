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

package io.mprpc.registryserver.console;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Model of the layout around every page.
 *
 * @param sections entries of the navigation
 * @param reader user of the page, {@code null} if unknown
 * @param tryIt whether manual method invocation is enabled
 * @param theme {@code light} or {@code dark}, {@code null} for what the browser prefers
 * @param version version of this application
 */
record PageModel(List<Section> sections, @Nullable Reader reader, boolean tryIt, @Nullable String theme,
		String version) {

	/**
	 * Whether the reader may perform operations.
	 * @return whether there is a reader who may
	 */
	public boolean isOperator() {
		return this.reader != null && this.reader.operator();
	}

	/**
	 * User of a page.
	 *
	 * @param name name
	 * @param operator whether they may perform operations
	 * @param signedIn whether they have signed in, and can sign out
	 */
	record Reader(String name, boolean operator, boolean signedIn) {

	}

	/**
	 * An entry of the navigation.
	 *
	 * @param name name in the keys of messages
	 * @param path path of its page
	 * @param current whether the page belongs to it
	 */
	record Section(String name, String path, boolean current) {

	}

}
