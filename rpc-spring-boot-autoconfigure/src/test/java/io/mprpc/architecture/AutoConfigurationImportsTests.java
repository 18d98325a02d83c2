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

import com.tngtech.archunit.core.domain.JavaClass;
import io.mprpc.RpcService;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An auto-configuration that is not listed never runs, and one that is listed has to be
 * there.
 */
class AutoConfigurationImportsTests {

	private static final String FILE = "META-INF/spring/" + AutoConfiguration.class.getName() + ".imports";

	@Test
	void listedAreExactlyTheAutoConfigurationsInTheirOrder() {
		List<String> listed = BuiltModule.of(RpcService.class)
			.resource(FILE)
			.map((content) -> content.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList())
			.orElse(List.of());
		assertThat(listed).as(FILE).isEqualTo(autoConfigurations());
	}

	private static List<String> autoConfigurations() {
		return LibraryClasses.MAIN.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.sorted()
			.toList();
	}

}
