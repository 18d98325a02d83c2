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

package io.mprpc.registryserver.traffic.model;

/**
 * Reason why a consumer did not send a call to any instance.
 */
public enum UnsentReason {

	/** None of the others, for example a call that an interceptor refused. */
	OTHER,

	/** No instance takes calls of the method. */
	NO_INSTANCE,

	/** There is no ready connection to any instance that takes calls of the method. */
	NO_CONNECTION,

	/** The deadline passed while the call waited for an instance. */
	DEADLINE,

	/** A limit of the consumer refused the call. */
	LIMITED;

	/**
	 * Whether the service is at fault, and not the consumer itself.
	 * @return whether such a call means an outage
	 */
	public boolean isOutage() {
		return this == NO_INSTANCE || this == NO_CONNECTION;
	}

}
