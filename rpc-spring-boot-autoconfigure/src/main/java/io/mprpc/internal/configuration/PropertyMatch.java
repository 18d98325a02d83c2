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

package io.mprpc.internal.configuration;

import io.mprpc.internal.configuration.PropertyTree.Child;
import io.mprpc.internal.configuration.PropertyTree.Kind;

/**
 * Match of the elements of a property's name with the known properties, up to the first
 * unknown element.
 */
final class PropertyMatch {

	private final GivenProperty property;

	private Stuck stuck;

	PropertyMatch(GivenProperty property, PropertyTree tree) {
		this.property = property;
		this.stuck = new Stuck(tree, 0, "rpc");
	}

	/**
	 * Whether a property of this name is known.
	 * @param tree the known properties
	 * @param from number of elements that led there
	 * @param path name of the property that the tree stands for
	 * @return whether it is
	 */
	boolean leadsInto(PropertyTree tree, int from, String path) {
		int end = this.property.elements().size();
		if (tree.kind() == Kind.OPEN) {
			return true;
		}
		if (from == end) {
			return (tree.kind() == Kind.VALUE || tree.kind() == Kind.LIST) || this.property.empty()
					|| stuck(tree, from, path);
		}
		return switch (tree.kind()) {
			case LIST -> (isIndex(from)) ? leadsInto(tree.element(), from + 1, path + '[' + index(from) + ']')
					: stuck(tree, from, path);
			case MAP -> leadsIntoMap(tree, from, path);
			case OBJECT -> leadsIntoObject(tree, from, path);
			default -> stuck(tree, from, path);
		};
	}

	/**
	 * Place where the name ceased to be known.
	 * @return the place that the most elements led to
	 */
	Stuck stuck() {
		return this.stuck;
	}

	private boolean leadsIntoMap(PropertyTree tree, int from, String path) {
		Kind values = tree.element().kind();
		if (values == Kind.VALUE || values == Kind.OPEN) {
			return true;
		}
		// As Spring Boot binds it: a key with dots has to stand in brackets.
		return leadsInto(tree.element(), from + 1, path + '.' + this.property.text(from, from + 1));
	}

	private boolean leadsIntoObject(PropertyTree tree, int from, String path) {
		int end = Math.min(this.property.elements().size(), from + this.property.span());
		for (int to = from + 1; to <= end; to++) {
			Child child = tree.child(this.property.joined(from, to));
			if (child != null && leadsInto(child.tree(), to, path + '.' + child.name())) {
				return true;
			}
		}
		return stuck(tree, from, path);
	}

	private boolean stuck(PropertyTree tree, int from, String path) {
		if (from > this.stuck.from()) {
			this.stuck = new Stuck(tree, from, path);
		}
		return false;
	}

	private boolean isIndex(int element) {
		return index(element).matches("\\d+");
	}

	private String index(int element) {
		return this.property.elements().get(element);
	}

	/**
	 * Place where a name ceased to be known.
	 *
	 * @param tree properties that are known there
	 * @param from number of elements that led there
	 * @param path name of the property that the tree stands for
	 */
	record Stuck(PropertyTree tree, int from, String path) {
	}

}
