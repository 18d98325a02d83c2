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

package io.mprpc.internal.zookeeper.layout;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import com.google.gson.JsonObject;
import io.mprpc.internal.input.JsonFields;
import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.input.UntrustedText;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the metadata nodes. Fields that are absent have the defaults of
 * {@link InstanceMetadata#UNKNOWN}; fields that this version does not know are ignored.
 *
 * @since 0.1
 */
public final class InstanceCodec {

	private InstanceCodec() {
	}

	/**
	 * Writes metadata.
	 * @param metadata the metadata
	 * @return a node's data
	 */
	public static byte[] write(InstanceMetadata metadata) {
		return json(metadata).toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads metadata.
	 * @param data a node's data
	 * @return the metadata; a status that this version does not know is read as
	 * {@link InstanceStatus#OUT_OF_SERVICE}, because the instance says something else
	 * than that it takes calls
	 * @throws IllegalArgumentException if the data is not such JSON or exceeds the
	 * {@link RegistryLimits}: the message goes on where "the node is not readable
	 * because" ends
	 */
	public static InstanceMetadata read(byte[] data) {
		return read(JsonFields.parse(data, RegistryLimits.NODE_BYTES));
	}

	public static JsonObject json(InstanceMetadata metadata) {
		JsonObject json = new JsonObject();
		addIfSet(json, "uuid", metadata.uuid());
		addIfSet(json, "application", metadata.application());
		addIfSet(json, "version", metadata.version());
		json.addProperty("weight", metadata.weight());
		addIfSet(json, "zone", metadata.zone());
		if (!metadata.tags().isEmpty()) {
			JsonObject tags = new JsonObject();
			sorted(metadata.tags()).forEach(tags::addProperty);
			json.add("tags", tags);
		}
		json.addProperty("status", metadata.status().name());
		Instant startTime = metadata.startTime();
		addIfSet(json, "startTime", (startTime != null) ? startTime.toString() : null);
		if (!metadata.ports().isEmpty()) {
			JsonObject ports = new JsonObject();
			sorted(metadata.ports()).forEach(ports::addProperty);
			json.add("ports", ports);
		}
		if (metadata.secure()) {
			json.addProperty("secure", true);
		}
		if (metadata.verifiable()) {
			json.addProperty("verifiable", true);
		}
		Duration permitKeepalive = metadata.permitKeepalive();
		if (permitKeepalive != null) {
			json.addProperty("permitKeepaliveMillis", permitKeepalive.toMillis());
		}
		addIfSet(json, "reportKey", metadata.reportKey());
		return json;
	}

	public static InstanceMetadata read(JsonFields json) {
		int weight = json.integer("weight", InstanceMetadata.DEFAULT_WEIGHT);
		if (weight < 0 || weight > InstanceMetadata.MAX_WEIGHT) {
			throw new IllegalArgumentException(
					"its weight " + weight + " is not between 0 and " + InstanceMetadata.MAX_WEIGHT);
		}
		return new InstanceMetadata(json.string("uuid"), json.string("application", ""), json.string("version", ""),
				weight, json.string("zone", ""), json.strings("tags"), status(json.string("status")),
				instant(json.string("startTime")), json.integers("ports"), json.bool("secure"), json.bool("verifiable"),
				millis(json, "permitKeepaliveMillis"), reportKey(json));
	}

	private static InstanceStatus status(@Nullable String text) {
		if (text == null) {
			return InstanceStatus.UP;
		}
		for (InstanceStatus status : InstanceStatus.values()) {
			if (status != InstanceStatus.UNREADABLE && status.name().equals(text)) {
				return status;
			}
		}
		return InstanceStatus.OUT_OF_SERVICE;
	}

	// Only reports depend on it: calls do not stop for a key that is none.
	private static @Nullable String reportKey(JsonFields json) {
		try {
			String key = json.string("reportKey");
			return RegistryLimits.isReportKey(key) ? key : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static @Nullable Duration millis(JsonFields json, String name) {
		Integer millis = json.integer(name);
		if (millis == null) {
			return null;
		}
		if (millis < 0) {
			throw new IllegalArgumentException("its field '" + name + "' is negative");
		}
		return Duration.ofMillis(millis);
	}

	private static @Nullable Instant instant(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			return Instant.parse(text);
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException(
					"its start time '" + UntrustedText.printable(text) + "' is not an ISO 8601 instant", ex);
		}
	}

	private static void addIfSet(JsonObject json, String name, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			json.addProperty(name, value);
		}
	}

	// Equal metadata has equal bytes, so that a node is not rewritten for nothing.
	private static <V> Map<String, V> sorted(Map<String, V> map) {
		return new TreeMap<>(map);
	}

}
