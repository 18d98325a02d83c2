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

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.grpc.ServiceDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Services that an application references, and their methods.
 *
 * @since 0.1
 */
public final class ReferencedServices {

	private ReferencedServices() {
	}

	/**
	 * Services of the references that are known by now.
	 * @param beanFactory where references are registered
	 * @return simple names of methods by full name of the service, {@code null} if
	 * references are not looked for here
	 */
	public static @Nullable Map<String, Set<String>> of(ListableBeanFactory beanFactory) {
		if (beanFactory.getBeanNamesForType(ReferencePostProcessor.class, false, false).length == 0) {
			return null;
		}
		Map<String, Set<String>> services = new TreeMap<>();
		for (String bean : beanFactory.getBeanDefinitionNames()) {
			if (bean.startsWith(StubReference.BEAN_NAME_PREFIX)) {
				Class<?> type = beanFactory.getType(bean, false);
				if (type != null && StubType.isStub(type)) {
					ServiceDescriptor service = StubType.service(type);
					services.put(service.getName(), methods(service));
				}
			}
		}
		return services;
	}

	private static Set<String> methods(ServiceDescriptor service) {
		return service.getMethods()
			.stream()
			.map((method) -> String.valueOf(method.getBareMethodName()))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
