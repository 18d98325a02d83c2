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

import java.util.Optional;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Rules for rooms.
 */
public final class RoomRules {

	private RoomRules() {
	}

	/**
	 * Every package is a room, so that no {@code util} grows beside the plan.
	 * @param plan the rooms
	 * @return the rule
	 */
	public static ArchRule everyPackageIsARoom(FloorPlan plan) {
		return classes().should(new ArchCondition<>("live in a room of the plan") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				boolean housed = plan.roomOf(item).isPresent();
				events.add(new SimpleConditionEvent(item, housed,
						"%s lives in package %s, which is no room: find the room whose job it does, or give the plan a new room with its one job"
							.formatted(item.getName(), item.getPackageName())));
			}

		});
	}

	/**
	 * A room names types of its own, of the rooms that it may use, and of no other.
	 * @param plan the rooms
	 * @return the rule
	 */
	public static ArchRule roomsUseOnlyWhatTheyMay(FloorPlan plan) {
		return classes().should(new ArchCondition<>("use only rooms that theirs may use") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				Optional<Room> from = plan.roomOf(item);
				for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
					JavaClass target = dependency.getTargetClass().getBaseComponentType();
					if (from.isPresent() && plan.owns(target)) {
						boolean allowed = plan.roomOf(target)
							.map((to) -> to == from.get() || from.get().mayUse().contains(to))
							.orElse(false);
						events.add(new SimpleConditionEvent(dependency, allowed, "%s may not use %s: %s"
							.formatted(from.get().name(), target.getName(), dependency.getDescription())));
					}
				}
			}

		});
	}

	/**
	 * No room needs, in the end, itself.
	 * @param plan the rooms
	 * @return the rule
	 */
	public static ArchRule roomsAreFreeOfCycles(FloorPlan plan) {
		return SlicesRuleDefinition.slices().assignedFrom(new SliceAssignment() {

			@Override
			public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
				return plan.roomOf(javaClass)
					.map((room) -> SliceIdentifier.of(room.name()))
					.orElseGet(SliceIdentifier::ignore);
			}

			@Override
			public String getDescription() {
				return "rooms";
			}

		}).should().beFreeOfCycles();
	}

	/**
	 * An outside library is known only inside its fence.
	 * @param fence the library and its rooms
	 * @param plan the rooms
	 * @return the rule
	 */
	public static ArchRule staysInside(Fence fence, FloorPlan plan) {
		return noClasses().that(new DescribedPredicate<>("live outside the fence around %s", fence.library()) {

			@Override
			public boolean test(JavaClass javaClass) {
				return plan.roomOf(javaClass).filter(fence.rooms()::contains).isEmpty();
			}

		}).should().dependOnClassesThat(new DescribedPredicate<>("belong to %s", fence.library()) {

			@Override
			public boolean test(JavaClass javaClass) {
				return fence.encloses(javaClass.getBaseComponentType());
			}

		});
	}

}
