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

package io.mprpc.registryserver.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Counter with a limit for each owner and for all owners together. Only owners that hold
 * a permit use memory.
 */
public final class Quota {

	private final int perOwner;

	private final int total;

	private final Map<String, Integer> held = new HashMap<>();

	private int all;

	/**
	 * Creates a quota without acquired permits.
	 * @param perOwner maximum number of permits of one owner
	 * @param total maximum number of permits of all owners
	 */
	public Quota(int perOwner, int total) {
		this.perOwner = perOwner;
		this.total = total;
	}

	/**
	 * Acquires a permit for an owner.
	 * @param owner the owner
	 * @return the result; only {@link Grant#GRANTED} has to be released
	 */
	public synchronized Grant acquire(String owner) {
		int before = this.held.getOrDefault(owner, 0);
		if (before >= this.perOwner) {
			return Grant.OWNER_EXHAUSTED;
		}
		if (this.all >= this.total) {
			return Grant.EXHAUSTED;
		}
		this.held.put(owner, before + 1);
		this.all++;
		return Grant.GRANTED;
	}

	/**
	 * Releases a permit.
	 * @param owner the owner
	 */
	public synchronized void release(String owner) {
		this.all--;
		this.held.computeIfPresent(owner, (key, count) -> (count > 1) ? count - 1 : null);
	}

	/**
	 * Result of an acquisition.
	 */
	public enum Grant {

		/** The permit was acquired. */
		GRANTED,

		/** The owner has reached its limit. */
		OWNER_EXHAUSTED,

		/** The total limit is reached. */
		EXHAUSTED

	}

}
