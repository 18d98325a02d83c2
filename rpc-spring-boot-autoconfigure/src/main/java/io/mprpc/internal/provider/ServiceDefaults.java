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

package io.mprpc.internal.provider;

import java.util.Map;
import java.util.Objects;

/**
 * Defaults of an application's services, for values that they do not set themselves.
 *
 * @param register whether services are registered; if not, none is
 * @param registerUnimplementedMethods whether methods are registered that a bean does not
 * implement
 * @param version version, empty for none
 * @param weight share of the calls in relation to other instances
 * @param zone zone that the application runs in, empty for none
 * @param tags properties that consumers can ask for
 * @since 0.1
 */
public record ServiceDefaults(boolean register, boolean registerUnimplementedMethods, String version, int weight,
		String zone, Map<String, String> tags) {

	/**
	 * Copies the tags.
	 */
	public ServiceDefaults {
		Objects.requireNonNull(version, "version");
		Objects.requireNonNull(zone, "zone");
		tags = Map.copyOf(tags);
	}

}
