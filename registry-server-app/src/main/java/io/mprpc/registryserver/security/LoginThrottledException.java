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

package io.mprpc.registryserver.security;

import java.time.Duration;

import org.springframework.security.authentication.AccountStatusException;

/**
 * Thrown when a login is not attempted because too many before it have failed.
 */
@SuppressWarnings("serial")
class LoginThrottledException extends AccountStatusException {

	private final Duration wait;

	LoginThrottledException(Duration wait) {
		super("Too many logins have failed: try again in " + seconds(wait) + " s");
		this.wait = wait;
	}

	/** Time to wait, in whole seconds. */
	long seconds() {
		return seconds(this.wait);
	}

	private static long seconds(Duration wait) {
		return wait.plusMillis(999).toSeconds();
	}

}
