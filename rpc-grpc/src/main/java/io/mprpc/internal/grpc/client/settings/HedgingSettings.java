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

package io.mprpc.internal.grpc.client.settings;

import java.time.Duration;
import java.util.Set;

import io.grpc.Status;

/**
 * Settings of hedging, which sends a call to further instances while the first has not
 * answered yet.
 *
 * @param maxAttempts requests sent for one call, the first included, at least 2
 * @param delay time without an answer after which the next request is sent
 * @param nonFatalStatusCodes status codes with which one request may fail while the
 * others go on
 * @since 0.1
 */
public record HedgingSettings(int maxAttempts, Duration delay, Set<Status.Code> nonFatalStatusCodes) {

	/**
	 * Copies the status codes.
	 */
	public HedgingSettings {
		nonFatalStatusCodes = Set.copyOf(nonFatalStatusCodes);
	}

}
