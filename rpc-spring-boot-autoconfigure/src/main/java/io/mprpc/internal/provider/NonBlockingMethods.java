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

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.grpc.BindableService;
import io.grpc.ServerMethodDefinition;
import io.mprpc.NonBlocking;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finder of the remote methods that are declared {@link NonBlocking}.
 */
final class NonBlockingMethods {

	private NonBlockingMethods() {
	}

	/**
	 * Reads the annotations of services.
	 * @param services the services
	 * @return full names of the methods
	 * @throws InvalidRpcServiceException if a method is annotated that is no remote
	 * method
	 */
	static Set<String> of(Collection<? extends BindableService> services) {
		Set<String> found = new HashSet<>();
		services.forEach((service) -> read(service, found));
		return found;
	}

	private static void read(BindableService service, Set<String> found) {
		Class<?> type = AopUtils.getTargetClass(service);
		boolean all = AnnotatedElementUtils.hasAnnotation(type, NonBlocking.class);
		Map<String, String> annotated = new HashMap<>();
		ReflectionUtils.doWithMethods(type,
				(method) -> annotated.put(HandlerMethods.key(method.getName()), label(method)),
				(method) -> AnnotatedElementUtils.hasAnnotation(method, NonBlocking.class));
		if (!all && annotated.isEmpty()) {
			return;
		}
		for (ServerMethodDefinition<?, ?> method : service.bindService().getMethods()) {
			String name = method.getMethodDescriptor().getFullMethodName();
			boolean named = annotated.remove(HandlerMethods.key(name.substring(name.lastIndexOf('/') + 1))) != null;
			if (all || named) {
				found.add(name);
			}
		}
		if (!annotated.isEmpty()) {
			throw new InvalidRpcServiceException(
					annotated.values().iterator().next() + " is annotated with @NonBlocking but is no method of "
							+ service.bindService().getServiceDescriptor().getName() + ".",
					"Put @NonBlocking on the handler of a remote method, that is on a method that overrides one of the "
							+ "generated ...ImplBase class, or on the class for all of its methods.");
		}
	}

	private static String label(Method method) {
		return method.getDeclaringClass().getName() + '.' + method.getName() + "()";
	}

}
