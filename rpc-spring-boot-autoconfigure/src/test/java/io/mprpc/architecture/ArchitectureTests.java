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
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Applies the rules to the library, all modules together. That each of them can fail is
 * shown by {@link ArchitectureRulesTests}.
 */
class ArchitectureTests {

	private static final FloorPlan PLAN = LibraryClasses.PLAN;

	private static final Set<String> SOURCES_OF_TIME = Set.of("io.mprpc.internal.time.SystemTimeSource");

	private static final JavaClasses MAIN = LibraryClasses.MAIN;

	private static final JavaClasses TESTS = LibraryClasses.TESTS;

	@Test
	void everyPackageIsARoom() {
		RoomRules.everyPackageIsARoom(PLAN).check(MAIN);
	}

	@Test
	void roomsUseOnlyWhatTheyMay() {
		RoomRules.roomsUseOnlyWhatTheyMay(PLAN).check(MAIN);
	}

	@Test
	void roomsAreFreeOfCycles() {
		RoomRules.roomsAreFreeOfCycles(PLAN).check(MAIN);
	}

	@ParameterizedTest
	@MethodSource("fences")
	void outsideLibraryStaysInsideItsFence(Fence fence) {
		RoomRules.staysInside(fence, PLAN).check(MAIN);
	}

	@ParameterizedTest
	@MethodSource("fences")
	void fenceHasSomethingInside(Fence fence) {
		Set<Room> built = MAIN.stream()
			.flatMap((javaClass) -> PLAN.roomOf(javaClass).stream())
			.collect(Collectors.toSet());
		boolean used = MAIN.stream()
			.flatMap((javaClass) -> javaClass.getDirectDependenciesFromSelf().stream())
			.anyMatch((dependency) -> fence.encloses(dependency.getTargetClass()));
		assumeThat(used || built.containsAll(fence.rooms())).as("every room inside the fence is built").isTrue();
		assertThat(used).as("use of " + fence.library()).isEqualTo(!fence.rooms().isEmpty());
	}

	@Test
	void autoConfigurationsAreAsSpringBootWantsThem() {
		assumeThat(MAIN).anyMatch((javaClass) -> javaClass.isAnnotatedWith(AutoConfiguration.class));
		AutoConfigurationRules.areFinalAndPublic().check(MAIN);
		AutoConfigurationRules.haveNoPublicMembers().check(MAIN);
		AutoConfigurationRules.haveNoPublicFields().check(MAIN);
	}

	@Test
	void configurationsAreClosed() {
		AutoConfigurationRules.configurationsAreClosed().check(MAIN);
	}

	@Test
	void postProcessorsAreMadeByStaticMethods() {
		AutoConfigurationRules.postProcessorsAreStatic().check(MAIN);
	}

	@Test
	void propertiesLiveAtTheEdge() {
		AutoConfigurationRules.propertiesLiveAtTheEdge(PLAN, LibraryRoom.EDGE).check(MAIN);
	}

	@Test
	void packagesAreNullMarked() {
		CodingRules.packagesAreNullMarked(MAIN).check(MAIN);
	}

	@Test
	void processIsLeftAlone() {
		CodingRules.processIsLeftAlone().check(MAIN);
	}

	@Test
	void timeAndChanceAreInjected() {
		CodingRules.timeAndChanceAreInjected(PLAN, LibraryRoom.EDGE, SOURCES_OF_TIME).check(MAIN);
	}

	@Test
	void sleepsAreForbidden() {
		CodingRules.sleepsAreForbidden().check(MAIN);
		CodingRules.sleepsAreForbidden().check(TESTS);
	}

	static List<Fence> fences() {
		return LibraryFences.all();
	}

}
