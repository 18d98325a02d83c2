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

package io.mprpc.registryserver.reports;

import java.util.HashMap;
import java.util.Map;

import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.registryserver.traffic.RegisteredProcesses;
import org.jspecify.annotations.Nullable;

/**
 * Search for nodes that another process has taken over. Reads all processes when it is
 * first needed, and serves one round of checks. Safe for use by several threads.
 */
final class Takeovers {

	private final RegisteredProcesses processes;

	private volatile @Nullable Map<String, String> keys;

	Takeovers(RegisteredProcesses processes) {
		this.processes = processes;
	}

	/**
	 * Whether a node of a process has the key of another now.
	 * @param before the process as it was last seen
	 * @param now the process as it is seen now, {@code null} if it has no node any more
	 * @param publicKey its key
	 * @return what was taken over, {@code null} if nothing was
	 */
	@Nullable String find(RegisteredProcess before, @Nullable RegisteredProcess now, String publicKey) {
		Map<String, String> current = keys();
		// As long as its own node stands, one of the same name elsewhere takes nothing
		// over.
		boolean stands = now != null && now.references().contains(before.id());
		if (!stands && isOther(current.get(before.id()), publicKey)) {
			return "the reference of " + before.id();
		}
		for (Map.Entry<String, Endpoint> each : before.endpoints().entrySet()) {
			boolean provides = now != null && each.getValue().equals(now.endpoints().get(each.getKey()));
			if (!provides && isOther(current.get(node(each.getKey(), each.getValue())), publicKey)) {
				return "the registration of " + each.getKey() + " at " + each.getValue();
			}
		}
		return null;
	}

	private Map<String, String> keys() {
		Map<String, String> found = this.keys;
		if (found == null) {
			found = new HashMap<>();
			for (RegisteredProcess process : this.processes.all()) {
				String key = process.publicKey();
				if (key != null) {
					for (String reference : process.references()) {
						found.put(reference, key);
					}
					for (Map.Entry<String, Endpoint> each : process.endpoints().entrySet()) {
						found.put(node(each.getKey(), each.getValue()), key);
					}
				}
			}
			this.keys = found;
		}
		return found;
	}

	private static boolean isOther(@Nullable String key, String own) {
		return key != null && !key.equals(own);
	}

	// No name of a service holds a slash.
	private static String node(String service, Endpoint endpoint) {
		return service + '/' + endpoint;
	}

}
