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

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Check that refuses durations without a unit in the properties of the library and of the
 * registry server, which Spring Boot would take for milliseconds where most people mean
 * seconds. Zero needs none. Properties of the application are its own business, also
 * below {@code rpc.}.
 */
public final class DurationUnits extends AbstractBindHandler {

	private static final String PACKAGE = "io.mprpc.";

	private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");

	private final Environment environment;

	private boolean ours;

	public DurationUnits(BindHandler parent, Environment environment) {
		super(parent);
		this.environment = environment;
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		if (context.getDepth() == 0) {
			this.ours = target.getType().resolve(Object.class).getName().startsWith(PACKAGE);
		}
		return super.onStart(name, target, context);
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		if (result instanceof Duration duration && !duration.isZero() && this.ours) {
			check(name, context.getConfigurationProperty());
		}
		return super.onSuccess(name, target, context, result);
	}

	private void check(ConfigurationPropertyName name, @Nullable ConfigurationProperty property) {
		if (property != null && property.getValue() != null) {
			String text = this.environment.resolvePlaceholders(property.getValue().toString()).trim();
			PropertyRules.check(!NUMBER.matcher(text).matches(), name.toString(), property.getValue(),
					"It has no unit: write " + text + "s for seconds or " + text + "ms for milliseconds.");
		}
	}

}
