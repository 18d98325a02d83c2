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

package io.mprpc.registry;

import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Texts about services that operators write and everybody reads, one for each service.
 * They stand beside what instances publish and outlive it.
 *
 * @since 0.1
 */
public interface ServiceDocuments {

	/**
	 * The current document of a service. Starts to follow it if nobody has yet; does not
	 * wait.
	 * @param service the service
	 * @return the document
	 */
	ServiceDocument document(ServiceName service);

	/**
	 * Follows the document of a service. The listener is first called with the current
	 * document as soon as that is known, then after each change, one call after the other
	 * on a thread of the registry.
	 * @param service the service
	 * @param listener what to call; must not block
	 * @return to end the subscription
	 */
	Subscription subscribe(ServiceName service, Consumer<ServiceDocument> listener);

	/**
	 * Services that have a document, live after the first call. Does not wait.
	 * @return the services in their natural order, empty until the registry has answered
	 */
	SortedSet<ServiceName> services();

	/**
	 * Calls a listener after any change in what is followed; changes that come close
	 * together make one call.
	 * @param listener what to call; must not block
	 * @return to end it
	 */
	Subscription onChange(Runnable listener);

	/**
	 * Where the document of a service stands, for messages.
	 * @param service the service
	 * @return the place, as in "znode /path"
	 */
	default String location(ServiceName service) {
		return "the document of " + service;
	}

	/**
	 * Writes a document if it still has the version that the writer has read.
	 * @param service the service
	 * @param content the text
	 * @param expectedVersion version of the document that the text replaces,
	 * {@value ServiceDocument#NO_VERSION} if there must be none yet
	 * @return completes with the new document; fails with
	 * {@link DocumentChangedException} if somebody else was faster, or with
	 * {@link RegistryAccessException} if the registry is out of reach or refuses
	 */
	default CompletionStage<ServiceDocument> write(ServiceName service, String content, int expectedVersion) {
		return writeAll(List.of(new Write(service, content, expectedVersion)))
			.thenApply((documents) -> documents.get(0));
	}

	/**
	 * Writes documents of several services, all of them or none.
	 * @param writes what to write, one for each service
	 * @return completes with the new documents in the same order, or fails as
	 * {@link #write(ServiceName, String, int)} does
	 */
	CompletionStage<List<ServiceDocument>> writeAll(List<Write> writes);

	/**
	 * A document to write.
	 *
	 * @param service the service
	 * @param content the text
	 * @param expectedVersion version of the document that the text replaces,
	 * {@value ServiceDocument#NO_VERSION} if there must be none yet
	 */
	record Write(ServiceName service, String content, int expectedVersion) {
	}

}
