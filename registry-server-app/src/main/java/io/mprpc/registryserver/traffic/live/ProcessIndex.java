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

package io.mprpc.registryserver.traffic.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import org.jspecify.annotations.Nullable;

/**
 * Processes by the keys in their nodes. Nodes without a key belong to one process if they
 * have the same endpoint or the same identity of a consumer. Immutable once it is built.
 */
final class ProcessIndex {

	static final ProcessIndex EMPTY = new Builder().build();

	private final Map<String, RegisteredProcess> byKey;

	private final Map<String, RegisteredProcess> byId;

	private final Collection<RegisteredProcess> all;

	private ProcessIndex(Map<String, RegisteredProcess> byKey, Map<String, RegisteredProcess> byId,
			Collection<RegisteredProcess> all) {
		this.byKey = byKey;
		this.byId = byId;
		this.all = all;
	}

	@Nullable RegisteredProcess byKey(String key) {
		return this.byKey.get(key);
	}

	Collection<RegisteredProcess> all() {
		return this.all;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ProcessIndex index && index.byKey.equals(this.byKey) && index.byId.equals(this.byId);
	}

	@Override
	public int hashCode() {
		return this.byId.hashCode();
	}

	/** Collects the nodes of each process. */
	static final class Builder {

		private final Map<String, Nodes> keyed = new HashMap<>();

		private final Map<String, Nodes> others = new HashMap<>();

		void add(RpcInstance instance, @Nullable String key) {
			nodes(key, instance.endpoint().toString()).add(instance);
		}

		void add(ConsumerReference reference, @Nullable String key) {
			String id = reference.toString();
			nodes(key, id).add(reference, id);
		}

		ProcessIndex build() {
			Map<String, RegisteredProcess> byKey = new HashMap<>();
			Map<String, RegisteredProcess> byId = new HashMap<>();
			this.keyed.forEach((key, nodes) -> byKey.put(key, nodes.process(key)));
			byKey.values().forEach((process) -> byId.put(process.id(), process));
			this.others.values().forEach((nodes) -> {
				RegisteredProcess process = nodes.process(null);
				byId.putIfAbsent(process.id(), process);
			});
			// Nodes with another key may tell the same identity: no process hides
			// another.
			List<RegisteredProcess> all = new ArrayList<>(byKey.values());
			byId.values().stream().filter((process) -> process.publicKey() == null).forEach(all::add);
			return new ProcessIndex(byKey, byId, List.copyOf(all));
		}

		private Nodes nodes(@Nullable String key, String id) {
			return (key != null) ? this.keyed.computeIfAbsent(key, (absent) -> new Nodes())
					: this.others.computeIfAbsent(id, (absent) -> new Nodes());
		}

	}

	private static final class Nodes {

		private @Nullable String consumer;

		private String consumerApplication = "";

		private @Nullable Endpoint firstEndpoint;

		private String application = "";

		private final Map<String, Set<String>> provides = new HashMap<>();

		private final Map<String, Endpoint> endpoints = new HashMap<>();

		private final Set<String> consumes = new HashSet<>();

		private final Set<String> references = new HashSet<>();

		private final Set<String> applications = new HashSet<>();

		void add(RpcInstance instance) {
			String service = instance.service().value();
			this.provides.merge(service, instance.methods(), Nodes::union);
			this.endpoints.merge(service, instance.endpoint(), Nodes::first);
			this.firstEndpoint = (this.firstEndpoint != null) ? first(this.firstEndpoint, instance.endpoint())
					: instance.endpoint();
			String told = instance.metadata().application();
			if (!told.isEmpty()) {
				this.applications.add(told);
			}
			if (this.application.isEmpty()) {
				this.application = told;
			}
		}

		void add(ConsumerReference reference, String id) {
			this.consumes.add(reference.service().value());
			this.references.add(id);
			// Always the same one, should there be several.
			if (this.consumer == null || id.compareTo(this.consumer) < 0) {
				this.consumer = id;
				this.consumerApplication = reference.application();
			}
		}

		RegisteredProcess process(@Nullable String key) {
			String id = (this.consumer != null) ? this.consumer : String.valueOf(this.firstEndpoint);
			return new RegisteredProcess(id, key,
					this.consumerApplication.isEmpty() ? this.application : this.consumerApplication,
					Map.copyOf(this.provides), Map.copyOf(this.endpoints), Set.copyOf(this.consumes),
					Set.copyOf(this.references), Set.copyOf(this.applications));
		}

		private static Set<String> union(Set<String> one, Set<String> other) {
			Set<String> union = new HashSet<>(one);
			union.addAll(other);
			return Set.copyOf(union);
		}

		private static Endpoint first(Endpoint one, Endpoint other) {
			return (one.compareTo(other) <= 0) ? one : other;
		}

	}

}
