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

import java.util.Objects;

/**
 * The fact that a process calls a service.
 *
 * @param service the service
 * @param application name of the calling application
 * @param host host it runs on
 * @param pid its process id there
 * @since 0.1
 */
public record ConsumerReference(ServiceName service, String application, String host, long pid) {

	/**
	 * Checks that nothing is missing.
	 */
	public ConsumerReference {
		Objects.requireNonNull(service, "service");
		Objects.requireNonNull(application, "application");
		Objects.requireNonNull(host, "host");
	}

	@Override
	public String toString() {
		return this.application + '@' + this.host + ':' + this.pid;
	}

}
