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

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.grpc.BindableService;
import io.mprpc.RpcService;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Beans that are gRPC services, or that are annotated as such. A scoped proxy stands for
 * the bean behind it.
 */
final class ServiceBeans {

	private final ConfigurableListableBeanFactory beans;

	ServiceBeans(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Services by the instances that a server serves.
	 * @return names by instance
	 */
	Map<BindableService, String> namesByInstance() {
		Map<BindableService, String> names = new IdentityHashMap<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, BindableService.class)) {
			if (!ScopedProxyUtils.isScopedTarget(name)) {
				names.put(this.beans.getBean(name, BindableService.class), name);
			}
		}
		return names;
	}

	List<String> annotatedNames() {
		return Arrays.stream(this.beans.getBeanNamesForAnnotation(RpcService.class))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.toList();
	}

	/**
	 * Annotation of a bean: of its class, or of the method that made it, or that made the
	 * bean behind a scoped proxy.
	 */
	@Nullable RpcService annotation(String name) {
		RpcService annotation = this.beans.findAnnotationOnBean(name, RpcService.class);
		String target = ScopedProxyUtils.getTargetBeanName(name);
		return (annotation == null && this.beans.containsBean(target))
				? this.beans.findAnnotationOnBean(target, RpcService.class) : annotation;
	}

	@Nullable Class<?> type(String name) {
		return this.beans.getType(name, false);
	}

	boolean contains(String name) {
		return this.beans.containsBean(name);
	}

	boolean contain(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type, true, false).length > 0;
	}

	@Nullable String resolve(String text) {
		return this.beans.resolveEmbeddedValue(text);
	}

	String label(String name) {
		return BeanLabel.of(this.beans, name);
	}

}
