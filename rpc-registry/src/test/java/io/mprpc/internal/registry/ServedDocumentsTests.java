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

package io.mprpc.internal.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.MemoryDocuments;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServedDocuments}: the documents of its own services that a provider
 * follows.
 */
class ServedDocumentsTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final ServiceName FRIENDS = new ServiceName("demo.FriendService");

	private static final Endpoint ENDPOINT = Endpoint.parse("10.0.0.1:9090");

	private final MemoryDocuments documents = new MemoryDocuments(false);

	private final LocalInstances local = new LocalInstances();

	private final ServedDocuments served = new ServedDocuments(this.documents, this.local);

	private final List<Document> seen = new ArrayList<>();

	@Test
	void nothingIsFollowedUntilItIsAskedFor() {
		this.local.serve(provider(USERS, FRIENDS));
		assertThat(this.documents.listenerCount()).isZero();
	}

	@Test
	void documentsOfServedServicesAreFollowed() {
		this.local.serve(provider(USERS));
		Subscription subscription = this.served.subscribe(DocumentName::rules, this.seen::add);
		write(USERS, "one");
		write(FRIENDS, "of another provider");
		assertThat(this.seen).extracting(Document::content).containsExactly(null, "one");
		assertThat(this.seen.get(1).name()).isEqualTo(DocumentName.rules(USERS));
		subscription.close();
		write(USERS, "two");
		assertThat(this.seen).hasSize(2);
		assertThat(this.documents.listenerCount()).isZero();
	}

	@Test
	void servicesAreFollowedFromTheTimeAtWhichTheyAreServed() {
		this.served.subscribe((service) -> DocumentName.of("config", service.value()), this.seen::add);
		assertThat(this.documents.listenerCount()).isZero();
		this.local.serve(provider(USERS, FRIENDS));
		assertThat(this.documents.listenerCount()).isEqualTo(2);
		this.documents.write(DocumentName.of("config", USERS.value()), "one", Document.NO_VERSION);
		assertThat(this.seen).extracting(Document::content).contains("one");
		this.local.stop();
		assertThat(this.documents.listenerCount()).isZero();
	}

	@Test
	void aNameThatCannotBeOneKeepsNeitherTheServerNorOthersFromServing() {
		this.served.subscribe((service) -> DocumentName.of("services", service.value()), this.seen::add);
		this.served.subscribe(DocumentName::rules, this.seen::add);
		this.local.serve(provider(USERS));
		assertThat(this.local.isServing()).isTrue();
		assertThat(this.seen).extracting(Document::name).containsExactly(DocumentName.rules(USERS));
	}

	private void write(ServiceName service, String content) {
		DocumentName name = DocumentName.rules(service);
		this.documents.write(name, content, this.documents.document(name).version());
	}

	private static ProviderInstance provider(ServiceName... services) {
		List<RpcInstance> offers = List.of(services)
			.stream()
			.map((service) -> new RpcInstance(service, ENDPOINT, Set.of("Login"), InstanceMetadata.UNKNOWN))
			.toList();
		return new ProviderInstance("users", ENDPOINT, offers, InstanceMetadata.UNKNOWN, Map.of());
	}

}
