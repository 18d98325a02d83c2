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

package io.mprpc.registryserver.catalog.model;

import io.mprpc.internal.governance.EffectiveInstance;

/**
 * Availability of a method at an instance, as consumers see it.
 */
public enum MethodAvailability {

	/** Takes calls. */
	SERVED,

	/** Exposed, but the method, the instance or its version is out of service. */
	OUT_OF_SERVICE,

	/** The instance does not have the method. */
	NOT_EXPOSED;

	public static MethodAvailability of(EffectiveInstance instance, String method) {
		if (instance.takesCalls(method)) {
			return SERVED;
		}
		return instance.published().serves(method) ? OUT_OF_SERVICE : NOT_EXPOSED;
	}

}
