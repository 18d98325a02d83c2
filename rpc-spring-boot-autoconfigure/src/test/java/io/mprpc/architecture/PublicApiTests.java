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

import java.util.Comparator;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.mprpc.registry.InstancePublisher;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The types that others can name stand in a file, so that it shows when they become more.
 */
class PublicApiTests {

	private static final JavaClasses MAIN = LibraryClasses.MAIN;

	@Test
	void publicTypesAreThoseOfTheFile() {
		CommittedFile.at("public-api.txt").assertHolds(publicApi());
	}

	@Test
	void nestedTypesCountAndHiddenOnesDoNot() {
		assertThat(publicApi()).contains("interface io.mprpc.registry.InstancePublisher.Publication\n",
				"annotation io.mprpc.RpcService\n", "record io.mprpc.registry.Endpoint\n");
		assertThat(isPublic(MAIN.get(InstancePublisher.Publication.class))).isTrue();
		JavaClasses here = new ClassFileImporter().importClasses(PublicApiTests.class, Hidden.class,
				Hidden.Inner.class);
		assertThat(here).hasSize(3).noneMatch(PublicApiTests::isPublic);
	}

	private static String publicApi() {
		return MAIN.stream()
			.filter(PublicApiTests::isPublic)
			.filter((type) -> !type.getPackageName().contains(".internal."))
			.sorted(Comparator.comparing(JavaClass::getName))
			.map((type) -> kind(type) + ' ' + type.getName().replace('$', '.') + '\n')
			.collect(Collectors.joining());
	}

	private static boolean isPublic(JavaClass type) {
		boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC)
				|| type.getModifiers().contains(JavaModifier.PROTECTED);
		return visible && type.getEnclosingClass().map(PublicApiTests::isPublic).orElse(true)
				&& !type.getSimpleName().equals("package-info");
	}

	private static String kind(JavaClass type) {
		if (type.isAnnotation()) {
			return "annotation";
		}
		if (type.isInterface()) {
			return "interface";
		}
		if (type.isEnum()) {
			return "enum";
		}
		return type.isRecord() ? "record" : "class";
	}

	private static final class Hidden {

		public static final class Inner {

		}

	}

}
