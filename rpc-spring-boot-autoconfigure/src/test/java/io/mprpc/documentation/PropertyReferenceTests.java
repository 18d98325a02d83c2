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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.mprpc.RpcService;
import io.mprpc.architecture.BuiltModule;
import io.mprpc.architecture.CommittedFile;
import io.mprpc.architecture.ConfigurationMetadata;
import io.mprpc.architecture.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PropertyReferenceTests {

	private static final String INTRODUCTION = """
			All properties of the starter. They go into `application.yml` or `application.properties`, or wherever
			else Spring Boot reads configuration from; the environment variable of `rpc.registry.connect-string` is
			`RPC_REGISTRY_CONNECT_STRING`. A property without a default in the table has none, or its description says
			where it comes from.

			**Durations** have a unit: `500ms`, `5s`, `2m`. A number alone is refused, because `5` would be five
			milliseconds to Spring Boot and five seconds to most readers; only `0` needs no unit.

			**Unknown names** are reported once at the start, in one warning with the place of each and the property that
			was probably meant: misspelt names, names in a wrong place, lists and maps instead of one text,
			references to services that no `@RpcReference` of the application names, and methods that their service does
			not have. With `rpc.configuration.on-unknown-property=fail`
			the application does not start with such names, with `ignore` they are not reported.

			Properties below `rpc.` of your own are not reported if they are in `@ConfigurationProperties`
			classes, placeholders in annotations of beans and in other properties, or `@ConditionalOnProperty`. List the
			rest, such as those read by `Environment.getProperty`, in `rpc.configuration.ignored-prefixes`. Environment
			variables such as `RPC_URL`, which resemble no property, are ignored.

			**In Kubernetes** each Service of the namespace sets environment variables in each pod: a Service named
			`rpc-registry-server-zookeeper` sets `RPC_REGISTRY_SERVER_ZOOKEEPER_PORT=tcp://10.0.0.1:2181`. Variables `RPC_..._PORT` with such
			an address are not read as properties, and none of those variables is reported.
			`enableServiceLinks: false` in the pod's specification removes them.
			""";

	private static final NestedProperties NESTED = new NestedProperties(
			CommittedFile.repository().resolve("rpc-spring-boot-autoconfigure/src/main/java"),
			Map.of("references", "service", "methods", "Method", "tags", "name"));

	private static final ConfigurationMetadata METADATA = ConfigurationMetadata.of(BuiltModule.of(RpcService.class));

	@Test
	void pageHoldsAllProperties() {
		CommittedFile.at("docs/properties.md")
			.assertHolds(PropertyReference.page("Properties", INTRODUCTION, METADATA, NESTED));
	}

	@Test
	void nestedPropertiesAreDescribedInSpringBootsGrammar() {
		List<Property> all = METADATA.properties()
			.stream()
			.flatMap((property) -> NESTED.withNested(property).stream())
			.toList();
		assertThat(all).hasSizeGreaterThan(METADATA.properties().size());
		assertThat(new ConfigurationMetadata(all).faults()).isEmpty();
	}

	@Test
	void pageTellsNameTypeDefaultAndDescription() {
		Property property = new Property("rpc.x.time", "java.time.Duration", "Time | that.", "5s", false);
		Property plain = new Property("rpc.x.names", "java.util.List<java.lang.String>", "Names.", null, true);
		assertThat(PropertyReference.page("Title", "Text.\n", new ConfigurationMetadata(List.of(property, plain)),
				new NestedProperties(Path.of(""), Map.of())))
			.startsWith("# Title\n")
			.contains("\nText.\n\n## rpc.x\n\n| property |")
			.contains("\n| `rpc.x.time` | duration | `5s` | Time \\| that. |\n")
			.contains("\n| `rpc.x.names` | list of text |  | **Deprecated.** Names. |\n");
	}

}
