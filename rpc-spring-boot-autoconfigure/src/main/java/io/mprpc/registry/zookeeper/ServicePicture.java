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

package io.mprpc.registry.zookeeper;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a service's instances, from nodes that come and go. A node that went
 * counts as present for a while, because an instance that takes its own place deletes and
 * creates it; an instance counts only when its metadata was looked for. Knows no clock
 * and no ZooKeeper; times are nanoseconds from any origin.
 */
final class ServicePicture {

	private final ServiceName service;

	private final long lingerNanos;

	private final SortedMap<Endpoint, Entry> entries = new TreeMap<>();

	ServicePicture(ServiceName service, long lingerNanos) {
		this.service = service;
		this.lingerNanos = lingerNanos;
	}

	/** A method's node of an instance appeared. */
	void arrived(String method, Endpoint endpoint) {
		entry(endpoint).serve(method);
	}

	/** A method's node of an instance vanished. */
	void left(String method, Endpoint endpoint, long now) {
		Entry entry = this.entries.get(endpoint);
		if (entry != null) {
			entry.methods.computeIfPresent(method, (name, presence) -> presence.leavingAt(now));
		}
	}

	/** A metadata node was read. */
	void described(Endpoint endpoint, InstanceMetadata metadata) {
		entry(endpoint).describe(metadata, Presence.HERE);
	}

	/** A metadata node was looked for and is not there. */
	void notDescribed(Endpoint endpoint) {
		Entry entry = this.entries.get(endpoint);
		if (entry != null) {
			entry.describe(InstanceMetadata.UNKNOWN, null);
		}
	}

	/** A metadata node vanished. */
	void descriptionLeft(Endpoint endpoint, long now) {
		Entry entry = this.entries.get(endpoint);
		if (entry != null && entry.metadataPresence != null) {
			entry.metadataPresence = entry.metadataPresence.leavingAt(now);
		}
	}

	/** All methods were listed: others are gone. */
	void listedMethods(Collection<String> methods) {
		Set<String> listed = new HashSet<>(methods);
		this.entries.values().forEach((entry) -> entry.forget((method, presence) -> !listed.contains(method)));
	}

	/** All instances of a method were listed: others do not serve it. */
	void listedInstances(String method, Collection<Endpoint> endpoints) {
		Set<Endpoint> listed = new HashSet<>(endpoints);
		this.entries.forEach((endpoint, entry) -> {
			if (!listed.contains(endpoint)) {
				entry.forget(method);
			}
		});
		listed.forEach((endpoint) -> arrived(method, endpoint));
	}

	/** All metadata nodes were listed: other instances have none. */
	void listedDescriptions(Collection<Endpoint> endpoints) {
		Set<Endpoint> listed = new HashSet<>(endpoints);
		this.entries.forEach((endpoint, entry) -> {
			if (!listed.contains(endpoint)) {
				entry.describe(InstanceMetadata.UNKNOWN, null);
			}
		});
	}

	/** Forgets what left long enough ago. */
	void settle(long now) {
		Iterator<Entry> iterator = this.entries.values().iterator();
		while (iterator.hasNext()) {
			Entry entry = iterator.next();
			entry.forget((method, presence) -> presence.isGone(now, this.lingerNanos));
			if (entry.metadataPresence != null && entry.metadataPresence.isGone(now, this.lingerNanos)) {
				entry.describe(InstanceMetadata.UNKNOWN, null);
			}
			if (entry.methods.isEmpty() && entry.metadataPresence == null) {
				iterator.remove();
			}
		}
	}

	/** Whether something left that has not been forgotten. */
	boolean isUnsettled() {
		return this.entries.values()
			.stream()
			.anyMatch((entry) -> (entry.metadataPresence != null && entry.metadataPresence.leaving)
					|| entry.methods.values().stream().anyMatch(Presence::leaving));
	}

	/** Whether an instance's metadata was looked for. */
	boolean isDescribed(Endpoint endpoint) {
		Entry entry = this.entries.get(endpoint);
		return entry != null && entry.metadata != null;
	}

	/** Instances whose metadata was not looked for yet. */
	List<Endpoint> undescribed() {
		List<Endpoint> endpoints = new ArrayList<>();
		this.entries.forEach((endpoint, entry) -> {
			if (entry.metadata == null && !entry.methods.isEmpty()) {
				endpoints.add(endpoint);
			}
		});
		return endpoints;
	}

	/** The instances, in the order of their endpoints. */
	List<RpcInstance> instances() {
		List<RpcInstance> instances = new ArrayList<>();
		this.entries.forEach((endpoint, entry) -> {
			RpcInstance instance = entry.instance(this.service, endpoint);
			if (instance != null) {
				instances.add(instance);
			}
		});
		return instances;
	}

	private Entry entry(Endpoint endpoint) {
		return this.entries.computeIfAbsent(endpoint, (key) -> new Entry());
	}

	private static final class Entry {

		private final Map<String, Presence> methods = new HashMap<>();

		private @Nullable InstanceMetadata metadata;

		private @Nullable Presence metadataPresence;

		// Kept, so that a change of one instance does not build thousands.
		private @Nullable RpcInstance instance;

		void serve(String method) {
			if (this.methods.put(method, Presence.HERE) == null) {
				this.instance = null;
			}
		}

		void forget(String method) {
			if (this.methods.remove(method) != null) {
				this.instance = null;
			}
		}

		void forget(BiPredicate<String, Presence> gone) {
			if (this.methods.entrySet().removeIf((method) -> gone.test(method.getKey(), method.getValue()))) {
				this.instance = null;
			}
		}

		void describe(InstanceMetadata newMetadata, @Nullable Presence presence) {
			this.metadata = newMetadata;
			this.metadataPresence = presence;
			this.instance = null;
		}

		@Nullable RpcInstance instance(ServiceName service, Endpoint endpoint) {
			if (this.instance == null && this.metadata != null && !this.methods.isEmpty()) {
				this.instance = new RpcInstance(service, endpoint, this.methods.keySet(), this.metadata);
			}
			return this.methods.isEmpty() ? null : this.instance;
		}

	}

	private record Presence(boolean leaving, long since) {

		static final Presence HERE = new Presence(false, 0);

		Presence leavingAt(long now) {
			return this.leaving ? this : new Presence(true, now);
		}

		boolean isGone(long now, long linger) {
			return this.leaving && now - this.since >= linger;
		}

	}

}
