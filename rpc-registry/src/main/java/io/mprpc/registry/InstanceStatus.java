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

/**
 * Status that an instance publishes, or that it is not known.
 *
 * @since 0.1
 */
public enum InstanceStatus {

	/**
	 * Takes calls.
	 */
	UP,

	/**
	 * Lives, but takes no new calls until it is {@link #UP} again.
	 */
	OUT_OF_SERVICE,

	/**
	 * About to stop: an announced withdrawal, which consumers trust immediately. No new
	 * calls go to it and its connections are released.
	 */
	DRAINING,

	/**
	 * Its entry in the registry, metadata or rules, is there and cannot be read: it takes
	 * no new calls until that can be read. Never published.
	 */
	UNREADABLE

}
