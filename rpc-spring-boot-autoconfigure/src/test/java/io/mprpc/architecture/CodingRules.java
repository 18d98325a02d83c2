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

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Habits that hold everywhere.
 */
public final class CodingRules {

	private static final Set<String> SLEEPERS = Set.of(Thread.class.getName() + ".sleep",
			TimeUnit.class.getName() + ".sleep");

	private static final Set<String> TIME_AND_CHANCE = Set.of(System.class.getName() + ".nanoTime",
			System.class.getName() + ".currentTimeMillis", Instant.class.getName() + ".now",
			Clock.class.getName() + ".systemUTC", Clock.class.getName() + ".systemDefaultZone",
			InstantSource.class.getName() + ".system", RandomGenerator.class.getName() + ".getDefault",
			RandomGenerator.class.getName() + ".of", TimeSource.class.getName() + ".system",
			Math.class.getName() + ".random", Random.class.getName() + ".<init>",
			ThreadLocalRandom.class.getName() + ".current");

	private static final Set<String> ENDINGS = Set.of(System.class.getName() + ".exit",
			Runtime.class.getName() + ".exit", Runtime.class.getName() + ".halt",
			Throwable.class.getName() + ".printStackTrace", System.class.getName() + ".out",
			System.class.getName() + ".err");

	private CodingRules() {
	}

	/**
	 * No code sleeps: waits are for a condition, with a deadline.
	 * @return the rule
	 */
	public static ArchRule sleepsAreForbidden() {
		return noClasses().should(access("sleep", SLEEPERS));
	}

	/**
	 * Time and chance are given to logic, not taken by it.
	 * @param plan the rooms
	 * @param wiring rooms that may bring the real ones
	 * @param sources names of further classes that may
	 * @return the rule
	 */
	public static ArchRule timeAndChanceAreInjected(FloorPlan plan, Set<? extends Room> wiring, Set<String> sources) {
		return noClasses().that(new DescribedPredicate<>("are no wiring") {

			@Override
			public boolean test(JavaClass javaClass) {
				return plan.roomOf(javaClass).filter(wiring::contains).isEmpty()
						&& !sources.contains(javaClass.getName());
			}

		}).should(access("take time or chance by themselves", TIME_AND_CHANCE));
	}

	/**
	 * A library neither ends the process nor writes to its streams.
	 * @return the rule
	 */
	public static ArchRule processIsLeftAlone() {
		return noClasses().should(access("end the process or print", ENDINGS));
	}

	/**
	 * Every package says that nothing in it is {@code null} unless marked.
	 * @param all the classes whose packages are checked
	 * @return the rule
	 */
	public static ArchRule packagesAreNullMarked(JavaClasses all) {
		return classes().should(new ArchCondition<>("live in a package that is @NullMarked") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				JavaPackage javaPackage = all.getPackage(item.getPackageName());
				boolean marked = javaPackage.isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(item, marked,
						"Package %s of %s has no package-info.java with @NullMarked".formatted(item.getPackageName(),
								item.getName())));
			}

		});
	}

	private static ArchCondition<JavaClass> access(String description, Set<String> members) {
		return new ArchCondition<>(description) {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				for (JavaAccess<?> access : item.getAccessesFromSelf()) {
					String target = access.getTargetOwner().getName() + '.' + access.getTarget().getName();
					events.add(new SimpleConditionEvent(access, members.contains(target), access.getDescription()));
				}
			}

		};
	}

}
