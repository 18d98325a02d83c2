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

package io.mprpc.internal.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import org.jspecify.annotations.Nullable;

/**
 * Merger of the views of one service from several directories. The identity of an
 * instance is its UUID: under one identity it appears once, and is DRAINING if it is so
 * anywhere. Of two identities at one endpoint the one that started later is taken.
 */
final class ViewMerger {

	private ViewMerger() {
	}

	/**
	 * Merges views.
	 * @param service the service
	 * @param sources the views; for an instance that is the same in several, the first of
	 * those that are live counts
	 * @return the merged view, as far as all that are known can be trusted
	 */
	static ServiceView merge(ServiceName service, List<Source> sources) {
		List<Source> known = sources.stream()
			.filter((source) -> source.view().isKnown())
			.sorted(Comparator.comparing((source) -> !source.isLive()))
			.toList();
		if (known.isEmpty()) {
			return ServiceView.loading(service);
		}
		if (known.size() == 1) {
			return known.get(0).view();
		}
		Map<Endpoint, RpcInstance> merged = new TreeMap<>();
		Map<String, Endpoint> endpoints = new HashMap<>();
		for (Source source : known) {
			Map<String, Endpoint> earlier = Map.copyOf(endpoints);
			for (RpcInstance instance : source.instances()) {
				String uuid = instance.metadata().uuid();
				Endpoint endpoint = (uuid != null) ? earlier.getOrDefault(uuid, instance.endpoint())
						: instance.endpoint();
				RpcInstance before = merged.get(endpoint);
				merged.put(endpoint, (before != null) ? merge(before, instance) : instance);
				if (uuid != null) {
					endpoints.putIfAbsent(uuid, endpoint);
				}
			}
		}
		return new ServiceView(service, new ArrayList<>(merged.values()), state(known), asOf(known));
	}

	private static RpcInstance merge(RpcInstance first, RpcInstance second) {
		if (first.id().equals(second.id())) {
			return (second.metadata().status() == InstanceStatus.DRAINING)
					? first.withMetadata(first.metadata().withStatus(InstanceStatus.DRAINING)) : first;
		}
		Instant start = first.metadata().startTime();
		Instant otherStart = second.metadata().startTime();
		return (start != null && otherStart != null && otherStart.isAfter(start)) ? second : first;
	}

	private static ServiceView.State state(List<Source> known) {
		Set<ServiceView.State> states = new HashSet<>();
		known.forEach((source) -> states.add(source.view().state()));
		for (ServiceView.State worse : List.of(ServiceView.State.SNAPSHOT, ServiceView.State.STALE)) {
			if (states.contains(worse)) {
				return worse;
			}
		}
		return ServiceView.State.LIVE;
	}

	private static @Nullable Instant asOf(List<Source> known) {
		return known.stream()
			.map((source) -> source.view().asOf())
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	/**
	 * Instances that one directory lists.
	 *
	 * @param view its view
	 * @param superseded identities that a live directory has listed since this one was
	 * live: what this one remembers of them does not count
	 */
	record Source(ServiceView view, Set<String> superseded) {

		Source(ServiceView view) {
			this(view, Set.of());
		}

		boolean isLive() {
			return this.view.state() == ServiceView.State.LIVE;
		}

		Source next(ServiceView next) {
			return new Source(next, (next.state() == ServiceView.State.LIVE) ? Set.of() : this.superseded);
		}

		Source supersededBy(Source other) {
			if (isLive() || !other.isLive()) {
				return this;
			}
			Set<String> more = new HashSet<>(this.superseded);
			other.view.instances().forEach((instance) -> more.add(instance.id()));
			return new Source(this.view, more);
		}

		List<RpcInstance> instances() {
			return this.superseded.isEmpty() ? this.view.instances()
					: this.view.instances()
						.stream()
						.filter((instance) -> !this.superseded.contains(instance.id()))
						.toList();
		}

	}

}
