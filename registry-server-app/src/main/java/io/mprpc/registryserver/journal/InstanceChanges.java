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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Derives events from two successive snapshots of a service.
 */
final class InstanceChanges {

	private final ServiceName service;

	private final List<JournalEvent> events = new ArrayList<>();

	private InstanceChanges(ServiceName service) {
		this.service = service;
	}

	static List<JournalEvent> between(ServiceName service, List<RpcInstance> before, List<RpcInstance> after) {
		InstanceChanges changes = new InstanceChanges(service);
		Map<Endpoint, RpcInstance> gone = new LinkedHashMap<>();
		before.forEach((instance) -> gone.put(instance.endpoint(), instance));
		for (RpcInstance instance : after) {
			changes.compare(gone.remove(instance.endpoint()), instance);
		}
		gone.values().forEach(changes::left);
		return changes.events;
	}

	private void compare(@Nullable RpcInstance before, RpcInstance after) {
		if (before == null) {
			add(JournalEventType.INSTANCE_ARRIVED, after, null, after.metadata().version());
			return;
		}
		if (before.equals(after)) {
			return;
		}
		InstanceMetadata was = before.metadata();
		InstanceMetadata is = after.metadata();
		if (was.uuid() != null && is.uuid() != null && !was.uuid().equals(is.uuid())) {
			add(JournalEventType.INSTANCE_RESTARTED, after, was.version(), is.version());
		}
		if (was.status() != is.status()) {
			add(JournalEventType.STATUS_CHANGED, after, was.status().name(), is.status().name());
		}
		if (was.weight() != is.weight()) {
			add(JournalEventType.WEIGHT_CHANGED, after, String.valueOf(was.weight()), String.valueOf(is.weight()));
		}
		if (!Objects.equals(before.methods(), after.methods())) {
			add(JournalEventType.METHODS_CHANGED, after, without(before.methods(), after.methods()),
					without(after.methods(), before.methods()));
		}
	}

	private void left(RpcInstance instance) {
		add(JournalEventType.INSTANCE_LEFT, instance, instance.metadata().version(), null);
	}

	private void add(JournalEventType kind, RpcInstance instance, @Nullable String before, @Nullable String after) {
		this.events.add(JournalEvent.of(kind, this.service)
			.at(instance.endpoint())
			.about(instance.metadata().application())
			.from(before, after));
	}

	private static String without(Set<String> methods, Set<String> others) {
		Set<String> rest = new TreeSet<>(methods);
		rest.removeAll(others);
		return String.join(", ", rest);
	}

}
