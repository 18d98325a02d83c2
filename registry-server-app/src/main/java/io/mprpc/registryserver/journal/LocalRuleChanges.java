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

package io.mprpc.registryserver.journal;

import java.util.LinkedHashSet;
import java.util.Set;

import io.mprpc.internal.governance.RuleChange;

/**
 * Changes of rules that were made through this server, so that they are not recorded a
 * second time when the registry reports them. Thread-safe.
 */
public final class LocalRuleChanges {

	private static final int REMEMBERED = 1000;

	private final Set<RuleChange> changes = new LinkedHashSet<>();

	/**
	 * Adds a change before it is sent to the registry.
	 * @param change the change
	 */
	public synchronized void expect(RuleChange change) {
		this.changes.add(change);
		if (this.changes.size() > REMEMBERED) {
			this.changes.remove(this.changes.iterator().next());
		}
	}

	/**
	 * Removes a change whose outcome is unknown.
	 * @param change the change
	 */
	public synchronized void forget(RuleChange change) {
		this.changes.remove(change);
	}

	synchronized boolean contains(RuleChange change) {
		return this.changes.contains(change);
	}

}
