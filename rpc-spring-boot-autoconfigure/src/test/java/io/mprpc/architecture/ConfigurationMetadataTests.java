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
package io.mprpc.architecture;

import java.util.List;

import io.mprpc.RpcService;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every property is explained where an editor shows it, in the grammar of Spring Boot's
 * own descriptions.
 */
class ConfigurationMetadataTests {

	private static final ConfigurationMetadata METADATA = ConfigurationMetadata.of(BuiltModule.of(RpcService.class));

	@Test
	void everyPropertyIsDescribedInSpringBootsGrammar() {
		assertThat(METADATA.faults()).isEmpty();
	}

	@Test
	void everyPropertyHasOurPrefix() {
		assertThat(METADATA.properties()).allMatch((property) -> property.name().startsWith("rpc.")
				|| property.name().startsWith("management.endpoint.rpc."));
	}

	@Test
	void everyPropertiesClassIsInTheMetadata() {
		assertThat(prefixes()).allSatisfy((prefix) -> assertThat(METADATA.properties())
			.anyMatch((property) -> property.name().startsWith(prefix + '.')));
	}

	@Test
	void badDescriptionsAreFound() {
		assertThat(faultsOf("java.lang.String", null)).singleElement().asString().contains("rpc.x has no description");
		assertThat(faultsOf("java.lang.String", "Address of it")).singleElement().asString().contains("full stop");
		assertThat(faultsOf("java.lang.String", "address of it.")).singleElement().asString().contains("capital");
		assertThat(faultsOf("java.lang.String", "The address.")).singleElement().asString().contains("article");
		assertThat(faultsOf("java.lang.String", "Address of {@code x}.")).singleElement().asString().contains("markup");
		assertThat(faultsOf("java.lang.String", "Address, default to x.")).singleElement()
			.asString()
			.contains("markup");
		assertThat(faultsOf("java.lang.Boolean", "Enables it.")).singleElement().asString().contains("'Whether'");
		assertThat(faultsOf("java.util.List<java.lang.String>", "Names.")).singleElement()
			.asString()
			.contains("'Comma-separated'");
		assertThat(faultsOf("java.lang.Boolean", "Whether to do it.")).isEmpty();
		assertThat(faultsOf("java.util.List<java.lang.String>", "Comma-separated list of names.")).isEmpty();
	}

	private static List<String> faultsOf(String type, String description) {
		String json = "{\"properties\": [{\"name\": \"rpc.x\", \"type\": \"%s\"%s}]}".formatted(type,
				(description != null) ? ", \"description\": \"" + description + '"' : "");
		return ConfigurationMetadata.parse(json).faults();
	}

	private static List<String> prefixes() {
		return LibraryClasses.MAIN.stream()
			.filter((type) -> type.isAnnotatedWith(ConfigurationProperties.class))
			.map((type) -> type.getAnnotationOfType(ConfigurationProperties.class))
			.map((annotation) -> annotation.value().isEmpty() ? annotation.prefix() : annotation.value())
			.toList();
	}

}
