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

import java.util.Set;

import io.grpc.Channel;
import io.mprpc.RpcReference;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link TestReferenceRegistrar}.
 */
class TestReferenceRegistrarTests {

	@Test
	void saysWhatAReferenceInASliceNeeds() {
		try (AnnotationConfigApplicationContext context = context(Holder.class)) {
			assertThatThrownBy(context::refresh).rootCause()
				.isInstanceOfSatisfying(InvalidReferenceException.class, (ex) -> {
					assertThat(ex).hasMessageContaining(UserServiceBlockingStub.class.getName())
						.hasMessageContaining("no RpcConsumerAutoConfiguration");
					assertThat(ex.action()).contains("@MockitoBean");
				});
		}
	}

	@Test
	void takesAStubThatTheSliceDefines() {
		UserServiceBlockingStub own = UserServiceGrpc.newBlockingStub(Mockito.mock(Channel.class));
		try (AnnotationConfigApplicationContext context = context(Holder.class)) {
			context.registerBean("own", UserServiceBlockingStub.class, () -> own);
			context.refresh();
			assertThat(context.getBean(Holder.class).users).isSameAs(own);
		}
	}

	@Test
	void registersNothingWhereThereIsNoReference() {
		try (AnnotationConfigApplicationContext context = context(String.class)) {
			context.refresh();
			assertThat(context.containsBean(ReferenceStubs.BEAN_NAME)).isFalse();
		}
	}

	private static AnnotationConfigApplicationContext context(Class<?> type) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(TestReferenceRegistrar.BEAN_NAME, TestReferenceRegistrar.class,
				() -> new TestReferenceRegistrar(Set.of(), Set.of()));
		context.registerBean(type);
		return context;
	}

	static class Holder {

		@RpcReference
		private UserServiceBlockingStub users;

	}

}
