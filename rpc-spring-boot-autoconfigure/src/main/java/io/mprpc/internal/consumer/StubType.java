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
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.grpc.BindableService;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.AbstractStub;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Type of a generated stub, with the service that it calls. grpc-java's own stubs stand
 * inside the class that describes the service ({@code UserServiceGrpc}); the classes
 * around Reactor stubs ({@code ReactorUserServiceGrpc}) and Kotlin's coroutine stubs
 * ({@code UserServiceGrpcKt}) stand beside it.
 */
final class StubType {

	private static final String DESCRIPTOR_METHOD = "getServiceDescriptor";

	private static final String KOTLIN_STUB_FOR = "io.grpc.kotlin.StubFor";

	private static final List<String> PREFIXES = List.of("Reactor", "Rx3", "Rx", "Mutiny");

	private static final String KOTLIN_SUFFIX = "Kt";

	private StubType() {
	}

	/**
	 * Whether a type is a stub whose service is known.
	 * @param type the type
	 * @return whether it is
	 */
	static boolean isStub(Class<?> type) {
		return AbstractStub.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())
				&& serviceClass(type) != null;
	}

	/**
	 * The service that a stub calls.
	 * @param type type of the stub
	 * @return the service
	 * @throws IllegalArgumentException if the type is no generated stub
	 */
	static ServiceDescriptor service(Class<?> type) {
		Class<?> serviceClass = serviceClass(type);
		Method method = (serviceClass != null) ? descriptorMethod(serviceClass) : null;
		if (method == null) {
			throw new IllegalArgumentException(type.getName() + " is not a generated gRPC stub: no class around it or "
					+ "beside it has a static method " + DESCRIPTOR_METHOD + "()");
		}
		Object descriptor = ReflectionUtils.invokeMethod(method, null);
		return (ServiceDescriptor) java.util.Objects.requireNonNull(descriptor);
	}

	/**
	 * Class that describes the service of a stub.
	 * @param type type of the stub
	 * @return the class, {@code null} if there is none
	 */
	static @Nullable Class<?> serviceClass(Class<?> type) {
		Class<?> enclosing = type.getEnclosingClass();
		if (enclosing != null && descriptorMethod(enclosing) != null) {
			return enclosing;
		}
		return Stream.concat(kotlinServiceClass(type).stream(), siblings(enclosing).stream())
			.filter((candidate) -> descriptorMethod(candidate) != null)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Stubs that stand near a type which is none, one of which its author may have meant.
	 * @param type the type
	 * @return simple names with their outer class, may be empty
	 */
	static List<String> stubsNear(Class<?> type) {
		Class<?> outer = (type.getEnclosingClass() != null) ? type.getEnclosingClass() : type;
		if (!(BindableService.class.isAssignableFrom(type) || outer == type) && descriptorMethod(outer) == null) {
			return List.of();
		}
		return Arrays.stream(outer.getDeclaredClasses())
			.filter(StubType::isStub)
			.map((stub) -> outer.getSimpleName() + '.' + stub.getSimpleName())
			.sorted()
			.toList();
	}

	private static List<Class<?>> kotlinServiceClass(Class<?> type) {
		MergedAnnotation<?> stubFor = MergedAnnotations.from(type).get(KOTLIN_STUB_FOR);
		return (stubFor.isPresent()) ? List.of(stubFor.getClass(MergedAnnotation.VALUE)) : List.of();
	}

	private static List<Class<?>> siblings(@Nullable Class<?> enclosing) {
		if (enclosing == null) {
			return List.of();
		}
		String name = enclosing.getSimpleName();
		Stream<String> names = PREFIXES.stream()
			.filter(name::startsWith)
			.map((prefix) -> name.substring(prefix.length()));
		if (name.endsWith(KOTLIN_SUFFIX)) {
			names = Stream.concat(names, Stream.of(name.substring(0, name.length() - KOTLIN_SUFFIX.length())));
		}
		return names.<Class<?>>mapMulti((sibling, found) -> {
			String className = ClassUtils.getPackageName(enclosing) + '.' + sibling;
			if (ClassUtils.isPresent(className, enclosing.getClassLoader())) {
				found.accept(ClassUtils.resolveClassName(className, enclosing.getClassLoader()));
			}
		}).toList();
	}

	private static @Nullable Method descriptorMethod(Class<?> type) {
		Method method = ReflectionUtils.findMethod(type, DESCRIPTOR_METHOD);
		return (method != null && Modifier.isStatic(method.getModifiers())
				&& method.getReturnType() == ServiceDescriptor.class) ? method : null;
	}

}
