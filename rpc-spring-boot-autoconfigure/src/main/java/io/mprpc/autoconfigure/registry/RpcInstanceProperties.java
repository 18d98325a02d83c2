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

package io.mprpc.autoconfigure.registry;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of this application's instance, as a provider and as a consumer.
 *
 * @param zone Zone that this application runs in: registered with its services, and the
 * one that its calls may prefer.
 * @since 0.1
 */
@ConfigurationProperties("rpc.instance")
public record RpcInstanceProperties(@DefaultValue("") String zone) {

	/**
	 * Removes blanks around the zone.
	 */
	public RpcInstanceProperties {
		zone = zone.trim();
	}

}
