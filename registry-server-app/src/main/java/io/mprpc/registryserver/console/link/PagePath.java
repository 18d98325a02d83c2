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

package io.mprpc.registryserver.console.link;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.web.util.UriUtils;

/**
 * Path of a page or of the HTTP API, in which each name fills one segment, whatever
 * characters it has.
 */
public final class PagePath {

	private PagePath() {
	}

	/**
	 * Path of segments.
	 * @param segments the segments, not encoded
	 * @return the path below the context path, encoded, with a leading slash
	 */
	public static String of(String... segments) {
		return Stream.of(segments).map(PagePath::segment).collect(Collectors.joining("/", "/", ""));
	}

	static String segment(String text) {
		// What follows a semicolon is a parameter of the segment.
		return UriUtils.encodePathSegment(text, StandardCharsets.UTF_8).replace(";", "%3B");
	}

}
