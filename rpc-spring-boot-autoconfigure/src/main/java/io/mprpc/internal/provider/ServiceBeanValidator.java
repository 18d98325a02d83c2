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

import io.grpc.BindableService;
import io.mprpc.RpcService;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.MethodMetadata;

/**
 * Validator that refuses beans that a gRPC server cannot serve, before one of them is
 * made: those of a scope without a proxy, and mocks. Also refuses a name that would be
 * ignored.
 *
 * @since 0.1
 */
public final class ServiceBeanValidator implements BeanFactoryPostProcessor {

	/**
	 * Creates the validator.
	 */
	public ServiceBeanValidator() {
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		for (String name : beans.getBeanNamesForType(BindableService.class, true, false)) {
			if (!ScopedProxyUtils.isScopedTarget(name)) {
				validateScope(beans, name);
				validateName(beans, name);
				// A bean that is there so early was put there by a test.
				if (beans.getSingleton(name) instanceof BindableService service && service.bindService() == null) {
					throw mock("Bean " + BeanLabel.of(beans, name));
				}
			}
		}
	}

	private static void validateScope(ConfigurableListableBeanFactory beans, String name) {
		if (!beans.containsBeanDefinition(name)) {
			return;
		}
		BeanDefinition definition = beans.getMergedBeanDefinition(name);
		if (!definition.isSingleton()) {
			throw scoped("Bean " + BeanLabel.of(beans, name) + " has the scope '" + definition.getScope()
					+ "', but a gRPC server takes one instance of each service when it starts.");
		}
	}

	static InvalidRpcServiceException scoped(String message) {
		return new InvalidRpcServiceException(message, "Remove the scope from the service, and give it to a bean that "
				+ "the service calls, by an ObjectProvider or with a scoped proxy.");
	}

	private static void validateName(ConfigurableListableBeanFactory beans, String name) {
		MethodMetadata method = BeanLabel.factoryMethod(beans, name);
		MergedAnnotation<RpcService> annotation = (method != null) ? method.getAnnotations().get(RpcService.class)
				: MergedAnnotation.missing();
		String given = annotation.getValue(MergedAnnotation.VALUE, String.class).orElse("");
		if (!given.isEmpty() && !given.equals(name)) {
			throw new InvalidRpcServiceException(
					"Bean " + BeanLabel.of(beans, name) + " is not named as its @RpcService(\"" + given
							+ "\") says: on a method the annotation cannot name the bean.",
					"Rename the method, or name the bean with @Bean(\"" + given + "\") beside @RpcService.");
		}
	}

	static InvalidRpcServiceException mock(String label) {
		return new InvalidRpcServiceException(
				label + " cannot be served: its bindService() returns null, as that of a mock does.",
				"Use @MockitoSpyBean, which keeps the service's methods, or mock the beans that the service calls. To test a "
						+ "caller, mock its stub instead: @MockitoBean on a field of the stub's type.");
	}

}
