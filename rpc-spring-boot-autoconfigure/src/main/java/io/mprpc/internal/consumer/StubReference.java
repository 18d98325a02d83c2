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

import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * One distinct reference: all injection points with the same stub type and the same
 * attributes share its bean.
 *
 * @param stubType type of the stub
 * @param attributes attributes of the annotation
 */
record StubReference(Class<?> stubType, ReferenceAttributes attributes) {

	/** Prefix of the names of all beans of references. */
	static final String BEAN_NAME_PREFIX = "rpcReference:";

	/**
	 * Reference without attributes.
	 * @param stubType type of the stub
	 * @return the reference
	 */
	static StubReference to(Class<?> stubType) {
		return new StubReference(stubType, ReferenceAttributes.NONE);
	}

	static boolean isNameOfReference(String beanName) {
		return beanName.startsWith(BEAN_NAME_PREFIX);
	}

	String beanName() {
		String encoded = this.attributes.encode();
		return BEAN_NAME_PREFIX + this.stubType.getName().replace('$', '.')
				+ ((encoded.isEmpty()) ? "" : '?' + encoded);
	}

	/**
	 * Registers the bean unless it is there.
	 * @param registry where to register it
	 */
	void register(BeanDefinitionRegistry registry) {
		String name = beanName();
		synchronized (registry) {
			if (!registry.containsBeanDefinition(name)) {
				registry.registerBeanDefinition(name, beanDefinition());
			}
		}
	}

	private RootBeanDefinition beanDefinition() {
		RootBeanDefinition definition = new RootBeanDefinition(this.stubType);
		definition.setTargetType(this.stubType);
		definition.setFactoryBeanName(ReferenceStubs.BEAN_NAME);
		definition.setFactoryMethodName("create");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, this.stubType);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(1, this.attributes.encode());
		definition.setLazyInit(true);
		// A stub that the application itself defines goes before.
		definition.setFallback(true);
		AutowireCandidateQualifier qualifier = new AutowireCandidateQualifier(RpcReference.class);
		qualifier.setAttribute(ReferenceAttributes.VERSION, this.attributes.version());
		qualifier.setAttribute(ReferenceAttributes.TAGS, this.attributes.tags());
		definition.addQualifier(qualifier);
		return definition;
	}

}
