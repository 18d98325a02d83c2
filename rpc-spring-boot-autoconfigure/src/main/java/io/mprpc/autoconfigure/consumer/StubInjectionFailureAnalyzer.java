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
package io.mprpc.autoconfigure.consumer;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Arrays;

import io.grpc.stub.AbstractStub;
import io.mprpc.RpcReference;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Failure analyzer for a stub that cannot be injected, most often because its injection
 * point has no {@link RpcReference @RpcReference}. Spring Boot's own advice is to define
 * a bean.
 */
final class StubInjectionFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException>
		implements Ordered {

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType type = cause.getResolvableType();
		UnsatisfiedDependencyException unsatisfied = findCause(rootFailure, UnsatisfiedDependencyException.class);
		InjectionPoint point = (unsatisfied != null) ? unsatisfied.getInjectionPoint() : null;
		if (description == null || type == null || point == null
				|| !AbstractStub.class.isAssignableFrom(type.toClass())) {
			return null;
		}
		if (isReference(point)) {
			return (cause instanceof NoUniqueBeanDefinitionException) ? null : new FailureAnalysis(
					description + " is annotated with @RpcReference, but nothing here makes stubs for "
							+ type.toClass().getName() + ".",
					"Remove rpc.client.enabled=false, or the exclusion of RpcConsumerAutoConfiguration.", cause);
		}
		String found = (cause instanceof NoUniqueBeanDefinitionException several)
				? "there are several: " + several.getBeanNamesFound() : "there is none";
		return new FailureAnalysis(description + " required a stub of type " + type.toClass().getName() + ", and "
				+ found + ". It is not annotated with @RpcReference.", action(point, type.toClass()), cause);
	}

	private static String action(InjectionPoint point, Class<?> type) {
		Field field = annotatedField(point, type);
		if (field == null) {
			return "Annotate it with @RpcReference (in place of @Autowired), which takes the stub from the registry.";
		}
		return "Field '" + field.getName()
				+ "' is annotated, but not the parameter that it is set by. If Lombok writes the "
				+ "constructor, let it copy the annotation: put the line 'lombok.copyableAnnotations += "
				+ RpcReference.class.getName() + "' into lombok.config. Else annotate the parameter.";
	}

	private static @Nullable Field annotatedField(InjectionPoint point, Class<?> type) {
		if (!(point.getMember() instanceof Constructor<?> constructor)) {
			return null;
		}
		return Arrays.stream(constructor.getDeclaringClass().getDeclaredFields())
			.filter((field) -> field.getType() == type && isReference(field))
			.findFirst()
			.orElse(null);
	}

	private static boolean isReference(InjectionPoint point) {
		return point.getAnnotation(RpcReference.class) != null
				|| (point.getMember() instanceof AnnotatedElement member && isReference(member));
	}

	private static boolean isReference(AnnotatedElement element) {
		return AnnotatedElementUtils.hasAnnotation(element, RpcReference.class);
	}

}
