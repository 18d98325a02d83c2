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

package io.mprpc.internal.zookeeper.layout;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.mprpc.internal.input.RegistryLimits;
import org.jspecify.annotations.Nullable;

/**
 * Ephemeral nodes that one process keeps for one purpose. Those of a family, such as a
 * service, come and go together.
 *
 * @param label the thing that they stand for, for messages
 * @param nodes data by path, in the order in which the nodes are to appear
 * @param claims those of the nodes that tell whose the address is
 * @param rivals check for a competing process at a node
 * @param shared whether another session's node is as good as one's own
 */
public record NodeGroup(String label, Map<String, byte[]> nodes, Set<String> claims, Rivals rivals, boolean shared) {

	public NodeGroup {
		nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
		nodes.forEach((path, data) -> {
			if (data.length > RegistryLimits.NODE_BYTES) {
				throw new IllegalArgumentException(
						"The data of znode " + path + " has " + data.length + " bytes, more than the "
								+ RegistryLimits.NODE_BYTES + " that others read: shorten tags or properties");
			}
		});
	}

	/** All ancestors of nodes, each behind its own. */
	public static Set<String> ancestors(Collection<String> nodes) {
		Set<String> ancestors = new LinkedHashSet<>();
		for (String path : nodes) {
			for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
				ancestors.add(path.substring(0, slash));
			}
		}
		return ancestors;
	}

	/** Families of the nodes: in each may stand more nodes of the same name. */
	public Set<String> families() {
		return this.nodes.keySet().stream().map(NodeGroup::family).collect(Collectors.toSet());
	}

	/** Grandparent of a node: the service, where it is a service's. */
	public static String family(String path) {
		return parent(parent(path));
	}

	/**
	 * Paths at which an earlier incarnation of this group's instance may have left nodes.
	 * @param family a family of nodes
	 * @param members its children
	 * @return paths of the same name as the group's nodes, but none of the group's
	 */
	public Set<String> cousins(String family, Collection<String> members) {
		Set<String> names = this.nodes.keySet()
			.stream()
			.filter((path) -> family(path).equals(family))
			.map((path) -> path.substring(path.lastIndexOf('/')))
			.collect(Collectors.toSet());
		Set<String> cousins = new LinkedHashSet<>();
		for (String member : members) {
			names.forEach((name) -> cousins.add(family + '/' + member + name));
		}
		cousins.removeAll(this.nodes.keySet());
		return cousins;
	}

	private static String parent(String path) {
		return path.substring(0, path.lastIndexOf('/'));
	}

	/**
	 * Check of a node that another session owns for a competing process with a better
	 * right.
	 */
	@FunctionalInterface
	public interface Rivals {

		/** No other process has a better right. */
		Rivals NONE = (path, data) -> null;

		/**
		 * Looks at a node.
		 * @return the competing process, {@code null} if the node may be taken over
		 */
		@Nullable String at(String path, byte[] data);

	}

}
