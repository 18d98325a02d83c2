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
package io.mprpc.internal.grpc.call;

/**
 * The points of a call at which an observer needs the clock. The clock is read where at
 * least one observer needs it, once for all of them.
 *
 * @since 0.1
 */
public enum Timing {

	/** No point. */
	NONE,

	/** Start and end of the call. */
	TOTAL,

	/**
	 * Also the points in between: an attempt starts to wait, is sent, ends; a server
	 * takes the call up.
	 */
	PHASES;

	boolean includes(Timing other) {
		return compareTo(other) >= 0;
	}

}
