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

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.layout.ZnodeName;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * References by service and node. For use on one thread.
 */
final class ConsumerIndex {

	private final SortedMap<ServiceName, SortedMap<String, ConsumerReference>> references = new TreeMap<>();

	/**
	 * Reads a reference from the names of its nodes.
	 * @return the reference, without a key
	 * @throws IllegalArgumentException if it is none, or the service has too many: the
	 * message goes on where "the node is skipped because" ends
	 */
	ConsumerReference read(String serviceNode, String node) {
		ServiceName service = ZnodeLayout.serviceName(serviceNode);
		ConsumerReference reference = ConsumerReference.parse(service, ZnodeName.decode(node));
		SortedMap<String, ConsumerReference> others = this.references.get(service);
		if (others != null && others.size() >= RegistryLimits.CONSUMERS && !others.containsKey(node)) {
			throw new IllegalArgumentException("more than " + RegistryLimits.CONSUMERS + " processes reference it");
		}
		return reference;
	}

	void put(String node, ConsumerReference reference) {
		this.references.computeIfAbsent(reference.service(), (service) -> new TreeMap<>()).put(node, reference);
	}

	void remove(String serviceNode, String node) {
		SortedMap<String, ConsumerReference> ofService = ofService(serviceNode);
		if (ofService != null) {
			ofService.remove(node);
		}
	}

	/** Forgets the services that are not listed. */
	void retainServices(Set<String> serviceNodes) {
		this.references.keySet().removeIf((service) -> !serviceNodes.contains(ZnodeName.encode(service.value())));
	}

	/** Forgets the references to a service that are not listed. */
	void retain(String serviceNode, Set<String> nodes) {
		SortedMap<String, ConsumerReference> ofService = ofService(serviceNode);
		if (ofService != null) {
			ofService.keySet().retainAll(nodes);
		}
	}

	SortedMap<ServiceName, List<ConsumerReference>> copy() {
		SortedMap<ServiceName, List<ConsumerReference>> copy = new TreeMap<>();
		this.references.forEach((service, ofService) -> {
			if (!ofService.isEmpty()) {
				copy.put(service, List.copyOf(ofService.values()));
			}
		});
		return copy;
	}

	private @Nullable SortedMap<String, ConsumerReference> ofService(String serviceNode) {
		try {
			return this.references.get(ZnodeLayout.serviceName(serviceNode));
		}
		catch (IllegalArgumentException ex) {
			// Was never added.
			return null;
		}
	}

}
