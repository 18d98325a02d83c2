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
package io.mprpc.autoconfigure.provider;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mprpc.RpcService;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Failure analyzer for two service classes of different packages that have one simple
 * name.
 */
final class ServiceBeanNameFailureAnalyzer extends AbstractFailureAnalyzer<IllegalStateException> {

	/** Not visible, and it has its details in its message alone. */
	private static final String EXCEPTION = "ConflictingBeanDefinitionException";

	private static final Pattern MESSAGE = Pattern.compile("bean name '(.*)' for bean class \\[(.*?)].*class \\[(.*?)]",
			Pattern.DOTALL);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IllegalStateException cause) {
		Matcher message = MESSAGE.matcher(String.valueOf(cause.getMessage()));
		if (!cause.getClass().getSimpleName().equals(EXCEPTION) || !message.find()
				|| !(isService(message.group(2)) || isService(message.group(3)))) {
			return null;
		}
		return new FailureAnalysis(
				"Two classes would be the bean '" + message.group(1) + "': " + message.group(3) + " and "
						+ message.group(2) + ".",
				"Give one of them another name, for example @RpcService(\"" + message.group(1) + "2\").", cause);
	}

	private static boolean isService(String className) {
		ClassLoader classLoader = ServiceBeanNameFailureAnalyzer.class.getClassLoader();
		return ClassUtils.isPresent(className, classLoader) && AnnotatedElementUtils
			.hasAnnotation(ClassUtils.resolveClassName(className, classLoader), RpcService.class);
	}

}
