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

import java.util.List;
import java.util.Set;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.StreamObserver;
import io.mprpc.demo.Chunk;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileReply;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.ReactorUserServiceGrpc;
import io.mprpc.demo.UploadReply;
import io.mprpc.demo.UserServiceGrpc;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlerMethods}.
 */
class HandlerMethodsTests {

	private static final List<String> USERS = List.of("Login", "Register", "GetProfile", "WatchLogins", "Upload",
			"Chat");

	@Test
	void aMethodThatIsOverriddenSomewhereIsImplemented() {
		assertThat(HandlerMethods.unimplemented(Users.class, USERS)).containsExactly("Chat", "Register", "Upload",
				"WatchLogins");
	}

	@Test
	void aMethodOfTheSameNameWithOtherParametersImplementsNothing() {
		assertThat(HandlerMethods.unimplemented(Overloaded.class, USERS)).contains("Login");
	}

	@Test
	void aServiceMayImplementTheInterfaceAlone() {
		assertThat(HandlerMethods.unimplemented(Async.class, USERS)).doesNotContain("Login").hasSize(5);
	}

	@Test
	void anInterfaceOfTheApplicationMayImplementAMethod() {
		assertThat(HandlerMethods.unimplemented(WithMixin.class, USERS)).doesNotContain("Login").hasSize(5);
	}

	@Test
	void reactorServicesOverrideOneOfTwoFormsOfAMethod() {
		assertThat(HandlerMethods.unimplemented(Reactive.class, USERS)).containsExactly("Chat", "Register",
				"WatchLogins");
	}

	@Test
	void coroutineServicesOverrideMethodsOfTheirBaseClass() {
		assertThat(HandlerMethods.unimplemented(Coroutine.class, List.of("Say_hello", "Import")))
			.containsExactly("Import");
	}

	@Test
	void whoDelegatesOrBindsItsMethodsItselfIsBelievedToImplementAll() {
		assertThat(HandlerMethods.unimplemented(Delegating.class, USERS)).isEmpty();
		BindableService lambda = () -> ServerServiceDefinition.builder("demo.UserService").build();
		assertThat(HandlerMethods.unimplemented(lambda.getClass(), USERS)).isEmpty();
		assertThat(HandlerMethods.areInherited(Delegating.class)).isFalse();
		assertThat(HandlerMethods.areInherited(Users.class)).isTrue();
	}

	@Test
	void aMethodThatTheGeneratedCodeDoesNotKnowIsBelievedToBeImplemented() {
		assertThat(HandlerMethods.unimplemented(Users.class, Set.of("Added"))).isEmpty();
	}

	abstract static class UsersBase<T> extends UserServiceGrpc.UserServiceImplBase {

		@Override
		public void login(LoginRequest request, StreamObserver<LoginReply> reply) {
		}

	}

	static class Users extends UsersBase<String> {

		@Override
		public void getProfile(ProfileRequest request, StreamObserver<ProfileReply> reply) {
		}

	}

	static class Overloaded extends UserServiceGrpc.UserServiceImplBase {

		public void login(String name) {
		}

	}

	static class Async implements BindableService, UserServiceGrpc.AsyncService {

		@Override
		public void login(LoginRequest request, StreamObserver<LoginReply> reply) {
		}

		@Override
		public ServerServiceDefinition bindService() {
			return UserServiceGrpc.bindService(this);
		}

	}

	interface Mixin extends UserServiceGrpc.AsyncService {

		@Override
		default void login(LoginRequest request, StreamObserver<LoginReply> reply) {
		}

	}

	static class WithMixin extends UserServiceGrpc.UserServiceImplBase implements Mixin {

	}

	static class Reactive extends ReactorUserServiceGrpc.UserServiceImplBase {

		@Override
		public Mono<LoginReply> login(Mono<LoginRequest> request) {
			return Mono.empty();
		}

		@Override
		public Mono<ProfileReply> getProfile(ProfileRequest request) {
			return Mono.empty();
		}

		@Override
		public Mono<UploadReply> upload(Flux<Chunk> chunks) {
			return Mono.empty();
		}

	}

	/** Code of Kotlin's generator, as Java sees it. */
	static final class GreeterKt {

		abstract static class Stub extends AbstractStub<Stub> {

			Stub(Channel channel, CallOptions options) {
				super(channel, options);
			}

		}

		abstract static class CoroutineImplBase implements BindableService {

			public Object sayHello(String request, Runnable continuation) {
				return request;
			}

			public Object import_(String request, Runnable continuation) {
				return request;
			}

			@Override
			public final ServerServiceDefinition bindService() {
				return ServerServiceDefinition.builder("demo.Greeter").build();
			}

		}

	}

	static class Coroutine extends GreeterKt.CoroutineImplBase {

		@Override
		public Object sayHello(String request, Runnable continuation) {
			return request + sayHello(request);
		}

		private String sayHello(String request) {
			return request;
		}

	}

	static class Delegating implements BindableService {

		@Override
		public ServerServiceDefinition bindService() {
			return new Users().bindService();
		}

	}

}
