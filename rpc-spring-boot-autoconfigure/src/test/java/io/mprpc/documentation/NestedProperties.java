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
package io.mprpc.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mprpc.architecture.ConfigurationMetadata.Property;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ClassUtils;

/**
 * Properties of records that are values of a map. The generated metadata ends at the map;
 * what its values may hold is read from the record and its Javadoc.
 *
 * @param sources root of the module's sources
 * @param placeholders what stands for the map's key, by name of the map's property
 */
public record NestedProperties(Path sources, Map<String, String> placeholders) {

	private static final Pattern MAP = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String, ?(io\\.mprpc\\..*)>");

	/**
	 * Properties that a property stands for.
	 * @param property a property of the metadata
	 * @return those of its values if it is a map of records, else itself
	 */
	public List<Property> withNested(Property property) {
		Matcher map = MAP.matcher(property.type());
		if (!map.matches()) {
			return List.of(property);
		}
		List<Property> properties = new ArrayList<>();
		collect(key(property.name()), ClassUtils.resolveClassName(map.group(1), null), properties);
		return properties;
	}

	private void collect(String prefix, Class<?> type, List<Property> properties) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + '.' + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			String genericType = component.getGenericType().getTypeName();
			Matcher map = MAP.matcher(genericType);
			if (map.matches()) {
				collect(key(name), ClassUtils.resolveClassName(map.group(1), null), properties);
			}
			else if (component.getType().isRecord()) {
				collect(name, component.getType(), properties);
			}
			else {
				String valueType = component.getType().isPrimitive()
						? ClassUtils.resolvePrimitiveIfNecessary(component.getType()).getName() : genericType;
				properties.add(new Property(name, valueType, description(type, component.getName()),
						defaultValue(component), false));
			}
		}
	}

	private String key(String property) {
		String simple = property.substring(property.lastIndexOf('.') + 1);
		return property + ".<" + this.placeholders.getOrDefault(simple, "key") + '>';
	}

	private static String defaultValue(RecordComponent component) {
		return Arrays.stream(component.getDeclaringRecord().getDeclaredConstructors())
			.flatMap((constructor) -> Arrays.stream(constructor.getParameters()))
			.filter((parameter) -> parameter.getName().equals(component.getName()))
			.filter((parameter) -> parameter.isAnnotationPresent(DefaultValue.class))
			.map((parameter) -> String.join(",", parameter.getAnnotation(DefaultValue.class).value()))
			.findFirst()
			.orElse("");
	}

	private String description(Class<?> type, String component) {
		Path source = this.sources.resolve(type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java");
		try {
			String text = Files.readString(source);
			int declaration = text.indexOf("record " + type.getSimpleName() + '(');
			String javadoc = text.substring(text.lastIndexOf("/**", declaration), declaration)
				.replaceAll("(?m)^\\s*\\* ?", "");
			Matcher tag = Pattern.compile("(?s)@param " + component + " (.*?)(?=\n@|\n/|\\z)").matcher(javadoc);
			return tag.find() ? tag.group(1).replaceAll("\\s+", " ") : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
