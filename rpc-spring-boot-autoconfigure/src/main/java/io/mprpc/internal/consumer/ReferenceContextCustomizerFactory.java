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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.mprpc.RpcReference;

import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.bean.override.BeanOverride;
import org.springframework.util.ReflectionUtils;

/**
 * Factory of the context customizer that makes
 * {@link io.mprpc.RpcReference @RpcReference} work in tests: in a test class itself,
 * which is no bean, in slices, and with stubs that a test replaces.
 */
final class ReferenceContextCustomizerFactory implements ContextCustomizerFactory {

	/** By name, because they cannot be read without Mockito. */
	private static final String MOCK = "org.springframework.test.context.bean.override.mockito.MockitoBean";

	private static final String SPY = "org.springframework.test.context.bean.override.mockito.MockitoSpyBean";

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		Customizer customizer = new Customizer(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
		for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
			customizer.references().addAll(ReferenceScanner.scan(type));
			ReflectionUtils.doWithFields(type,
					(field) -> customizer.add(MergedAnnotations.from(field), field.getType()));
			customizer.addDeclared(MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY));
		}
		return customizer;
	}

	/**
	 * Equal for test classes with the same references, mocks and spies, which can
	 * therefore share their context.
	 */
	private record Customizer(Set<StubReference> references, Set<Class<?>> mocked,
			Set<Class<?>> spied) implements ContextCustomizer {

		/** A field whose bean is overridden by its type alone. */
		void add(MergedAnnotations annotations, Class<?> type) {
			if (annotations.isPresent(BeanOverride.class) && !annotations.isPresent(RpcReference.class)) {
				add(annotations.isPresent(SPY), type);
			}
		}

		/** Types of annotations that stand on the class. */
		void addDeclared(MergedAnnotations annotations) {
			annotations.stream()
				.filter((annotation) -> annotation.getType().getName().equals(MOCK)
						|| annotation.getType().getName().equals(SPY))
				.forEach((annotation) -> {
					boolean spy = annotation.getType().getName().equals(SPY);
					for (Class<?> type : annotation.getClassArray("types")) {
						add(spy, type);
					}
				});
		}

		private void add(boolean spy, Class<?> type) {
			if (StubType.isStub(type)) {
				(spy ? this.spied : this.mocked).add(type);
			}
		}

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
			if (context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
				this.references.forEach((reference) -> reference.register(registry));
				RootBeanDefinition registrar = new RootBeanDefinition(TestReferenceRegistrar.class);
				ConstructorArgumentValues arguments = registrar.getConstructorArgumentValues();
				arguments.addIndexedArgumentValue(0, this.mocked);
				arguments.addIndexedArgumentValue(1, this.spied);
				registry.registerBeanDefinition(TestReferenceRegistrar.BEAN_NAME, registrar);
			}
		}

	}

}
