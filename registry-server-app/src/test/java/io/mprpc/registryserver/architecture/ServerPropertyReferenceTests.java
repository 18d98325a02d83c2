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

package io.mprpc.registryserver.architecture;

import java.util.List;
import java.util.Map;

import io.mprpc.architecture.BuiltModule;
import io.mprpc.architecture.CommittedFile;
import io.mprpc.architecture.ConfigurationMetadata;
import io.mprpc.architecture.ConfigurationMetadata.Property;
import io.mprpc.documentation.NestedProperties;
import io.mprpc.documentation.PropertyReference;
import io.mprpc.registryserver.RegistryServerApplication;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every property of the registry server has a description and is listed in the
 * documentation.
 */
class ServerPropertyReferenceTests {

	private static final String INTRODUCTION = """
			All properties of the registry server beside those of Spring Boot. They go into an `application.yml` beside
			the archive, or wherever else Spring Boot reads configuration from; an environment variable is written
			`RPC_REGISTRY_SERVER_ZOOKEEPER_PORT`. Those of the applications' side, which the server has too for its own access
			to ZooKeeper, are in [properties.md](properties.md), which also describes units of durations, unknown
			names, and variables that Kubernetes sets.
			""";

	private static final ConfigurationMetadata METADATA = ConfigurationMetadata
		.of(BuiltModule.of(RegistryServerApplication.class));

	private static final NestedProperties NESTED = new NestedProperties(
			CommittedFile.repository().resolve("registry-server-app/src/main/java"),
			Map.of("members", "id", "properties", "name", "users", "index"));

	@Test
	void pageHoldsAllProperties() {
		CommittedFile.at("docs/registry-server-properties.md")
			.assertHolds(PropertyReference.page("Properties of the registry server", INTRODUCTION, METADATA, NESTED));
	}

	@Test
	void everyPropertyIsDescribedInSpringBootsGrammar() {
		List<Property> all = METADATA.properties()
			.stream()
			.flatMap((property) -> NESTED.withNested(property).stream())
			.toList();
		assertThat(new ConfigurationMetadata(all).faults()).isEmpty();
		assertThat(METADATA.properties()).isNotEmpty()
			.allMatch((property) -> property.name().startsWith("rpc.registry-server."));
	}

}
