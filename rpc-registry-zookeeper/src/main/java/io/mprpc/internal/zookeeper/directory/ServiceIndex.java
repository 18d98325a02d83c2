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

package io.mprpc.internal.zookeeper.directory;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.internal.zookeeper.layout.InstanceNodes;
import io.mprpc.internal.zookeeper.layout.MethodNumbers;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Index of a service's instances, from nodes that come and go. A node that went counts as
 * present for a while, because an instance that takes its own place deletes and creates
 * it; an instance counts only when its metadata was looked for. Knows no clock and no
 * ZooKeeper; times are nanoseconds from any origin.
 * <p>
 * Where thousands of instances are followed, one changes at a time: nothing but the lists
 * of a whole service looks at all of them.
 */
final class ServiceIndex {

	private static final int FEW = 100;

	private static final Comparator<RpcInstance> BY_ENDPOINT = Comparator.comparing(RpcInstance::endpoint);

	private final ServiceName service;

	private final long lingerNanos;

	private final MethodNumbers methods = new MethodNumbers();

	private final Map<Endpoint, InstanceNodes> entries = new HashMap<>();

	// To be looked at again: something leaves, nothing is left, or no metadata was read.
	private final Map<Endpoint, InstanceNodes> open = new HashMap<>();

	private final Set<Endpoint> changed = new HashSet<>();

	private List<RpcInstance> instances = List.of();

	ServiceIndex(ServiceName service, long lingerNanos) {
		this.service = service;
		this.lingerNanos = lingerNanos;
	}

	/**
	 * Makes room for methods, as long as the service does not have too many.
	 * @return those that there is room for
	 */
	Set<String> admit(Collection<String> names) {
		Set<String> admitted = new HashSet<>();
		names.stream().sorted().filter(this.methods::admits).forEach((name) -> {
			this.methods.number(name);
			admitted.add(name);
		});
		return admitted;
	}

	/** Whether there is room for a method. */
	boolean admits(String method) {
		return this.methods.admits(method);
	}

	/** A method's node of an instance appeared. */
	void arrived(String method, Endpoint endpoint) {
		arrived(this.methods.number(method), endpoint);
	}

	private void arrived(int method, Endpoint endpoint) {
		if (entry(endpoint).serve(method)) {
			this.changed.add(endpoint);
		}
	}

	/** A method's node of an instance vanished. */
	void left(String method, Endpoint endpoint, long now) {
		InstanceNodes entry = this.entries.get(endpoint);
		if (entry != null) {
			entry.leave(this.methods.number(method), now);
			this.open.put(endpoint, entry);
		}
	}

	/** A metadata node was read. */
	void described(Endpoint endpoint, InstanceMetadata metadata) {
		if (entry(endpoint).describe(metadata)) {
			this.changed.add(endpoint);
		}
	}

	/** A metadata node was looked for and is not there. */
	void notDescribed(Endpoint endpoint) {
		InstanceNodes entry = this.entries.get(endpoint);
		if (entry != null) {
			notDescribed(endpoint, entry);
		}
	}

	private void notDescribed(Endpoint endpoint, InstanceNodes entry) {
		if (entry.describeNot()) {
			changed(endpoint, entry);
		}
	}

	/** A metadata node vanished. */
	void descriptionLeft(Endpoint endpoint, long now) {
		InstanceNodes entry = this.entries.get(endpoint);
		if (entry != null) {
			entry.descriptionLeaves(now);
			this.open.put(endpoint, entry);
		}
	}

	/** All methods were listed: others are gone. */
	void listedMethods(Collection<String> names) {
		BitSet listed = this.methods.numbers(names);
		this.entries.forEach((endpoint, entry) -> {
			if (entry.forgetAllBut(listed)) {
				changed(endpoint, entry);
			}
		});
	}

	/** All instances of a method were listed: others do not serve it. */
	void listedInstances(String method, Collection<Endpoint> endpoints) {
		int number = this.methods.number(method);
		Set<Endpoint> listed = new HashSet<>(endpoints);
		this.entries.forEach((endpoint, entry) -> {
			if (!listed.contains(endpoint) && entry.forget(number)) {
				changed(endpoint, entry);
			}
		});
		listed.forEach((endpoint) -> arrived(number, endpoint));
	}

	/** All metadata nodes were listed: other instances have none. */
	void listedDescriptions(Collection<Endpoint> endpoints) {
		Set<Endpoint> listed = new HashSet<>(endpoints);
		this.entries.forEach((endpoint, entry) -> {
			if (!listed.contains(endpoint)) {
				notDescribed(endpoint, entry);
			}
		});
	}

	/** Forgets instances that left long enough ago. */
	void settle(long now) {
		this.open.entrySet().removeIf((looked) -> {
			Endpoint endpoint = looked.getKey();
			InstanceNodes entry = looked.getValue();
			if (entry.settle(now, this.lingerNanos)) {
				this.changed.add(endpoint);
			}
			if (entry.isGone()) {
				this.entries.remove(endpoint);
				return true;
			}
			return !entry.isLeaving() && !entry.isUndescribed();
		});
	}

	/** Whether something left that has not been forgotten. */
	boolean isUnsettled() {
		return this.open.values().stream().anyMatch(InstanceNodes::isLeaving);
	}

	/** Whether an instance's metadata was looked for. */
	boolean isDescribed(Endpoint endpoint) {
		InstanceNodes entry = this.entries.get(endpoint);
		return entry != null && entry.isDescribed();
	}

	/** Instances whose metadata was not looked for yet. */
	List<Endpoint> undescribed() {
		List<Endpoint> endpoints = new ArrayList<>();
		this.open.forEach((endpoint, entry) -> {
			if (entry.isUndescribed()) {
				endpoints.add(endpoint);
			}
		});
		return endpoints;
	}

	/**
	 * The instances, in the order of their endpoints. The same list until something
	 * changes.
	 */
	List<RpcInstance> instances() {
		if (!this.changed.isEmpty()) {
			List<RpcInstance> next = (this.changed.size() <= FEW) ? patched() : all();
			this.changed.clear();
			this.instances = List.copyOf(next);
		}
		return this.instances;
	}

	private List<RpcInstance> patched() {
		List<RpcInstance> patched = new ArrayList<>(this.instances);
		for (Endpoint endpoint : this.changed) {
			RpcInstance instance = instance(endpoint, this.entries.get(endpoint));
			int found = search(patched, endpoint);
			if (found >= 0 && instance != null) {
				patched.set(found, instance);
			}
			else if (found >= 0) {
				patched.remove(found);
			}
			else if (instance != null) {
				patched.add(-found - 1, instance);
			}
		}
		return patched;
	}

	private List<RpcInstance> all() {
		List<RpcInstance> all = new ArrayList<>(this.entries.size());
		this.entries.forEach((endpoint, entry) -> {
			RpcInstance instance = instance(endpoint, entry);
			if (instance != null) {
				all.add(instance);
			}
		});
		all.sort(BY_ENDPOINT);
		return all;
	}

	private @Nullable RpcInstance instance(Endpoint endpoint, @Nullable InstanceNodes entry) {
		return (entry != null) ? entry.instance(this.service, endpoint, this.methods) : null;
	}

	private int search(List<RpcInstance> sorted, Endpoint endpoint) {
		RpcInstance like = new RpcInstance(this.service, endpoint, Set.of(), InstanceMetadata.UNKNOWN);
		return Collections.binarySearch(sorted, like, BY_ENDPOINT);
	}

	private void changed(Endpoint endpoint, InstanceNodes entry) {
		this.changed.add(endpoint);
		this.open.put(endpoint, entry);
	}

	private InstanceNodes entry(Endpoint endpoint) {
		InstanceNodes known = this.entries.get(endpoint);
		if (known != null) {
			return known;
		}
		InstanceNodes fresh = new InstanceNodes();
		this.entries.put(endpoint, fresh);
		this.open.put(endpoint, fresh);
		return fresh;
	}

}
