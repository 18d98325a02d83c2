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

package io.mprpc.internal.consumer;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.function.SingletonSupplier;

/**
 * Selection of the {@link Bean @Bean} methods that define a bean: others, such as those
 * of a profile that is not active, are never called, so their references do not matter.
 */
final class DefinedBeanMethods implements Predicate<Method> {

	private final Supplier<Set<String>> names;

	private DefinedBeanMethods(Supplier<Set<String>> names) {
		this.names = SingletonSupplier.of(names);
	}

	static DefinedBeanMethods of(BeanDefinitionRegistry registry) {
		return new DefinedBeanMethods(() -> Stream.of(registry.getBeanDefinitionNames())
			.map(registry::getBeanDefinition)
			.filter(AnnotatedBeanDefinition.class::isInstance)
			.map((definition) -> ((AnnotatedBeanDefinition) definition).getFactoryMethodMetadata())
			.filter((metadata) -> metadata != null)
			.map(DefinedBeanMethods::name)
			.collect(Collectors.toUnmodifiableSet()));
	}

	@Override
	public boolean test(Method method) {
		// Definitions that were generated ahead of time do not tell their methods.
		return AotDetector.useGeneratedArtifacts() || !MergedAnnotations.from(method).isPresent(Bean.class)
				|| this.names.get().contains(method.getDeclaringClass().getName() + '#' + method.getName());
	}

	private static String name(MethodMetadata method) {
		return method.getDeclaringClassName() + '#' + method.getMethodName();
	}

}
