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

import java.util.ArrayList;
import java.util.List;

import io.mprpc.autoconfigure.consumer.RpcClientProperties.Reference;
import io.mprpc.internal.configuration.DurationUnits;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * Lookup of the properties of one service's references. A service's name has dots, at
 * which Spring Boot's binder would take the keys of a map apart unless they stand in
 * brackets; here the name is known, so that both ways of writing it work, as does an
 * environment variable such as {@code RPC_CLIENT_REFERENCES_DEMO_USERSERVICE_URL}.
 */
final class ReferenceProperties {

	private static final ConfigurationPropertyName REFERENCES = ConfigurationPropertyName.of("rpc.client.references");

	private final Environment environment;

	ReferenceProperties(Environment environment) {
		this.environment = environment;
	}

	Reference find(String service) {
		ConfigurationPropertyName dotted = REFERENCES.append(ConfigurationPropertyName.adapt(service, '.'));
		ConfigurationPropertyName bracketed = ConfigurationPropertyName.of(REFERENCES + "[" + service + "]");
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			sources.add(source);
			sources.add(new ReferencePropertySource(source, bracketed, dotted));
		}
		return new Binder(sources, new PropertySourcesPlaceholdersResolver(this.environment))
			.bind(dotted, Bindable.of(Reference.class), new DurationUnits(BindHandler.DEFAULT, this.environment))
			.orElse(Reference.NONE);
	}

}
