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

import java.lang.reflect.Field;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.mprpc.RpcReference;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Post-processor that registers, right before a bean is injected, those of its references
 * that its definition did not show: of a bean whose method declares an interface as its
 * type, or which was defined late.
 *
 * @since 0.1
 */
public final class ReferencePostProcessor implements MergedBeanDefinitionPostProcessor,
		InstantiationAwareBeanPostProcessor, BeanFactoryAware, PriorityOrdered {

	private final Set<Class<?>> known = ConcurrentHashMap.newKeySet();

	private @Nullable BeanDefinitionRegistry registry;

	/**
	 * Creates the post-processor.
	 */
	public ReferencePostProcessor() {
	}

	@Override
	public int getOrder() {
		// Ahead of the post-processors that inject.
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.registry = (beanFactory instanceof BeanDefinitionRegistry definitions) ? definitions : null;
	}

	@Override
	public @Nullable Object postProcessBeforeInstantiation(Class<?> beanClass, String beanName) {
		register(beanClass);
		return null;
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition beanDefinition, Class<?> beanType, String beanName) {
		register(beanType);
		if (beanType.isRecord()) {
			// Java copies the annotation of a record's component to its field, which
			// cannot be set: the constructor's parameter counts.
			for (Field field : beanType.getDeclaredFields()) {
				if (AnnotatedElementUtils.hasAnnotation(field, RpcReference.class)) {
					beanDefinition.registerExternallyManagedConfigMember(field);
				}
			}
		}
	}

	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		// Also called for objects that are no beans, such as the instance of a test.
		register(bean.getClass());
		return true;
	}

	private void register(Class<?> type) {
		BeanDefinitionRegistry definitions = this.registry;
		if (definitions != null && !type.getName().startsWith("org.springframework.") && this.known.add(type)) {
			ReferenceScanner.scan(type, DefinedBeanMethods.of(definitions))
				.forEach((reference) -> reference.register(definitions));
		}
	}

}
