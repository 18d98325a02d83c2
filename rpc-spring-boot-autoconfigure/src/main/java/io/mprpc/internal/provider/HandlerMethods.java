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
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.grpc.stub.AbstractStub;

import org.springframework.util.ClassUtils;

/**
 * Java methods that handle the remote methods of a service. Those that a class inherits
 * from generated code answer {@code UNIMPLEMENTED}: from the {@code ...ImplBase} class of
 * grpc-java, Reactor or Kotlin, or from the {@code AsyncService} interface.
 */
final class HandlerMethods {

	private HandlerMethods() {
	}

	/**
	 * Name under which a remote method and its handler meet. Generators write
	 * {@code GetFriends_list} as {@code getFriendsList}, and a word of Java's own
	 * followed by an underscore.
	 * @param name simple name of a remote method or name of a Java method
	 * @return the common name
	 */
	static String key(String name) {
		return name.replace("_", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether a class handles remote methods in Java methods of its own, so that advice
	 * on them applies only if a proxy is a subclass.
	 * @param type class of the service
	 * @return whether there is generated code that it inherits from
	 */
	static boolean areInherited(Class<?> type) {
		return !generatedTypes(type).isEmpty();
	}

	/**
	 * Remote methods that generated code still answers.
	 * @param type class of the service, not of a proxy
	 * @param methods simple names of the service's methods
	 * @return those that the class does not override; none where no generated code is
	 * known, such as for a service that delegates to another
	 */
	static Set<String> unimplemented(Class<?> type, Collection<String> methods) {
		List<Class<?>> generated = generatedTypes(type);
		Map<String, Boolean> implemented = new HashMap<>();
		for (Class<?> base : generated) {
			for (Method method : base.getDeclaredMethods()) {
				if (Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())) {
					implemented.merge(key(method.getName()), isOverridden(method, type, generated), Boolean::logicalOr);
				}
			}
		}
		Set<String> unimplemented = new TreeSet<>();
		methods.stream().filter((method) -> !implemented.getOrDefault(key(method), true)).forEach(unimplemented::add);
		return unimplemented;
	}

	private static boolean isOverridden(Method method, Class<?> type, List<Class<?>> generated) {
		List<Method> actual = Arrays.stream(type.getMethods())
			.filter((candidate) -> candidate.getName().equals(method.getName())
					&& Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes()))
			.toList();
		// None is found where reflection is restricted.
		return actual.isEmpty()
				|| actual.stream().anyMatch((candidate) -> !generated.contains(candidate.getDeclaringClass()));
	}

	private static List<Class<?>> generatedTypes(Class<?> type) {
		Set<Class<?>> types = new HashSet<>(ClassUtils.getAllInterfacesForClassAsSet(type));
		for (Class<?> parent = type; parent != null; parent = parent.getSuperclass()) {
			types.add(parent);
		}
		List<Class<?>> generated = new ArrayList<>(types);
		generated.removeIf((candidate) -> !isGenerated(candidate));
		return generated;
	}

	/** Generators nest base class and interface beside a stub. */
	private static boolean isGenerated(Class<?> type) {
		Class<?> enclosing = type.getEnclosingClass();
		return Modifier.isAbstract(type.getModifiers()) && enclosing != null
				&& Arrays.stream(enclosing.getDeclaredClasses()).anyMatch(AbstractStub.class::isAssignableFrom);
	}

}
