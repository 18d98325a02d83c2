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

package io.mprpc.registryserver.reports.port;

/**
 * Bounds of the number of connections.
 *
 * @param all largest number of connections
 * @param idle largest number of those without an accepted stream
 * @param idlePerAddress largest number of those from one address
 */
public record ConnectionLimits(int all, int idle, int idlePerAddress) {

	/**
	 * Bounds for a number of processes.
	 * @param processes number of processes that may report
	 * @return the bounds
	 */
	public static ConnectionLimits forProcesses(int processes) {
		return new ConnectionLimits(processes + 1000, 1000, 200);
	}

}
