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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reader of all properties below {@code rpc.} from the sources that can list theirs.
 */
final class GivenProperties {

	private static final ConfigurationPropertyName RPC = ConfigurationPropertyName.of("rpc");

	private GivenProperties() {
	}

	/**
	 * Properties of an environment, each once.
	 * @param environment the environment
	 * @return the properties, those of the highest source first
	 */
	static List<GivenProperty> of(Environment environment) {
		Map<ConfigurationPropertyName, GivenProperty> properties = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			for (GivenProperty property : read(source)) {
				properties.putIfAbsent(property.name(), property);
			}
		}
		return List.copyOf(properties.values());
	}

	private static List<GivenProperty> read(ConfigurationPropertySource source) {
		if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables
				&& variables.getName().endsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
			return variables(variables.getSource());
		}
		if (source instanceof IterableConfigurationPropertySource iterable) {
			return iterable.stream()
				.filter(RPC::isAncestorOf)
				.map(iterable::getConfigurationProperty)
				.filter(Objects::nonNull)
				.map((property) -> property(Objects.requireNonNull(property)))
				.toList();
		}
		return List.of();
	}

	private static GivenProperty property(ConfigurationProperty property) {
		ConfigurationPropertyName name = property.getName();
		List<String> elements = IntStream.range(1, name.getNumberOfElements())
			.mapToObj((i) -> GivenProperty.uniform(name.getElement(i, Form.ORIGINAL)))
			.toList();
		String written = written(name);
		// An origin without a place in a file repeats the name.
		String origin = String.valueOf(property.getOrigin()).replace('"' + written + "\" from ", "");
		return new GivenProperty(name, written, elements, false, isEmpty(property.getValue()), origin);
	}

	private static String written(ConfigurationPropertyName name) {
		StringBuilder written = new StringBuilder();
		for (int i = 0; i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, Form.ORIGINAL);
			written.append(
					(name.chop(i + 1).isLastElementIndexed()) ? '[' + element + ']' : ((i > 0) ? "." : "") + element);
		}
		return written.toString();
	}

	private static List<GivenProperty> variables(Map<String, Object> variables) {
		List<GivenProperty> properties = new ArrayList<>();
		variables.forEach((variable, value) -> {
			if (variable.toLowerCase(Locale.ROOT).startsWith("rpc_")
					&& !KubernetesServiceVariable.is(variable, variables.keySet())) {
				List<String> elements = Arrays.stream(variable.split("_"))
					.skip(1)
					.map(GivenProperty::uniform)
					.filter((element) -> !element.isEmpty())
					.toList();
				if (!elements.isEmpty()) {
					properties.add(
							new GivenProperty(ConfigurationPropertyName.adapt("rpc." + String.join(".", elements), '.'),
									variable, elements, true, isEmpty(value), "environment variable"));
				}
			}
		});
		return properties;
	}

	private static boolean isEmpty(@Nullable Object value) {
		return value == null || value.toString().isEmpty();
	}

}
