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

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Names of the services that an application references.
 *
 * @since 0.1
 */
public final class ReferencedServices {

	private ReferencedServices() {
	}

	/**
	 * Services of the references that are known by now.
	 * @param beanFactory where references are registered
	 * @return full names, {@code null} if references are not looked for here
	 */
	public static @Nullable Set<String> of(ListableBeanFactory beanFactory) {
		if (beanFactory.getBeanNamesForType(ReferencePostProcessor.class, false, false).length == 0) {
			return null;
		}
		Set<String> services = new TreeSet<>();
		for (String bean : beanFactory.getBeanDefinitionNames()) {
			if (bean.startsWith(StubReference.BEAN_NAME_PREFIX)) {
				Class<?> type = beanFactory.getType(bean, false);
				if (type != null && StubType.isStub(type)) {
					services.add(StubType.service(type).getName());
				}
			}
		}
		return services;
	}

}
