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

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.DocumentStore;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;

/**
 * Documents of the services that this process serves. Nothing is followed without a
 * subscription, so that a provider that needs no document sets no watch.
 *
 * @since 0.1
 */
public final class ServedDocuments {

	private final DocumentStore documents;

	private final LocalInstances local;

	/**
	 * Creates the access to documents.
	 * @param documents all documents
	 * @param local services of this process
	 */
	public ServedDocuments(DocumentStore documents, LocalInstances local) {
		this.documents = documents;
		this.local = local;
	}

	/**
	 * Follows a document of each service that this process serves, from the time at which
	 * its server listens. The listener is first called with the current document as soon
	 * as that is known, then after each change, for one service after the other.
	 * @param name gives the name of a service's document, such as
	 * {@link DocumentName#rules(ServiceName)}
	 * @param listener the listener; must not block
	 * @return to end the subscription
	 */
	public Subscription subscribe(Function<ServiceName, DocumentName> name, Consumer<Document> listener) {
		Follower follower = new Follower(name, listener);
		Subscription changes = this.local.onChange(follower::update);
		follower.update();
		return () -> {
			changes.close();
			follower.close();
		};
	}

	private Set<ServiceName> served() {
		ProviderInstance instance = this.local.instance();
		return (instance != null)
				? instance.services().stream().map(RpcInstance::service).collect(Collectors.toUnmodifiableSet())
				: Set.of();
	}

	private final class Follower {

		private final Function<ServiceName, DocumentName> name;

		private final Consumer<Document> listener;

		private final Map<ServiceName, Subscription> subscriptions = new HashMap<>();

		private boolean closed;

		Follower(Function<ServiceName, DocumentName> name, Consumer<Document> listener) {
			this.name = name;
			this.listener = listener;
		}

		synchronized void update() {
			Set<ServiceName> served = this.closed ? Set.of() : served();
			this.subscriptions.entrySet().removeIf((entry) -> {
				boolean ended = !served.contains(entry.getKey());
				if (ended) {
					entry.getValue().close();
				}
				return ended;
			});
			for (ServiceName service : served) {
				if (!this.subscriptions.containsKey(service)) {
					this.subscriptions.put(service,
							ServedDocuments.this.documents.subscribe(this.name.apply(service), this::show));
				}
			}
		}

		private synchronized void show(Document document) {
			if (!this.closed) {
				this.listener.accept(document);
			}
		}

		synchronized void close() {
			this.closed = true;
			update();
		}

	}

}
