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

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mprpc.architecture.AutoConfigurationRules;
import io.mprpc.architecture.CodingRules;
import io.mprpc.architecture.Fence;
import io.mprpc.architecture.FloorPlan;
import io.mprpc.architecture.RoomRules;
import io.mprpc.registryserver.RegistryServerApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applies the rules of {@code io.mprpc.architecture} to this module. Tests of the rules
 * themselves show that each of them can fail.
 */
class ServerArchitectureTests {

	private static final FloorPlan PLAN = ServerRoom.plan(RegistryServerApplication.class.getPackageName());

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(PLAN.rootPackage());

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
		.importPackages(PLAN.rootPackage());

	private static final EnumSet<ServerRoom> LOGIC = EnumSet.of(ServerRoom.CATALOG_MODEL, ServerRoom.CATALOG,
			ServerRoom.JOURNAL, ServerRoom.OPERATION, ServerRoom.TRYIT, ServerRoom.TRAFFIC, ServerRoom.API);

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
	@EnumSource
	void aRoomUsesOnlyRoomsAboveIt(ServerRoom room) {
		assertThat(room.mayUse()).allMatch((used) -> used.ordinal() < room.ordinal());
	}

	@ParameterizedTest
	@MethodSource("fences")
	void outsideLibraryStaysInsideItsFence(Fence fence) {
		RoomRules.staysInside(fence, PLAN).check(MAIN);
	}

	@ParameterizedTest
	@MethodSource("fences")
	void fenceHasSomethingInside(Fence fence) {
		boolean used = MAIN.stream()
			.flatMap((javaClass) -> javaClass.getDirectDependenciesFromSelf().stream())
			.anyMatch((dependency) -> fence.encloses(dependency.getTargetClass()));
		assertThat(used).as("somebody uses " + fence.library()).isEqualTo(!fence.rooms().isEmpty());
	}

	@Test
	void configurationsAreClosed() {
		AutoConfigurationRules.configurationsAreClosed().check(MAIN);
	}

	@Test
	void postProcessorsAreMadeByStaticMethods() {
		AutoConfigurationRules.postProcessorsAreStatic().allowEmptyShould(true).check(MAIN);
	}

	@Test
	void packagesAreNullMarked() {
		CodingRules.packagesAreNullMarked(MAIN).check(MAIN);
	}

	@Test
	void sleepsAreForbidden() {
		CodingRules.sleepsAreForbidden().check(MAIN);
		CodingRules.sleepsAreForbidden().check(TESTS);
	}

	@Test
	void timeIsGivenToLogicAndNotTakenByIt() {
		CodingRules.timeAndChanceAreInjected(PLAN, EnumSet.complementOf(LOGIC), Set.of()).check(MAIN);
	}

	static List<Fence> fences() {
		return ServerFences.all();
	}

}
