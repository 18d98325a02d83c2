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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.mprpc.RpcService;
import io.mprpc.registry.InstanceMetadata;

/**
 * Values of the attributes of {@link RpcService}: resolved, checked, and with the
 * application's defaults where they are left out.
 */
final class ServiceAttributes {

	private final ServiceBeans beans;

	private final ServiceDefaults defaults;

	ServiceAttributes(ServiceBeans beans, ServiceDefaults defaults) {
		this.beans = beans;
		this.defaults = defaults;
	}

	int weight(String label, RpcService annotation) {
		if (annotation.weight() > InstanceMetadata.MAX_WEIGHT) {
			throw new InvalidRpcServiceException(
					label + " has @RpcService(weight = " + annotation.weight() + "), which is out of range.",
					"Give it a weight from 0 (no calls) to " + InstanceMetadata.MAX_WEIGHT
							+ ", or leave it out: the default is rpc.server.weight.");
		}
		return (annotation.weight() < 0) ? this.defaults.weight() : annotation.weight();
	}

	Map<String, String> tags(String label, RpcService annotation) {
		Map<String, String> tags = new TreeMap<>(this.defaults.tags());
		List<String> given = new ArrayList<>();
		for (String tag : annotation.tags()) {
			String resolved = text(label, "tags", tag, "");
			int equals = resolved.indexOf('=');
			if (equals <= 0 || resolved.substring(0, equals).isBlank()) {
				throw new InvalidRpcServiceException(
						label + " has @RpcService(tags = \"" + resolved + "\"), which is not of the form key=value.",
						"Write each tag as key=value, for example tags = \"ring=canary\".");
			}
			String key = resolved.substring(0, equals).trim();
			if (given.contains(key)) {
				throw new InvalidRpcServiceException(label + " has two tags '" + key + "' in its @RpcService.",
						"Keep one of them.");
			}
			given.add(key);
			tags.put(key, resolved.substring(equals + 1).trim());
		}
		return tags;
	}

	String text(String label, String attribute, String value, String fallback) {
		if (value.isEmpty()) {
			return fallback;
		}
		try {
			String resolved = this.beans.resolve(value);
			return (resolved == null || resolved.isEmpty()) ? fallback : resolved;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcServiceException(
					label + " has @RpcService(" + attribute + " = \"" + value + "\"), which cannot be resolved: "
							+ ex.getMessage(),
					"Set the property that it names, or give it a default as in ${name:default}.", ex);
		}
	}

}
