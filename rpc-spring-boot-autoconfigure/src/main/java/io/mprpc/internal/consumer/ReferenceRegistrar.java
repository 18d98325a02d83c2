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

import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.CannotLoadBeanClassException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Registrar of one lazy bean for each distinct
 * {@link io.mprpc.RpcReference @RpcReference} that the classes of the defined beans hold.
 * No bean is created for that.
 *
 * @since 0.1
 */
public final class ReferenceRegistrar implements BeanDefinitionRegistryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(ReferenceRegistrar.class);

	private static final String OUR_PACKAGES = "io.mprpc.";

	private static final @Nullable CodeSource OUR_SOURCE = ReferenceRegistrar.class.getProtectionDomain()
		.getCodeSource();

	/**
	 * Creates the registrar.
	 */
	public ReferenceRegistrar() {
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		// Ahead of time everything was found and written down.
		if (!AotDetector.useGeneratedArtifacts() && registry instanceof ConfigurableListableBeanFactory beanFactory) {
			DefinedBeanMethods methods = DefinedBeanMethods.of(registry);
			for (Class<?> type : beanClasses(registry, beanFactory)) {
				scan(type, methods).forEach((reference) -> reference.register(registry));
			}
		}
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
	}

	private static Set<Class<?>> beanClasses(BeanDefinitionRegistry registry,
			ConfigurableListableBeanFactory beanFactory) {
		Set<Class<?>> types = new LinkedHashSet<>();
		for (String name : registry.getBeanDefinitionNames()) {
			add(types, definedClass(registry.getBeanDefinition(name), beanFactory));
			add(types, producedType(name, beanFactory));
		}
		return types;
	}

	private static void add(Set<Class<?>> types, @Nullable Class<?> type) {
		if (type != null) {
			Class<?> userClass = ClassUtils.getUserClass(type);
			if (!userClass.getName().startsWith("org.springframework.") && !isOurs(userClass)) {
				types.add(userClass);
			}
		}
	}

	// The classes in the same jar as this one.
	private static boolean isOurs(Class<?> type) {
		return type.getName().startsWith(OUR_PACKAGES) && type.getProtectionDomain().getCodeSource() == OUR_SOURCE;
	}

	private static @Nullable Class<?> definedClass(BeanDefinition definition,
			ConfigurableListableBeanFactory beanFactory) {
		String className = definition.getBeanClassName();
		if (className == null || className.startsWith("org.springframework.")) {
			return null;
		}
		try {
			return ClassUtils.forName(className, beanFactory.getBeanClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			logger.debug("No references are sought in " + className + ", which cannot be loaded", ex);
			return null;
		}
	}

	private static @Nullable Class<?> producedType(String name, ConfigurableListableBeanFactory beanFactory) {
		try {
			String beanName = BeanFactoryUtils.transformedBeanName(name);
			return beanFactory.getType(beanName, false);
		}
		catch (CannotLoadBeanClassException | LinkageError ex) {
			logger.debug("No references are sought in bean '" + name + "', whose type cannot be loaded", ex);
			return null;
		}
	}

	private static Set<StubReference> scan(Class<?> type, DefinedBeanMethods methods) {
		try {
			return ReferenceScanner.scan(type, methods);
		}
		catch (LinkageError ex) {
			logger.debug("No references are sought in " + type.getName() + ", which cannot be read as a whole", ex);
			return Set.of();
		}
	}

}
