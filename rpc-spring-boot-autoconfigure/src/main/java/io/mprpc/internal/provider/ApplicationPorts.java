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

package io.mprpc.internal.provider;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Ports beside the gRPC port at which the application listens, such as {@code http} and
 * {@code management}. Safe for use by several threads.
 *
 * @since 0.1
 */
public final class ApplicationPorts {

	private final Map<String, Integer> ports = new ConcurrentSkipListMap<>();

	/**
	 * Notes a port.
	 * @param name its purpose
	 * @param port the port; one that does not listen, such as a mock's, is not noted
	 */
	public void put(String name, int port) {
		if (port > 0) {
			this.ports.put(name, port);
		}
	}

	/**
	 * The ports that are known by now.
	 * @return the ports by name
	 */
	public Map<String, Integer> asMap() {
		return Map.copyOf(this.ports);
	}

}
