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

package io.mprpc.internal.provider;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;

/**
 * Label of a bean in messages, by which readers find it: by name, class, and the
 * {@code @Bean} method that made it.
 */
final class BeanLabel {

	private BeanLabel() {
	}

	static String of(ConfigurableListableBeanFactory beans, String name) {
		StringBuilder label = new StringBuilder("'").append(name).append('\'');
		Class<?> type = beans.getType(name, false);
		if (type != null) {
			label.append(" (").append(ClassUtils.getUserClass(type).getName());
			MethodMetadata method = factoryMethod(beans, name);
			if (method != null) {
				label.append(", made by ").append(method.getDeclaringClassName()).append('.');
				label.append(method.getMethodName()).append("()");
			}
			label.append(')');
		}
		return label.toString();
	}

	/** The {@code @Bean} method that makes a bean. */
	static @Nullable MethodMetadata factoryMethod(ConfigurableListableBeanFactory beans, String name) {
		if (!beans.containsBeanDefinition(name)
				|| !(beans.getBeanDefinition(name) instanceof AnnotatedBeanDefinition definition)) {
			return null;
		}
		return definition.getFactoryMethodMetadata();
	}

}
