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

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Replacement of {@link ReferenceStubs} in the context of a test that has no channels,
 * such as that of a slice: references get the objects that the test or the application
 * puts in their place.
 */
final class StubsWithoutChannels {

	private final PrimaryStubs primaryStubs;

	StubsWithoutChannels(ConfigurableListableBeanFactory beanFactory) {
		this.primaryStubs = new PrimaryStubs(beanFactory);
	}

	<T> T create(Class<T> stubType, String attributes) {
		T ownStub = this.primaryStubs.find(stubType);
		if (ownStub == null) {
			throw new InvalidReferenceException("@RpcReference asks for a " + stubType.getName()
					+ ", and nothing in this test makes stubs: its "
					+ "context has no RpcConsumerAutoConfiguration, as that of a slice, or rpc.client.enabled is "
					+ "false.",
					"Add a field of this type with @MockitoBean to the test, define a bean of this type, or add "
							+ "@ImportAutoConfiguration for RpcConsumerAutoConfiguration and those that it needs.");
		}
		return ownStub;
	}

}
