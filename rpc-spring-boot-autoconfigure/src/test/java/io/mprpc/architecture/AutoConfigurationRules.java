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

import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

/**
 * Rules for auto-configurations, as Spring Boot applies them to its own.
 */
public final class AutoConfigurationRules {

	private AutoConfigurationRules() {
	}

	static ArchRule areFinalAndPublic() {
		return classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration");
	}

	static ArchRule haveNoPublicMembers() {
		return methods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic()
			.andShould()
			.notBeProtected();
	}

	static ArchRule haveNoPublicFields() {
		return fields().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic()
			.allowEmptyShould(true);
	}

	/**
	 * A configuration is seen by the container alone, and its bean methods do not call
	 * each other.
	 * @return the rule
	 */
	public static ArchRule configurationsAreClosed() {
		return classes().that()
			.areAnnotatedWith(Configuration.class)
			.should(new ArchCondition<>("be package-private or private, with proxyBeanMethods = false") {

				@Override
				public void check(JavaClass item, ConditionEvents events) {
					boolean open = item.getModifiers().contains(JavaModifier.PUBLIC)
							|| item.getModifiers().contains(JavaModifier.PROTECTED)
							|| item.getAnnotationOfType(Configuration.class).proxyBeanMethods();
					events.add(new SimpleConditionEvent(item, !open,
							item.getName() + " is public, protected, or has proxied bean methods"));
				}

			})
			.allowEmptyShould(true);
	}

	/**
	 * A post-processor exists before other beans: a static method makes it without its
	 * configuration.
	 * @return the rule
	 */
	public static ArchRule postProcessorsAreStatic() {
		return methods().that().areAnnotatedWith(Bean.class).and(new DescribedPredicate<>("make a post-processor") {

			@Override
			public boolean test(JavaMethod method) {
				JavaClass type = method.getRawReturnType();
				return type.isAssignableTo(BeanPostProcessor.class)
						|| type.isAssignableTo(BeanFactoryPostProcessor.class);
			}

		}).should().beStatic().allowEmptyShould(true);
	}

	/**
	 * Properties stop at the edge: rooms receive small records.
	 * @param plan the rooms
	 * @param edge the room where properties live
	 * @return the rule
	 */
	static ArchRule propertiesLiveAtTheEdge(FloorPlan plan, Set<? extends Room> edge) {
		return classes().that()
			.areAnnotatedWith(ConfigurationProperties.class)
			.should()
			.resideInAnyPackage(edge.stream().map(plan::packageOf).toArray(String[]::new))
			.allowEmptyShould(true);
	}

}
