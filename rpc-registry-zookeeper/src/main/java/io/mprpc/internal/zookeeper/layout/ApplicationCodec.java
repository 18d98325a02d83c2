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
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.mprpc.internal.input.JsonFields;
import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.registry.ApplicationInstance;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;

/**
 * The JSON of the application nodes: the form in which curator-x-discovery keeps an
 * instance, with the payload of Spring Cloud Zookeeper, so that its applications and ours
 * see each other.
 *
 * @since 0.1
 */
public final class ApplicationCodec {

	/** Key of the metadata under which Spring Cloud Zookeeper keeps the status. */
	static final String STATUS = "instance_status";

	private static final String PAYLOAD_CLASS = "org.springframework.cloud.zookeeper.discovery.ZookeeperInstance";

	private ApplicationCodec() {
	}

	/**
	 * Writes an application's instance.
	 * @param instance the instance
	 * @return a node's data
	 */
	public static byte[] write(ProviderInstance instance) {
		JsonObject json = new JsonObject();
		Map<String, Integer> ports = instance.metadata().ports();
		Integer https = ports.get("https");
		json.addProperty("name", instance.application());
		json.addProperty("id", ZnodeLayout.node(instance.endpoint()));
		json.addProperty("address", instance.endpoint().host());
		json.addProperty("port", ports.getOrDefault("http", (https != null) ? https : instance.endpoint().port()));
		if (https != null) {
			json.addProperty("sslPort", https);
		}
		else {
			json.add("sslPort", JsonNull.INSTANCE);
		}
		json.add("payload", payload(instance));
		Instant startTime = instance.metadata().startTime();
		json.addProperty("registrationTimeUTC", (startTime != null) ? startTime.toEpochMilli() : 0);
		json.addProperty("serviceType", "DYNAMIC");
		json.add("uriSpec", uriSpec());
		return json.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads an application's instance, whichever process wrote it.
	 * @param application name of the application that it stands under
	 * @param data the node's data
	 * @return the instance
	 * @throws IllegalArgumentException if the data is not such JSON: the message goes on
	 * where "the node is not readable because" ends
	 */
	public static ApplicationInstance read(String application, byte[] data) {
		JsonFields json = JsonFields.parse(data, RegistryLimits.NODE_BYTES);
		String address = json.string("address");
		Integer port = json.integer("port");
		Integer sslPort = json.integer("sslPort");
		String id = json.string("id");
		if (address == null || id == null || (port == null && sslPort == null)) {
			throw new IllegalArgumentException("it has no 'id', 'address' or 'port'");
		}
		JsonFields payload = json.object("payload");
		Map<String, String> metadata = (payload != null) ? payload.strings("metadata") : Map.of();
		boolean secure = sslPort != null;
		int shown = (sslPort != null) ? sslPort : (port != null) ? port : 0;
		RegistryLimits.name("its id", id);
		Endpoint shownAt = new Endpoint(address, shown);
		return new ApplicationInstance(application, id, shownAt.host(), shownAt.port(), secure, metadata);
	}

	private static JsonObject payload(ProviderInstance instance) {
		Map<String, String> metadata = new TreeMap<>(instance.properties());
		metadata.put(ApplicationInstance.GRPC_PORT, String.valueOf(instance.endpoint().port()));
		// Spring Cloud knows these two only.
		boolean up = instance.metadata().status() == InstanceStatus.UP;
		metadata.put(STATUS, up ? "UP" : "OUT_OF_SERVICE");
		JsonObject values = new JsonObject();
		metadata.forEach(values::addProperty);
		JsonObject payload = new JsonObject();
		payload.addProperty("@class", PAYLOAD_CLASS);
		payload.addProperty("id", instance.id());
		payload.addProperty("name", instance.application());
		payload.add("metadata", values);
		return payload;
	}

	private static JsonObject uriSpec() {
		JsonArray parts = new JsonArray();
		addPart(parts, "scheme", true);
		addPart(parts, "://", false);
		addPart(parts, "address", true);
		addPart(parts, ":", false);
		addPart(parts, "port", true);
		JsonObject uriSpec = new JsonObject();
		uriSpec.add("parts", parts);
		return uriSpec;
	}

	private static void addPart(JsonArray parts, String value, boolean variable) {
		JsonObject part = new JsonObject();
		part.addProperty("value", value);
		part.addProperty("variable", variable);
		parts.add(part);
	}

}
