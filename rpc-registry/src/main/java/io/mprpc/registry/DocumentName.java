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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.mprpc.internal.input.RegistryLimits;

/**
 * Name of a document in the registry: a path such as
 * {@code governance/services/demo.UserService}. The name of a collection of documents is
 * the path that theirs begin with.
 *
 * @param segments parts of the path, at most {@value #MAX_SEGMENTS}: none of them empty,
 * longer than {@value RegistryLimits#NAME_LENGTH} characters or with a character that
 * cannot be printed
 * @since 0.1
 */
public record DocumentName(List<String> segments) {

	/** Most segments of a name. */
	public static final int MAX_SEGMENTS = 8;

	/** Branches that hold instances and processes, which documents must not mix with. */
	private static final Set<String> RESERVED = Set.of("services", "consumers", "applications", "processes");

	/** Collection of the rules that operators set for services. */
	public static final DocumentName RULES = of("governance", "services");

	/**
	 * Checks the name.
	 * @throws IllegalArgumentException if no document can have the name: the message says
	 * why
	 */
	public DocumentName {
		segments = List.copyOf(segments);
		if (segments.isEmpty() || segments.size() > MAX_SEGMENTS) {
			throw new IllegalArgumentException(
					"The name of a document has 1 to " + MAX_SEGMENTS + " segments, not " + segments.size());
		}
		for (String segment : segments) {
			if (segment.isBlank()) {
				throw new IllegalArgumentException("A segment of a document's name must not be blank");
			}
			RegistryLimits.name("a segment of a document's name", segment);
		}
		String branch = segments.get(0);
		if (branch.charAt(0) == '.' || RESERVED.contains(branch)) {
			throw new IllegalArgumentException("Documents cannot stand below '" + branch + "'");
		}
	}

	/**
	 * Name with the given segments.
	 * @param segments the segments
	 * @return the name
	 */
	public static DocumentName of(String... segments) {
		return new DocumentName(List.of(segments));
	}

	/**
	 * Name of the rules that operators set for a service.
	 * @param service the service
	 * @return the name
	 */
	public static DocumentName rules(ServiceName service) {
		return RULES.child(service.value());
	}

	/**
	 * Name of a document in this collection.
	 * @param segment the last segment
	 * @return the name
	 */
	public DocumentName child(String segment) {
		List<String> path = new ArrayList<>(this.segments);
		path.add(segment);
		return new DocumentName(path);
	}

	/**
	 * Whether this is a document of a collection.
	 * @param collection the collection
	 * @return whether it is
	 */
	public boolean isIn(DocumentName collection) {
		int parents = this.segments.size() - 1;
		return collection.segments.size() == parents && this.segments.subList(0, parents).equals(collection.segments);
	}

	/**
	 * Last segment: the subject of the document.
	 * @return the segment
	 */
	public String last() {
		return this.segments.get(this.segments.size() - 1);
	}

	@Override
	public String toString() {
		return String.join("/", this.segments);
	}

}
