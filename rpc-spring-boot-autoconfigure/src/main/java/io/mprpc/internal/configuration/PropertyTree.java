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

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Properties that are known: a value, a list, a map, or an object with properties of its
 * own. Those of an object are found when they are asked for.
 */
final class PropertyTree {

	private final Kind kind;

	private final @Nullable PropertyTree element;

	private final @Nullable Class<?> type;

	private @Nullable Map<String, Child> children;

	private PropertyTree(Kind kind, @Nullable PropertyTree element, @Nullable Class<?> type) {
		this.kind = kind;
		this.element = element;
		this.type = type;
	}

	/**
	 * Tree without properties, to add some to.
	 * @return the tree
	 */
	static PropertyTree root() {
		PropertyTree root = new PropertyTree(Kind.OBJECT, null, null);
		root.children = new LinkedHashMap<>();
		return root;
	}

	/**
	 * Tree of which nothing is known, so that everything may stand below it.
	 * @return the tree
	 */
	static PropertyTree open() {
		return new PropertyTree(Kind.OPEN, null, null);
	}

	static PropertyTree of(ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (Map.class.isAssignableFrom(raw)) {
			return new PropertyTree(Kind.MAP, of(type.asMap().getGeneric(1)), raw);
		}
		if (Collection.class.isAssignableFrom(raw)) {
			return new PropertyTree(Kind.LIST, of(type.as(Collection.class).getGeneric()), raw);
		}
		if (raw.isArray()) {
			return new PropertyTree(Kind.LIST, of(type.getComponentType()), raw);
		}
		if ((raw.isRecord()) ? propertiesOf(raw).isEmpty() : isMadeByConstructor(raw)) {
			// The properties are not known: those of a record's components in a native
			// image,
			// or the parameters of a constructor.
			return open();
		}
		return new PropertyTree((isObject(raw)) ? Kind.OBJECT : Kind.VALUE, null, raw);
	}

	private static boolean isMadeByConstructor(Class<?> type) {
		return !type.isEnum() && !type.isInterface() && !BeanUtils.isSimpleValueType(type)
				&& !type.getName().startsWith("java.") && !type.getName().startsWith("org.springframework.")
				&& !ClassUtils.hasConstructor(type);
	}

	private static boolean isObject(Class<?> type) {
		return !type.isEnum() && !type.isInterface() && !BeanUtils.isSimpleValueType(type)
				&& !type.getName().startsWith("java.") && !propertiesOf(type).isEmpty();
	}

	/**
	 * Adds a property.
	 * @param elements elements of its name
	 * @param tree its properties
	 */
	void add(List<String> elements, PropertyTree tree) {
		String name = elements.get(0);
		String uniform = GivenProperty.uniform(name);
		Child there = children().get(uniform);
		if (elements.size() == 1) {
			children().put(uniform, new Child(name, tree));
		}
		else if (there == null || there.tree().kind == Kind.OBJECT) {
			PropertyTree parent = (there != null) ? there.tree() : root();
			children().put(uniform, new Child(name, parent));
			parent.add(elements.subList(1, elements.size()), tree);
		}
	}

	Kind kind() {
		return this.kind;
	}

	/**
	 * Tree of each element of a list or a map.
	 * @return the tree
	 */
	PropertyTree element() {
		return (this.element != null) ? this.element : open();
	}

	@Nullable Child child(String uniformName) {
		return children().get(uniformName);
	}

	/**
	 * Names of all properties that are known by name.
	 * @return the names, relative to this tree
	 */
	List<String> names() {
		List<String> names = new ArrayList<>();
		collect("", names);
		return names;
	}

	/**
	 * Names of the properties that stand directly below this one.
	 * @return the names, each of one element
	 */
	List<String> childNames() {
		return children().values().stream().map(Child::name).toList();
	}

	private void collect(String prefix, List<String> names) {
		for (Child child : children().values()) {
			String name = prefix + child.name();
			if (child.tree().kind == Kind.OBJECT) {
				child.tree().collect(name + '.', names);
			}
			else {
				names.add(name);
			}
		}
	}

	private Map<String, Child> children() {
		Map<String, Child> known = this.children;
		if (known == null) {
			known = new LinkedHashMap<>();
			if (this.kind == Kind.OBJECT && this.type != null) {
				for (Map.Entry<String, ResolvableType> property : propertiesOf(this.type).entrySet()) {
					String name = DataObjectPropertyName.toDashedForm(property.getKey());
					known.put(GivenProperty.uniform(name), new Child(name, of(property.getValue())));
				}
			}
			this.children = known;
		}
		return known;
	}

	private static Map<String, ResolvableType> propertiesOf(Class<?> type) {
		Map<String, ResolvableType> properties = new LinkedHashMap<>();
		if (type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				properties.put(component.getName(), ResolvableType.forType(component.getGenericType()));
			}
			return properties;
		}
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			Method getter = property.getReadMethod();
			// Without a setter only the object that the getter returns is bound into.
			if (getter != null && getter.getDeclaringClass() != Object.class
					&& (property.getWriteMethod() != null || isNested(getter.getReturnType()))) {
				properties.put(property.getName(), ResolvableType.forMethodReturnType(getter));
			}
		}
		return properties;
	}

	private static boolean isNested(Class<?> type) {
		return !ClassUtils.isPrimitiveOrWrapper(type) && !BeanUtils.isSimpleValueType(type);
	}

	enum Kind {

		/** One value. */
		VALUE,

		/** Values with an index, or one text with commas. */
		LIST,

		/** Values with a key. */
		MAP,

		/** Properties with names. */
		OBJECT,

		/** Not known. */
		OPEN

	}

	/**
	 * A property of an object.
	 *
	 * @param name its name with dashes
	 * @param tree its properties
	 */
	record Child(String name, PropertyTree tree) {
	}

}
