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

package io.mprpc.internal.zookeeper.snapshot;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mprpc.internal.input.JsonFields;
import io.mprpc.internal.input.UntrustedText;
import io.mprpc.internal.zookeeper.layout.InstanceCodec;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;

/**
 * The JSON of a snapshot on disk.
 */
final class ViewCodec {

	private static final String FORMAT = "mprpc-view-1";

	private ViewCodec() {
	}

	static byte[] write(ViewSnapshot snapshot, String registry, String namespace) {
		ServiceView view = snapshot.view();
		JsonArray instances = new JsonArray();
		for (RpcInstance instance : view.instances()) {
			JsonObject json = new JsonObject();
			json.addProperty("endpoint", instance.endpoint().toString());
			JsonArray methods = new JsonArray();
			new TreeSet<>(instance.methods()).forEach(methods::add);
			json.add("methods", methods);
			json.add("metadata", InstanceCodec.json(instance.metadata()));
			instances.add(json);
		}
		JsonObject json = new JsonObject();
		json.addProperty("format", FORMAT);
		json.addProperty("registry", registry);
		json.addProperty("namespace", namespace);
		json.addProperty("service", view.service().value());
		json.addProperty("asOf", String.valueOf(view.asOf()));
		json.add("instances", instances);
		if (snapshot.rules() != null) {
			json.addProperty("rules", snapshot.rules());
		}
		return json.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads a snapshot.
	 * @throws IllegalArgumentException if it is none, or one of something else: the
	 * message goes on where "it is ignored because" ends
	 */
	static ViewSnapshot read(byte[] data, String registry, String namespace, ServiceName service) {
		JsonFields json = JsonFields.parse(data, Integer.MAX_VALUE);
		requireEqual(json, "format", FORMAT);
		requireEqual(json, "registry", registry);
		requireEqual(json, "namespace", namespace);
		requireEqual(json, "service", service.value());
		List<RpcInstance> instances = new ArrayList<>();
		for (JsonFields instance : json.objects("instances")) {
			JsonFields metadata = instance.object("metadata");
			instances.add(new RpcInstance(service, Endpoint.parse(instance.string("endpoint", "")),
					new TreeSet<>(instance.texts("methods")),
					(metadata != null) ? InstanceCodec.read(metadata) : InstanceMetadata.UNKNOWN));
		}
		try {
			ServiceView view = new ServiceView(service, instances, ServiceView.State.SNAPSHOT,
					Instant.parse(json.string("asOf", "")));
			return new ViewSnapshot(view, json.string("rules"));
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("its field 'asOf' is not an ISO 8601 instant", ex);
		}
	}

	private static void requireEqual(JsonFields json, String name, String expected) {
		String found = json.string(name);
		if (!Objects.equals(found, expected)) {
			throw new IllegalArgumentException(
					"its " + name + " is '" + UntrustedText.printable(found) + "' and not '" + expected + "'");
		}
	}

}
