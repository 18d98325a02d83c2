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

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.mprpc.RpcReference;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Scanner for the references of a class: on its fields, its setters, the parameters of
 * its constructors and of its other methods, its superclasses' included.
 */
final class ReferenceScanner {

	private static final Set<String> PROVIDERS = Set.of("jakarta.inject.Provider");

	private ReferenceScanner() {
	}

	/**
	 * References of a class.
	 * @param type the class
	 * @return the distinct references in the order in which they are found
	 * @throws InvalidReferenceException if a reference is not to a stub
	 */
	static Set<StubReference> scan(Class<?> type) {
		return scan(type, (method) -> true);
	}

	/**
	 * References of a class.
	 * @param type the class
	 * @param isCalled whether Spring calls a method of the class, if it may
	 * @return the distinct references in the order in which they are found
	 * @throws InvalidReferenceException if a reference is not to a stub
	 */
	static Set<StubReference> scan(Class<?> type, Predicate<Method> isCalled) {
		Class<?> userClass = ClassUtils.getUserClass(type);
		if (!AnnotationUtils.isCandidateClass(userClass, RpcReference.class)) {
			return Set.of();
		}
		Set<StubReference> references = new LinkedHashSet<>();
		ReflectionUtils.doWithFields(userClass, (field) -> scanField(userClass, field, references));
		ReflectionUtils.doWithMethods(userClass, (method) -> scanMethod(userClass, method, references), isCalled::test);
		for (Constructor<?> constructor : userClass.getDeclaredConstructors()) {
			scanParameters(userClass, constructor, MergedAnnotation.missing(), references);
		}
		return references;
	}

	private static void scanField(Class<?> type, Field field, Set<StubReference> references) {
		MergedAnnotation<RpcReference> annotation = find(MergedAnnotations.from(field));
		if (annotation.isPresent()) {
			String where = "Field '" + field.getName() + "' of " + field.getDeclaringClass().getName();
			if (Modifier.isStatic(field.getModifiers())) {
				throw ofStaticMember(where);
			}
			references.add(reference(annotation, ResolvableType.forField(field, type), isLazy(field), where));
		}
	}

	private static void scanMethod(Class<?> type, Method method, Set<StubReference> references) {
		if (method.isBridge() || method.isSynthetic()) {
			return;
		}
		MergedAnnotation<RpcReference> annotation = find(MergedAnnotations.from(method));
		if (annotation.isPresent() && method.getParameterCount() == 0 && !method.getDeclaringClass().isRecord()) {
			throw new InvalidReferenceException(
					"Method '" + method.getName() + "' of " + method.getDeclaringClass().getName()
							+ " is annotated with @RpcReference but takes no stub.",
					"Give the method a parameter whose type is a generated gRPC stub, or move the annotation to a field.");
		}
		if (annotation.isPresent() && Modifier.isStatic(method.getModifiers())) {
			throw ofStaticMember("Method '" + method.getName() + "' of " + method.getDeclaringClass().getName());
		}
		scanParameters(type, method, annotation, references);
	}

	private static void scanParameters(Class<?> type, Executable executable,
			MergedAnnotation<RpcReference> ofExecutable, Set<StubReference> references) {
		for (int i = 0; i < executable.getParameterCount(); i++) {
			MethodParameter parameter = SynthesizingMethodParameter.forExecutable(executable, i)
				.withContainingClass(type);
			MergedAnnotation<RpcReference> annotation = find(
					MergedAnnotations.from(parameter.getParameterAnnotations()));
			annotation = (annotation.isPresent()) ? annotation : ofExecutable;
			if (annotation.isPresent()) {
				String member = (executable instanceof Method) ? "method '" + executable.getName() + "'"
						: "the constructor";
				references.add(reference(annotation, ResolvableType.forMethodParameter(parameter),
						isLazy(executable, parameter),
						"Parameter " + (i + 1) + " of " + member + " of " + executable.getDeclaringClass().getName()));
			}
		}
	}

	private static MergedAnnotation<RpcReference> find(MergedAnnotations annotations) {
		return annotations.get(RpcReference.class);
	}

	private static InvalidReferenceException ofStaticMember(String where) {
		return new InvalidReferenceException(
				where + " is static and annotated with @RpcReference: Spring injects nothing into static members.",
				"Remove 'static', or take the stub as a parameter of the constructor.");
	}

	private static boolean isLazy(AnnotatedElement element) {
		return MergedAnnotations.from(element)
			.get(Lazy.class)
			.getValue(MergedAnnotation.VALUE, Boolean.class)
			.orElse(false);
	}

	// As Spring reads it: on a @Bean method it is the bean that is lazy.
	private static boolean isLazy(Executable executable, MethodParameter parameter) {
		boolean injected = !(executable instanceof Method method) || method.getReturnType() == void.class;
		return MergedAnnotations.from(parameter.getParameterAnnotations())
			.get(Lazy.class)
			.getValue(MergedAnnotation.VALUE, Boolean.class)
			.orElse(false) || (injected && isLazy(executable));
	}

	private static StubReference reference(MergedAnnotation<RpcReference> annotation, ResolvableType declared,
			boolean lazy, String where) {
		ResolvableType stub = unwrap(declared);
		if (lazy && stub == declared) {
			throw new InvalidReferenceException(where
					+ " is annotated with @RpcReference and @Lazy: a lazy proxy would be a subclass of the stub, and "
					+ "generated stubs are final.",
					"Remove @Lazy. If the stub must be made late, inject an ObjectProvider of it instead.");
		}
		Class<?> type = stub.toClass();
		if (!StubType.isStub(type)) {
			throw new InvalidReferenceException(where + " is annotated with @RpcReference but its type "
					+ type.getName() + " is not a generated gRPC stub.", action(type));
		}
		return new StubReference(type, ReferenceAttributes.of(annotation));
	}

	private static ResolvableType unwrap(ResolvableType declared) {
		Class<?> type = declared.toClass();
		boolean wrapper = type == Optional.class || ObjectFactory.class.isAssignableFrom(type)
				|| PROVIDERS.contains(type.getName());
		return (wrapper) ? unwrap(declared.getGeneric()) : declared;
	}

	private static String action(Class<?> type) {
		List<String> stubs = StubType.stubsNear(type);
		if (!stubs.isEmpty()) {
			return "Use one of the stubs " + String.join(", ", stubs) + ".";
		}
		return "Use a stub that is generated from the service's .proto file, for example of a service Users: blocking "
				+ "(UsersGrpc.UsersBlockingStub), blocking v2 (UsersGrpc.UsersBlockingV2Stub), future "
				+ "(UsersGrpc.UsersFutureStub), async (UsersGrpc.UsersStub), Reactor (ReactorUsersGrpc.ReactorUsersStub) or "
				+ "Kotlin coroutine (UsersGrpcKt.UsersCoroutineStub); an ObjectProvider or Optional of one will do too.";
	}

}
