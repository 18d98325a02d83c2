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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Optional;

import io.grpc.stub.AbstractStub;
import io.mprpc.RpcReference;
import io.mprpc.demo.FriendServiceGrpc.FriendServiceBlockingStub;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingV2Stub;
import io.mprpc.demo.UserServiceGrpc.UserServiceFutureStub;
import io.mprpc.demo.UserServiceGrpc.UserServiceStub;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReferenceScanner}.
 */
class ReferenceScannerTests {

	@Test
	void findsFieldsOfTheClassAndItsSuperclasses() {
		assertThat(ReferenceScanner.scan(Derived.class)).containsExactlyInAnyOrder(
				reference(UserServiceBlockingStub.class, "", ""), reference(FriendServiceBlockingStub.class, "", ""));
	}

	@Test
	void knowsTheStubThatASubclassGivesForATypeVariable() {
		assertThat(ReferenceScanner.scan(Concrete.class))
			.containsExactly(reference(UserServiceBlockingStub.class, "", ""));
	}

	@Test
	void findsSettersAndParametersOfConstructorsAndBeanMethods() {
		assertThat(ReferenceScanner.scan(Setter.class)).containsExactly(reference(UserServiceStub.class, "2", ""));
		assertThat(ReferenceScanner.scan(ByConstructor.class))
			.containsExactly(reference(UserServiceFutureStub.class, "", "ring=canary"));
		assertThat(ReferenceScanner.scan(Configuration.class))
			.containsExactly(reference(UserServiceBlockingV2Stub.class, "", ""));
	}

	@Test
	void findsTheComponentOfARecordOnce() {
		assertThat(ReferenceScanner.scan(Holder.class))
			.containsExactly(reference(UserServiceBlockingStub.class, "", ""));
	}

	@Test
	void looksIntoProvidersAndOptionals() {
		assertThat(ReferenceScanner.scan(Wrapped.class)).containsExactlyInAnyOrder(
				reference(UserServiceBlockingStub.class, "", ""), reference(FriendServiceBlockingStub.class, "", ""));
	}

	@Test
	void takesAnAnnotationThatIsAnnotated() {
		assertThat(ReferenceScanner.scan(Composed.class))
			.containsExactly(reference(UserServiceBlockingStub.class, "2", ""));
	}

	@Test
	void refusesWhatIsNoStubAndSaysWhere() {
		assertThatExceptionOfType(InvalidReferenceException.class).isThrownBy(() -> ReferenceScanner.scan(NoStub.class))
			.withMessage("Field 'users' of " + NoStub.class.getName()
					+ " is annotated with @RpcReference but its type java.lang.String is not a generated gRPC stub.")
			.satisfies((ex) -> assertThat(ex.action()).contains("UsersBlockingStub", "coroutine", "Reactor"));
	}

	@Test
	void namesTheStubsThatStandBesideTheTypeThatWasTaken() {
		assertThatExceptionOfType(InvalidReferenceException.class)
			.isThrownBy(() -> ReferenceScanner.scan(ServerInsteadOfStub.class))
			.withMessageContaining("Parameter 1 of the constructor")
			.satisfies((ex) -> assertThat(ex.action()).contains("UserServiceGrpc.UserServiceBlockingStub",
					"UserServiceGrpc.UserServiceFutureStub"));
	}

	@Test
	void refusesAMethodThatTakesNothing() {
		assertThatExceptionOfType(InvalidReferenceException.class)
			.isThrownBy(() -> ReferenceScanner.scan(NothingTaken.class))
			.withMessageContaining("Method 'users' of");
	}

	private static StubReference reference(Class<?> type, String version, String tags) {
		return new StubReference(type, new ReferenceAttributes(version, tags));
	}

	static class Base {

		@RpcReference
		private FriendServiceBlockingStub friends;

	}

	static class Derived extends Base {

		@RpcReference
		private UserServiceBlockingStub users;

		private UserServiceStub notAnnotated;

	}

	abstract static class Generic<S extends AbstractStub<S>> {

		@RpcReference
		S stub;

	}

	static class Concrete extends Generic<UserServiceBlockingStub> {

	}

	static class Setter {

		@RpcReference(version = "2")
		void setUsers(UserServiceStub users) {
		}

	}

	static class ByConstructor {

		ByConstructor(String name, @RpcReference(tags = "ring=canary") UserServiceFutureStub users) {
		}

	}

	static class Configuration {

		@Bean
		Object something(@RpcReference UserServiceBlockingV2Stub users) {
			return users;
		}

	}

	record Holder(@RpcReference UserServiceBlockingStub users) {
	}

	static class Wrapped {

		@RpcReference
		ObjectProvider<UserServiceBlockingStub> users;

		@RpcReference
		Optional<FriendServiceBlockingStub> friends;

	}

	@RpcReference(version = "2")
	@Retention(RetentionPolicy.RUNTIME)
	@interface SecondVersion {

	}

	static class Composed {

		@SecondVersion
		UserServiceBlockingStub users;

	}

	static class NoStub {

		@RpcReference
		String users;

	}

	static class ServerInsteadOfStub {

		ServerInsteadOfStub(@RpcReference UserServiceGrpc.UserServiceImplBase users) {
		}

	}

	static class NothingTaken {

		@RpcReference
		UserServiceBlockingStub users() {
			return null;
		}

	}

}
