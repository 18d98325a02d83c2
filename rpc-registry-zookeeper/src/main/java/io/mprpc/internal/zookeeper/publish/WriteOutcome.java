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

package io.mprpc.internal.zookeeper.publish;

/**
 * Outcome of an attempt to write or delete the nodes of a group.
 *
 * @param kind in which way
 * @param reason why, if it did not succeed
 */
record WriteOutcome(Kind kind, String reason) {

	static WriteOutcome written(boolean changed) {
		return new WriteOutcome(changed ? Kind.WRITTEN : Kind.UNCHANGED, "");
	}

	static WriteOutcome conflict(String rival) {
		return new WriteOutcome(Kind.CONFLICT, rival);
	}

	static WriteOutcome denied(String reason) {
		return new WriteOutcome(Kind.DENIED, reason);
	}

	static WriteOutcome failed(String reason) {
		return new WriteOutcome(Kind.FAILED, reason);
	}

	boolean succeeded() {
		return this.kind == Kind.WRITTEN || this.kind == Kind.UNCHANGED;
	}

	enum Kind {

		/** The nodes are as they should be, after a change. */
		WRITTEN,

		/** The nodes already were as they should be. */
		UNCHANGED,

		/** A process with a better right stands there. */
		CONFLICT,

		/** ZooKeeper refuses. */
		DENIED,

		/** Unknown: look again later. */
		FAILED

	}

}
