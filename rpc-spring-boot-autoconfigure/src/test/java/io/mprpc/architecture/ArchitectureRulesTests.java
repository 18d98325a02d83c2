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

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows that each rule fails where it is broken.
 */
class ArchitectureRulesTests {

	@Test
	void classOutsideThePlanIsFound() {
		Fixture fixture = Fixture.of("homeless");
		assertThat(fixture.violationsOf(RoomRules.everyPackageIsARoom(fixture.plan()))).singleElement()
			.asString()
			.contains("homeless.util.Strings", "is no room");
	}

	@Test
	void roomThatUsesItsNeighbourIsFound() {
		Fixture fixture = Fixture.of("sideways");
		assertThat(fixture.violationsOf(RoomRules.roomsUseOnlyWhatTheyMay(fixture.plan()))).anyMatch(
				(violation) -> violation.contains("PROVIDER may not use") && violation.contains("consumer.Stubs"));
		assertThat(fixture.violationsOf(RoomRules.everyPackageIsARoom(fixture.plan()))).isEmpty();
	}

	@Test
	void roomThatUsesAnUpperRoomIsFound() {
		Fixture fixture = Fixture.of("backwards");
		assertThat(fixture.violationsOf(RoomRules.roomsUseOnlyWhatTheyMay(fixture.plan()))).isNotEmpty()
			.allMatch((violation) -> violation.startsWith("REGISTRY may not use"));
	}

	@Test
	void cycleIsFound() {
		Fixture fixture = Fixture.of("backwards");
		assertThat(fixture.violationsOf(RoomRules.roomsAreFreeOfCycles(fixture.plan()))).singleElement()
			.asString()
			.contains("PROVIDER", "REGISTRY");
	}

	@ParameterizedTest
	@MethodSource("fences")
	void libraryOutsideItsFenceIsFound(Fence fence) {
		Fixture fixture = Fixture.of("fences");
		assertThat(fixture.violationsOf(RoomRules.staysInside(fence, fixture.plan()))).isNotEmpty();
	}

	@Test
	void openAutoConfigurationIsFound() {
		Fixture fixture = Fixture.of("autoconfiguration");
		assertThat(fixture.violationsOf(AutoConfigurationRules.areFinalAndPublic())).singleElement()
			.asString()
			.contains("FINAL");
		assertThat(fixture.violationsOf(AutoConfigurationRules.haveNoPublicMembers())).singleElement()
			.asString()
			.contains("bean()");
		assertThat(fixture.violationsOf(AutoConfigurationRules.haveNoPublicFields())).singleElement()
			.asString()
			.contains("OpenAutoConfiguration.field");
	}

	@Test
	void proxiedConfigurationIsFound() {
		assertThat(Fixture.of("autoconfiguration").violationsOf(AutoConfigurationRules.configurationsAreClosed()))
			.anyMatch((violation) -> violation.contains("ProxiedConfiguration"));
	}

	@Test
	void postProcessorOfAnInstanceMethodIsFound() {
		assertThat(Fixture.of("autoconfiguration").violationsOf(AutoConfigurationRules.postProcessorsAreStatic()))
			.singleElement()
			.asString()
			.contains("postProcessor()");
	}

	@Test
	void propertiesAwayFromTheEdgeAreFound() {
		Fixture fixture = Fixture.of("autoconfiguration");
		assertThat(fixture.violationsOf(
				AutoConfigurationRules.propertiesLiveAtTheEdge(fixture.plan(), EnumSet.of(FixtureRoom.AUTOCONFIGURE))))
			.singleElement()
			.asString()
			.contains("ProviderProperties");
	}

	@Test
	void packageWithoutNullMarkedIsFound() {
		Fixture fixture = Fixture.of("habits");
		assertThat(fixture.violationsOf(CodingRules.packagesAreNullMarked(fixture.classes()))).singleElement()
			.asString()
			.contains("habits.provider");
	}

	@Test
	void sleepIsFound() {
		assertThat(Fixture.of("habits").violationsOf(CodingRules.sleepsAreForbidden())).hasSize(2)
			.anyMatch((violation) -> violation.contains("Thread.sleep"))
			.anyMatch((violation) -> violation.contains("TimeUnit.sleep"));
	}

	@Test
	void timeAndChanceThatAreTakenAreFound() {
		Fixture fixture = Fixture.of("habits");
		assertThat(fixture.violationsOf(
				CodingRules.timeAndChanceAreInjected(fixture.plan(), EnumSet.of(FixtureRoom.AUTOCONFIGURE), Set.of())))
			.hasSize(4)
			.anyMatch((violation) -> violation.contains("nanoTime"))
			.anyMatch((violation) -> violation.contains("TimeSource.system"))
			.anyMatch((violation) -> violation.contains("Instant.now"))
			.anyMatch((violation) -> violation.contains("Random"));
	}

	@Test
	void wiringMayBringTimeAndChance() {
		Fixture fixture = Fixture.of("habits");
		assertThat(fixture.violationsOf(
				CodingRules.timeAndChanceAreInjected(fixture.plan(), EnumSet.of(FixtureRoom.PROVIDER), Set.of())))
			.isEmpty();
		assertThat(fixture.violationsOf(CodingRules.timeAndChanceAreInjected(fixture.plan(), Set.of(),
				Set.of(fixture.plan().rootPackage() + ".provider.Habits"))))
			.isEmpty();
	}

	@Test
	void processThatIsEndedOrPrintedToIsFound() {
		assertThat(Fixture.of("habits").violationsOf(CodingRules.processIsLeftAlone()))
			.anyMatch((violation) -> violation.contains("System.exit"))
			.anyMatch((violation) -> violation.contains("System.out"));
	}

	static List<Fence> fences() {
		return LibraryFences.all();
	}

	/**
	 * A program that breaks a rule, with its own root package.
	 */
	private record Fixture(FloorPlan plan, JavaClasses classes) {

		static Fixture of(String name) {
			String rootPackage = Fixture.class.getPackageName() + ".fixture." + name;
			return new Fixture(FixtureRoom.plan(rootPackage), new ClassFileImporter().importPackages(rootPackage));
		}

		List<String> violationsOf(ArchRule rule) {
			return rule.evaluate(this.classes).getFailureReport().getDetails();
		}

	}

}
