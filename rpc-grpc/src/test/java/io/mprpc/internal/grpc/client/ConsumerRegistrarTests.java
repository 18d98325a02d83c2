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

package io.mprpc.internal.grpc.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsumerRegistrarTests {

	private static final String KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private final List<ConsumerReference> registered = new ArrayList<>();

	private final CompletableFuture<@Nullable String> key = new CompletableFuture<>();

	private final ConsumerIdentity identity = new ConsumerIdentity("shop", () -> "10.0.0.1", () -> this.key);

	private final ConsumerRegistrar registrar = new ConsumerRegistrar(new Registered(), this.identity);

	@Test
	void registersOnceWithTheKey() {
		this.key.complete(KEY);
		this.registrar.register(USERS);
		this.registrar.register(USERS);
		assertThat(this.registered).singleElement().satisfies((reference) -> {
			assertThat(reference.reportKey()).isEqualTo(KEY);
			assertThat(reference).hasToString(this.identity.process());
		});
		this.registrar.close();
		assertThat(this.registered).isEmpty();
	}

	@Test
	void registersWhenTheKeyIsGenerated() {
		this.registrar.register(USERS);
		assertThat(this.registered).isEmpty();
		this.key.complete(KEY);
		assertThat(this.registered).hasSize(1);
		this.registrar.close();
		assertThat(this.registered).isEmpty();
	}

	@Test
	void endsARegistrationThatWasClosedBeforeItBegan() {
		this.registrar.register(USERS);
		this.registrar.close();
		this.key.complete(null);
		assertThat(this.registered).isEmpty();
	}

	private final class Registered implements InstancePublisher {

		@Override
		public Publication publish(ProviderInstance instance) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Subscription registerConsumer(ConsumerReference reference) {
			ConsumerRegistrarTests.this.registered.add(reference);
			return () -> ConsumerRegistrarTests.this.registered.remove(reference);
		}

	}

}
