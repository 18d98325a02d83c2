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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mprpc.internal.input.JsonFields;
import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.input.UntrustedText;
import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.registry.Endpoint;

/**
 * The JSON of the nodes of registry servers that take reports.
 *
 * @since 0.1
 */
public final class AnnouncementCodec {

	/** Namespaces that a server may show. */
	public static final int MAX_NAMESPACES = 100;

	private static final int MAX_BYTES = 16 * 1024;

	private AnnouncementCodec() {
	}

	/**
	 * Writes the announcement of a server.
	 * @param server the server
	 * @return a node's data
	 * @throws IllegalArgumentException if there are too many namespaces, one is
	 * malformed, or the key is none
	 */
	public static byte[] write(AnnouncedServer server) {
		check(server.namespaces());
		RegistryLimits.reportKey("its report key", server.publicKey());
		JsonArray namespaces = new JsonArray();
		// Equal announcements have equal bytes, so that no node is rewritten for nothing.
		new TreeSet<>(server.namespaces()).forEach(namespaces::add);
		JsonObject json = new JsonObject();
		json.add("namespaces", namespaces);
		json.addProperty("reportKey", server.publicKey());
		json.addProperty("secure", server.secure());
		return json.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads the announcement of a server.
	 * @param node last part of the node's path
	 * @param data the node's data
	 * @return the server
	 * @throws IllegalArgumentException if the node is not named as a server's, or the
	 * data is not such JSON: the message goes on where "the node is skipped because" ends
	 */
	public static AnnouncedServer read(String node, byte[] data) {
		Endpoint endpoint = ZnodeLayout.endpoint(node);
		if (!ZnodeLayout.node(endpoint).equals(node)) {
			// Processes sign the name: there is one for each server.
			throw new IllegalArgumentException("its name is not written as " + endpoint);
		}
		JsonFields json = JsonFields.parse(data, MAX_BYTES);
		List<String> namespaces = json.texts("namespaces");
		check(namespaces);
		String key = json.required("reportKey");
		RegistryLimits.reportKey("its report key", key);
		return new AnnouncedServer(endpoint, Set.copyOf(namespaces), json.bool("secure"), key);
	}

	private static void check(Collection<String> namespaces) {
		if (namespaces.size() > MAX_NAMESPACES) {
			throw new IllegalArgumentException(
					"it has " + namespaces.size() + " namespaces, more than " + MAX_NAMESPACES);
		}
		namespaces.forEach((namespace) -> {
			if (!ZnodeLayout.isNamespace(namespace)) {
				throw new IllegalArgumentException(
						"its namespace '" + UntrustedText.printable(namespace) + "' cannot be one");
			}
		});
	}

}
