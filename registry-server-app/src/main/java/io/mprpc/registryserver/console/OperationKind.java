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

package io.mprpc.registryserver.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Kind of operation that a page offers. The path of an operation and the keys of its
 * messages derive from its name.
 */
enum OperationKind {

	/** Take an instance out of service. */
	OUT(true, true),

	/** Put an instance back into service. */
	IN(false, false),

	/** Take one method of an instance out of service. */
	METHOD_OUT(true, true),

	/** Put one method of an instance back into service. */
	METHOD_IN(false, false),

	/** Set the weight of an instance, or reset it to its own. */
	WEIGHT(false, true),

	/** Take a whole version out of service. */
	VERSION_OUT(true, false),

	/** Put a whole version back into service. */
	VERSION_IN(false, false),

	/** Remove all rules of an endpoint. */
	FORGET(true, false),

	/** Remove a service of which only the name is left. */
	REMOVE(true, false);

	private final boolean dangerous;

	private final boolean lifetime;

	OperationKind(boolean dangerous, boolean lifetime) {
		this.dangerous = dangerous;
		this.lifetime = lifetime;
	}

	/**
	 * Whether it can make calls fail.
	 * @return whether it can
	 */
	public boolean isDangerous() {
		return this.dangerous;
	}

	/**
	 * Whether it has a lifetime to choose.
	 * @return whether it has
	 */
	public boolean hasLifetime() {
		return this.lifetime;
	}

	/**
	 * Its name in paths and in the keys of texts.
	 * @return the name
	 */
	public String path() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static Optional<OperationKind> at(String path) {
		return Arrays.stream(values()).filter((kind) -> kind.path().equals(path)).findFirst();
	}

}
