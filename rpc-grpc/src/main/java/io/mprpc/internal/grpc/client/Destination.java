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

package io.mprpc.internal.grpc.client;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import io.mprpc.registry.InstanceMetadata;

/**
 * Group of a service's instances that a call goes to, a version or an environment for
 * example.
 *
 * @param version version that an instance must have, empty for any
 * @param tags tags that an instance must have
 * @since 0.1
 */
public record Destination(String version, SortedMap<String, String> tags) {

	/** All instances that the target of the channel leads to. */
	public static final Destination DEFAULT = new Destination("", Map.of());

	/**
	 * Copies the tags.
	 */
	public Destination {
		Objects.requireNonNull(version, "version");
		tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
	}

	/**
	 * Destination of tags in any order.
	 * @param version version that an instance must have, empty for any
	 * @param tags tags that an instance must have
	 */
	public Destination(String version, Map<String, String> tags) {
		this(version, new TreeMap<>(tags));
	}

	/**
	 * Whether an instance belongs to the destination. Its status and methods play no
	 * part.
	 * @param metadata metadata of the instance
	 * @return whether version and tags fit
	 */
	public boolean accepts(InstanceMetadata metadata) {
		return accepts(metadata, this.version, this.tags);
	}

	static boolean accepts(InstanceMetadata metadata, String version, Map<String, String> tags) {
		return (version.isEmpty() || version.equals(metadata.version()))
				&& metadata.tags().entrySet().containsAll(tags.entrySet());
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder((this.version.isEmpty()) ? "any version" : "version " + this.version);
		this.tags.forEach((name, value) -> text.append(", ").append(name).append('=').append(value));
		return text.toString();
	}

}
