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

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;

/**
 * Finder of a stub that takes the place of every reference to its type: one that the
 * application itself defines, or a mock that a test put in the place of the reference
 * without attributes.
 */
final class PrimaryStubs {

	private static final Logger logger = LoggerFactory.getLogger(PrimaryStubs.class);

	/** Attribute of the definition of a reference that a test replaces. */
	static final String REPLACED = PrimaryStubs.class.getName() + ".replaced";

	private final ConfigurableListableBeanFactory beanFactory;

	PrimaryStubs(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * The stub of the application.
	 * @param type type of the stub
	 * @return the stub; {@code null} if there is none, or if there are several and none
	 * is primary
	 */
	<T> @Nullable T find(Class<T> type) {
		List<String> names = names(type);
		if (names.size() > 1) {
			names = names.stream().filter(this::isPrimary).toList();
		}
		return (names.size() == 1) ? bean(names.get(0), type) : null;
	}

	/**
	 * Names of the beans that can take the place of references.
	 * @param type type of the stub
	 * @return the names
	 */
	List<String> names(Class<?> type) {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(type, true, false))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.filter((name) -> StubReference.isNameOfReference(name) ? isReplaced(name) : isCandidate(name))
			.toList();
	}

	private <T> @Nullable T bean(String name, Class<T> type) {
		if (this.beanFactory.isCurrentlyInCreation(name)) {
			return null;
		}
		try {
			T stub = this.beanFactory.getBean(name, type);
			logger.info("Bean '" + name + "' takes the place of references to " + type.getName());
			return stub;
		}
		catch (BeanCreationException ex) {
			if (ex.contains(BeanCurrentlyInCreationException.class)) {
				// It is made of the reference, which it therefore cannot replace.
				logger.debug("Bean '" + name + "' depends on a reference to " + type.getName(), ex);
				return null;
			}
			throw ex;
		}
	}

	private boolean isCandidate(String name) {
		if (!this.beanFactory.containsBeanDefinition(name)) {
			return true;
		}
		BeanDefinition definition = this.beanFactory.getBeanDefinition(name);
		return definition.isAutowireCandidate() && !definition.isFallback()
				&& !(definition instanceof AbstractBeanDefinition abstractDefinition
						&& !abstractDefinition.isDefaultCandidate());
	}

	private boolean isReplaced(String name) {
		return this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getBeanDefinition(name).hasAttribute(REPLACED);
	}

	private boolean isPrimary(String name) {
		return this.beanFactory.containsBeanDefinition(name) && this.beanFactory.getBeanDefinition(name).isPrimary();
	}

}
