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

import io.mprpc.RpcReference;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mockingDetails;

/**
 * Tests for mocks and spies of stubs that are referenced with and without a version, in
 * contexts with and without channels.
 */
class ReplacedReferencesTests {

	private static final String URL = "rpc.client.references.demo.UserService.url=static://localhost:1";

	private static String login(UserServiceBlockingStub stub) {
		return stub.login(LoginRequest.getDefaultInstance()).getServedBy();
	}

	private static LoginReply servedBy(String name) {
		return LoginReply.newBuilder().setServedBy(name).build();
	}

	@Nested
	@SpringJUnitConfig(Slice.class)
	class MockInSlice {

		@MockitoBean
		private UserServiceBlockingStub users;

		@Test
		void takesThePlaceOfEveryReference(@Autowired Caller caller, @Autowired RecordCaller other) {
			given(this.users.login(any())).willReturn(servedBy("mock"));
			assertThat(login(caller.plain)).isEqualTo("mock");
			assertThat(login(caller.second)).isEqualTo("mock");
			assertThat(login(other.users())).isEqualTo("mock");
		}

	}

	@Nested
	@SpringJUnitConfig(Slice.class)
	class MocksOfReferencesInSlice {

		@MockitoBean
		@RpcReference
		private UserServiceBlockingStub plain;

		@MockitoBean
		@RpcReference(version = "2")
		private UserServiceBlockingStub second;

		@Test
		void takeThePlaceOfOneReferenceEach(@Autowired Caller caller) {
			given(this.plain.login(any())).willReturn(servedBy("plain"));
			given(this.second.login(any())).willReturn(servedBy("second"));
			assertThat(login(caller.plain)).isEqualTo("plain");
			assertThat(login(caller.second)).isEqualTo("second");
		}

	}

	@Nested
	@SpringJUnitConfig(VersionedSlice.class)
	class MockOfVersionsInSlice {

		@MockitoBean
		private UserServiceBlockingStub users;

		@Test
		void takesThePlaceOfReferencesThatAllHaveAVersion(@Autowired VersionedCaller caller) {
			assertThat(caller.first).isSameAs(this.users).isSameAs(caller.second);
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(properties = URL)
	@MockitoBean(types = UserServiceBlockingStub.class)
	class MockOfATypeInApplication {

		@Test
		void takesThePlaceOfEveryReference(@Autowired Caller caller) {
			assertThat(mockingDetails(caller.plain).isMock()).isTrue();
			assertThat(caller.second).isSameAs(caller.plain);
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(properties = URL)
	class MockOfOneVersionInApplication {

		@MockitoBean
		@RpcReference(version = "2")
		private UserServiceBlockingStub second;

		@Test
		void leavesTheOtherAlone(@Autowired Caller caller) {
			assertThat(caller.second).isSameAs(this.second);
			assertThat(mockingDetails(caller.plain).isMock()).isFalse();
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(properties = URL)
	class SpyInApplication {

		@MockitoSpyBean
		private UserServiceBlockingStub users;

		@Test
		void wrapsTheReferenceWithoutAttributes(@Autowired Caller caller) {
			assertThat(caller.plain).isSameAs(this.users);
			assertThat(mockingDetails(caller.plain).isSpy()).isTrue();
			assertThat(mockingDetails(caller.second).isMock()).isFalse();
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(properties = URL)
	class SpyOfOneVersionInApplication {

		@MockitoSpyBean
		@RpcReference(version = "2")
		private UserServiceBlockingStub second;

		@Test
		void wrapsThatReference(@Autowired Caller caller) {
			assertThat(caller.second).isSameAs(this.second);
			assertThat(mockingDetails(caller.plain).isMock()).isFalse();
		}

	}

	/** As a slice: the beans under test, and none of our auto-configuration. */
	@Configuration(proxyBeanMethods = false)
	@Import({ Caller.class, RecordCaller.class })
	static class Slice {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(VersionedCaller.class)
	static class VersionedSlice {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, GrpcClientAutoConfiguration.class,
			CompositeChannelFactoryAutoConfiguration.class, RpcConsumerAutoConfiguration.class })
	@Import(Caller.class)
	static class Application {

	}

	static class Caller {

		private final UserServiceBlockingStub plain;

		@RpcReference(version = "2")
		private UserServiceBlockingStub second;

		Caller(@RpcReference UserServiceBlockingStub plain) {
			this.plain = plain;
		}

	}

	record RecordCaller(@RpcReference UserServiceBlockingStub users) {
	}

	static class VersionedCaller {

		@RpcReference(version = "1")
		private UserServiceBlockingStub first;

		@RpcReference(version = "2")
		private UserServiceBlockingStub second;

	}

}
