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

import com.google.gson.JsonObject;
import io.mprpc.internal.input.JsonFields;
import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.registry.ConsumerReference;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the nodes of consumers, which are empty where the process has no key.
 *
 * @since 0.1
 */
public final class ConsumerCodec {

	private static final String REPORT_KEY = "reportKey";

	private static final int MAX_BYTES = 4096;

	private ConsumerCodec() {
	}

	/**
	 * Writes what a reference's node holds.
	 * @param reference the reference
	 * @return a node's data
	 */
	public static byte[] write(ConsumerReference reference) {
		if (reference.reportKey() == null) {
			return new byte[0];
		}
		JsonObject json = new JsonObject();
		json.addProperty(REPORT_KEY, reference.reportKey());
		return json.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads the key of a process.
	 * @param data a node's data
	 * @return the key, {@code null} if there is none
	 * @throws IllegalArgumentException if the data is not such JSON or holds something
	 * else than a key: the message goes on where "the node is not readable because" ends
	 */
	public static @Nullable String reportKey(byte[] data) {
		if (data.length == 0) {
			return null;
		}
		String key = JsonFields.parse(data, MAX_BYTES).string(REPORT_KEY);
		RegistryLimits.reportKey("its report key", key);
		return key;
	}

}
