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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.mprpc.architecture.ConfigurationMetadata;
import io.mprpc.architecture.ConfigurationMetadata.Property;

import org.springframework.util.ClassUtils;

/**
 * Writes the reference of a module's properties from its configuration metadata, so that
 * the page and the editors say the same.
 */
public final class PropertyReference {

	private PropertyReference() {
	}

	/**
	 * Writes the page.
	 * @param title its heading
	 * @param introduction what stands below the heading
	 * @param metadata the properties
	 * @param nested finds the properties of a map's values, which metadata leaves out
	 * @return the page in Markdown
	 */
	public static String page(String title, String introduction, ConfigurationMetadata metadata,
			NestedProperties nested) {
		StringBuilder page = new StringBuilder();
		page.append("# ").append(title).append("\n\n");
		page.append("<!-- Written by a test from the configuration metadata: change the Javadoc of the property, ");
		page.append("then have it written anew. -->\n\n");
		page.append(introduction.strip()).append('\n');
		Map<String, List<Property>> groups = metadata.properties()
			.stream()
			.flatMap((property) -> nested.withNested(property).stream())
			.collect(Collectors.groupingBy(PropertyReference::group, LinkedHashMap::new, Collectors.toList()));
		groups.forEach((group, properties) -> {
			page.append("\n## ").append(group).append("\n\n");
			page.append("| property | type | default | description |\n| --- | --- | --- | --- |\n");
			properties.forEach((property) -> page.append(row(property)));
		});
		return page.toString();
	}

	private static String group(Property property) {
		int angle = property.name().indexOf('<');
		if (angle > 0) {
			return property.name().substring(0, property.name().indexOf('>') + 1);
		}
		String[] segments = property.name().split("\\.");
		return String.join(".", Arrays.copyOf(segments, Math.min(2, segments.length - 1)));
	}

	private static String row(Property property) {
		String defaultValue = Optional.ofNullable(property.defaultValue())
			.filter((value) -> !value.isEmpty())
			.map((value) -> '`' + value + '`')
			.orElse("");
		return "| `%s` | %s | %s | %s%s |%n"
			.formatted(property.name(), type(property.type()), defaultValue,
					property.deprecated() ? "**Deprecated.** " : "", description(property))
			.replace(System.lineSeparator(), "\n");
	}

	private static String description(Property property) {
		return Optional.ofNullable(property.description()).orElse("").replace("|", "\\|").replaceAll("\\s+", " ");
	}

	private static String type(String type) {
		int generic = type.indexOf('<');
		if (generic > 0) {
			String arguments = Arrays.stream(type.substring(generic + 1, type.length() - 1).split(","))
				.map(PropertyReference::type)
				.collect(Collectors.joining(", "));
			String raw = simple(type.substring(0, generic));
			return raw.endsWith("map") ? "map of " + arguments.replaceFirst(", ", " to ") : raw + " of " + arguments;
		}
		return simple(type);
	}

	private static String simple(String type) {
		if (ClassUtils.isPresent(type, null)) {
			Class<?> resolved = ClassUtils.resolveClassName(type, null);
			if (resolved.isEnum() && type.startsWith("io.mprpc.")) {
				return Arrays.stream(resolved.getEnumConstants())
					.map((constant) -> '`' + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + '`')
					.collect(Collectors.joining(", "));
			}
		}
		return switch (type) {
			case "java.lang.String" -> "text";
			case "java.lang.Boolean" -> "boolean";
			case "java.lang.Integer", "java.lang.Long" -> "integer";
			case "java.lang.Double", "java.lang.Float" -> "number";
			case "java.time.Duration" -> "duration";
			case "java.nio.file.Path" -> "path";
			case "io.grpc.Status$Code" -> "gRPC status code";
			case "org.springframework.util.unit.DataSize" -> "size";
			default ->
				type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1).toLowerCase(Locale.ROOT);
		};
	}

}
