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

package io.mprpc.internal.configuration;

import org.jspecify.annotations.Nullable;

/**
 * A property below {@code rpc.} that nothing reads.
 *
 * @param written name as it is written
 * @param origin where it is written
 * @param problem description of the fault, if more can be said than that it is not known
 * @param meant name that was probably meant
 */
record UnknownProperty(String written, String origin, @Nullable String problem, @Nullable String meant) {

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(this.written).append(" (").append(this.origin).append(')');
		if (this.problem != null) {
			text.append(": ").append(this.problem);
		}
		if (this.meant != null) {
			text.append((this.problem != null) ? "; did you mean " : ": did you mean ").append(this.meant).append('?');
		}
		return text.toString();
	}

}
