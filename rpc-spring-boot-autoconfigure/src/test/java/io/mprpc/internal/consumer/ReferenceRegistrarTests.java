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

import io.mprpc.RpcReference;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReferenceRegistrar}.
 */
class ReferenceRegistrarTests {

	private static final String USERS = "rpcReference:io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub";

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final ReferenceRegistrar registrar = new ReferenceRegistrar();

	@Test
	void passesOverAClassThatCannotBeLoaded() {
		define("missing", "com.example.Missing");
		define("present", Holder.class.getName());
		this.registrar.postProcessBeanDefinitionRegistry(this.beanFactory);
		assertThat(this.beanFactory.containsBeanDefinition(USERS)).isTrue();
	}

	@Test
	void createsNoBean() {
		define("present", Holder.class.getName());
		this.registrar.postProcessBeanDefinitionRegistry(this.beanFactory);
		assertThat(this.beanFactory.containsBeanDefinition(USERS)).isTrue();
		assertThat(this.beanFactory.getSingletonNames()).isEmpty();
	}

	@Test
	void registersNothingTwice() {
		define("one", Holder.class.getName());
		define("two", Holder.class.getName());
		this.registrar.postProcessBeanDefinitionRegistry(this.beanFactory);
		this.registrar.postProcessBeanDefinitionRegistry(this.beanFactory);
		assertThat(this.beanFactory.getBeanDefinitionNames()).containsExactly("one", "two", USERS);
	}

	@Test
	void writesAttributesSoThatNothingResolvesTheirPlaceholdersEarly() {
		define("versioned", Versioned.class.getName());
		this.registrar.postProcessBeanDefinitionRegistry(this.beanFactory);
		String name = USERS + "?tags=ring%3D%24%7Bring%7D&version=%24%7Busers.version%7D";
		BeanDefinition definition = this.beanFactory.getBeanDefinition(name);
		String attributes = (String) definition.getConstructorArgumentValues()
			.getIndexedArgumentValues()
			.get(1)
			.getValue();
		assertThat(ReferenceAttributes.decode(attributes))
			.isEqualTo(new ReferenceAttributes("${users.version}", "ring=${ring}"));
	}

	private void define(String name, String className) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setBeanClassName(className);
		this.beanFactory.registerBeanDefinition(name, definition);
	}

	static class Holder {

		@RpcReference
		private UserServiceBlockingStub users;

	}

	static class Versioned {

		@RpcReference(version = "${users.version}", tags = "ring=${ring}")
		private UserServiceBlockingStub users;

	}

}
