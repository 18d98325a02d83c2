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

import org.springframework.core.env.Environment;

/**
 * The application's name in the registry.
 *
 * @since 0.1
 */
public final class ApplicationName {

	/** Spring Cloud's name for an application without one. */
	private static final String DEFAULT = "application";

	private ApplicationName() {
	}

	/**
	 * Reads the name.
	 * @param environment the environment
	 * @return the name, not blank
	 */
	public static String of(Environment environment) {
		String name = environment.getProperty("spring.application.name", "");
		return name.isBlank() ? DEFAULT : PropertyRules.registered("spring.application.name", name);
	}

}
