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

package io.mprpc.autoconfigure.configuration;

import java.util.LinkedHashSet;
import java.util.Set;

import io.mprpc.internal.configuration.OnUnknownProperty;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the check of properties.
 *
 * @since 0.1
 */
@ConfigurationProperties("rpc.configuration")
public class RpcConfigurationProperties {

	/**
	 * Reaction to unknown properties below 'rpc.', such as misspelt ones.
	 */
	private OnUnknownProperty onUnknownProperty = OnUnknownProperty.WARN;

	/**
	 * Comma-separated prefixes below 'rpc.' whose properties belong to other software.
	 */
	private Set<String> ignoredPrefixes = new LinkedHashSet<>();

	public OnUnknownProperty getOnUnknownProperty() {
		return this.onUnknownProperty;
	}

	public void setOnUnknownProperty(OnUnknownProperty onUnknownProperty) {
		this.onUnknownProperty = onUnknownProperty;
	}

	public Set<String> getIgnoredPrefixes() {
		return this.ignoredPrefixes;
	}

	public void setIgnoredPrefixes(Set<String> ignoredPrefixes) {
		this.ignoredPrefixes = ignoredPrefixes;
	}

}
