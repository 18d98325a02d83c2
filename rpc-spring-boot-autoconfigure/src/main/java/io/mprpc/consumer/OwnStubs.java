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

package io.mprpc.consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds a stub that the application itself defines as primary: it takes the place of
 * every reference to its type.
 */
final class OwnStubs {

	private final ConfigurableListableBeanFactory beanFactory;

	OwnStubs(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	<T> @Nullable T find(Class<T> type) {
		for (String name : this.beanFactory.getBeanNamesForType(type, true, false)) {
			if (this.beanFactory.containsBeanDefinition(name) && this.beanFactory.getBeanDefinition(name).isPrimary()) {
				return this.beanFactory.getBean(name, type);
			}
		}
		return null;
	}

}
