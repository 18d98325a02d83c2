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

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Change between two views of a service.
 *
 * @param at when this process saw it
 * @param subject the endpoint of the instance that changed, empty for the view as a whole
 * @param what the change, as in {@code weight 100 -> 0}
 * @since 0.1
 */
public record ViewChange(Instant at, String subject, String what) {

	/**
	 * Differences between two views of a service.
	 * @param before the earlier view
	 * @param after the later view
	 * @param at the time of the change
	 * @return the changes, first that of the view as a whole
	 */
	public static List<ViewChange> between(ServiceView before, ServiceView after, Instant at) {
		List<ViewChange> changes = new ArrayList<>();
		if (before.state() != after.state()) {
			changes.add(new ViewChange(at, "", "view " + before.state() + " -> " + after.state()));
		}
		Map<Endpoint, RpcInstance> gone = new LinkedHashMap<>();
		before.instances().forEach((instance) -> gone.put(instance.endpoint(), instance));
		for (RpcInstance instance : after.instances()) {
			RpcInstance known = gone.remove(instance.endpoint());
			String what = (known != null) ? difference(known, instance) : appearance(instance);
			if (!what.isEmpty()) {
				changes.add(new ViewChange(at, instance.endpoint().toString(), what));
			}
		}
		gone.keySet().forEach((endpoint) -> changes.add(new ViewChange(at, endpoint.toString(), "left")));
		return changes;
	}

	private static String appearance(RpcInstance instance) {
		InstanceMetadata metadata = instance.metadata();
		return "appeared: " + metadata.status() + ", version '" + metadata.version() + "', weight " + metadata.weight()
				+ ", " + instance.methods().size() + " methods";
	}

	private static String difference(RpcInstance known, RpcInstance now) {
		InstanceMetadata before = known.metadata();
		InstanceMetadata after = now.metadata();
		List<String> parts = new ArrayList<>();
		add(parts, "incarnation", before.uuid(), after.uuid());
		add(parts, "status", before.status(), after.status());
		add(parts, "version", before.version(), after.version());
		add(parts, "weight", before.weight(), after.weight());
		add(parts, "zone", before.zone(), after.zone());
		add(parts, "tags", before.tags(), after.tags());
		add(parts, "methods", new TreeSet<>(known.methods()), new TreeSet<>(now.methods()));
		return String.join(", ", parts);
	}

	private static void add(List<String> parts, String name, @Nullable Object before, @Nullable Object after) {
		if (!Objects.equals(before, after)) {
			parts.add(name + ' ' + before + " -> " + after);
		}
	}

}
