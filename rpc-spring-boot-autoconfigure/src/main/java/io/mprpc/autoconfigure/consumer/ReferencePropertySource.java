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

package io.mprpc.autoconfigure.consumer;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * View of the properties of a source below another name, so that
 * {@code references[demo.UserService].url} and {@code references.demo.UserService.url}
 * are one property and the higher source wins, however each writes it.
 */
final class ReferencePropertySource implements IterableConfigurationPropertySource {

	private final ConfigurationPropertySource source;

	private final ConfigurationPropertyName there;

	private final ConfigurationPropertyName here;

	/**
	 * Creates the view.
	 * @param source the source
	 * @param there name that the properties have in the source
	 * @param here name that they have in this view
	 */
	ReferencePropertySource(ConfigurationPropertySource source, ConfigurationPropertyName there,
			ConfigurationPropertyName here) {
		this.source = source;
		this.there = there;
		this.here = here;
	}

	@Override
	public Stream<ConfigurationPropertyName> stream() {
		return (this.source instanceof IterableConfigurationPropertySource iterable)
				? iterable.stream().filter(this.there::isAncestorOf).map((name) -> move(name, this.there, this.here))
				: Stream.empty();
	}

	@Override
	public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
		return (this.here.isAncestorOf(name)) ? this.source.getConfigurationProperty(move(name, this.here, this.there))
				: null;
	}

	@Override
	public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
		if (this.here.equals(name) || this.here.isAncestorOf(name)) {
			return this.source.containsDescendantOf(move(name, this.here, this.there));
		}
		return (name.isAncestorOf(this.here)) ? this.source.containsDescendantOf(this.there)
				: ConfigurationPropertyState.ABSENT;
	}

	@Override
	public @Nullable Object getUnderlyingSource() {
		return this.source.getUnderlyingSource();
	}

	private static ConfigurationPropertyName move(ConfigurationPropertyName name, ConfigurationPropertyName from,
			ConfigurationPropertyName to) {
		StringBuilder moved = new StringBuilder(to.toString());
		for (int i = from.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL);
			moved.append((name.chop(i + 1).isLastElementIndexed()) ? '[' + element + ']' : '.' + element);
		}
		return ConfigurationPropertyName.adapt(moved, '.');
	}

}
