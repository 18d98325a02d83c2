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

import java.util.Arrays;
import java.util.Set;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Registrar of references in the context of a test, also where the test has no
 * auto-configuration of ours, and lets a mock or a spy that names no reference choose the
 * one without attributes.
 */
final class TestReferenceRegistrar implements BeanDefinitionRegistryPostProcessor {

	static final String BEAN_NAME = "rpcTestReferenceRegistrar";

	private static final String POST_PROCESSOR = "rpcReferencePostProcessor";

	private final Set<Class<?>> mocked;

	private final Set<Class<?>> spied;

	/**
	 * Creates a registrar.
	 * @param mocked types of the stubs that the test replaces without naming a reference
	 * @param spied types of the stubs that the test wraps without naming a reference
	 */
	TestReferenceRegistrar(Set<Class<?>> mocked, Set<Class<?>> spied) {
		this.mocked = mocked;
		this.spied = spied;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (AotDetector.useGeneratedArtifacts() || !(registry instanceof ConfigurableListableBeanFactory beanFactory)) {
			return;
		}
		new ReferenceRegistrar().postProcessBeanDefinitionRegistry(registry);
		PrimaryStubs primaryStubs = new PrimaryStubs(beanFactory);
		for (Class<?> type : this.mocked) {
			if (primaryStubs.names(type).isEmpty()) {
				StubReference.to(type).register(registry);
				prefer(type, registry);
				registry.getBeanDefinition(StubReference.to(type).beanName()).setAttribute(PrimaryStubs.REPLACED, true);
			}
		}
		for (Class<?> type : this.spied) {
			if (primaryStubs.names(type).isEmpty()) {
				prefer(type, registry);
			}
		}
		if (Arrays.stream(registry.getBeanDefinitionNames()).anyMatch(StubReference::isNameOfReference)) {
			registerIfMissing(registry, ReferenceStubs.BEAN_NAME, StubsWithoutChannels.class);
			registerIfMissing(registry, POST_PROCESSOR, ReferencePostProcessor.class);
		}
	}

	private static void prefer(Class<?> type, BeanDefinitionRegistry registry) {
		String name = StubReference.to(type).beanName();
		if (registry.containsBeanDefinition(name)) {
			registry.getBeanDefinition(name).setFallback(false);
		}
	}

	private static void registerIfMissing(BeanDefinitionRegistry registry, String name, Class<?> type) {
		if (!registry.containsBeanDefinition(name)) {
			registry.registerBeanDefinition(name, new RootBeanDefinition(type));
		}
	}

}
