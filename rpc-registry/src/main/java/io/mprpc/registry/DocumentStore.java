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

import org.jspecify.annotations.Nullable;

/**
 * Documents by name: texts that one process writes and others follow. They stand beside
 * what instances publish and outlive it.
 *
 * @since 0.1
 */
public interface DocumentStore {

	/**
	 * The current document of a name. Starts to follow it if it is not followed yet; does
	 * not wait.
	 * @param name the name
	 * @return the document
	 */
	Document document(DocumentName name);

	/**
	 * Follows a document. The listener is first called with the current document as soon
	 * as that is known, then after each change, one call after the other on a thread of
	 * the registry.
	 * @param name name of the document
	 * @param listener the listener; must not block
	 * @return to end the subscription
	 */
	Subscription subscribe(DocumentName name, Consumer<Document> listener);

	/**
	 * Last segments of the names of a collection's documents, live after the first call.
	 * Does not wait.
	 * @param collection the collection
	 * @return the segments in their natural order, empty until the registry has answered;
	 * the same set as before unless a document came or went
	 */
	SortedSet<String> names(DocumentName collection);

	/**
	 * Calls a listener after any change in what is followed; changes that come close
	 * together make one call.
	 * @param listener the listener; must not block
	 * @return to end it
	 */
	Subscription onChange(Runnable listener);

	/**
	 * The place of a document, for messages.
	 * @param name name of the document
	 * @return the place, as in "znode /path"
	 */
	default String location(DocumentName name) {
		return "the document " + name;
	}

	/**
	 * Writes a document if it still has the version that the writer has read.
	 * @param name name of the document
	 * @param content the text
	 * @param expectedVersion version of the document that the text replaces,
	 * {@value Document#NO_VERSION} if there must be none yet
	 * @return completes with the new document; fails with
	 * {@link DocumentChangedException} if another writer was faster, or with
	 * {@link RegistryAccessException} if the registry is out of reach or refuses
	 */
	default CompletionStage<Document> write(DocumentName name, String content, int expectedVersion) {
		return writeAll(List.of(new Write(name, content, expectedVersion))).thenApply((documents) -> documents.get(0));
	}

	/**
	 * Removes a document if it still has the version that the caller has read.
	 * @param name name of the document
	 * @param expectedVersion version of the document
	 * @return completes with the empty document, or fails as
	 * {@link #write(DocumentName, String, int)} does
	 */
	default CompletionStage<Document> remove(DocumentName name, int expectedVersion) {
		return writeAll(List.of(new Write(name, null, expectedVersion))).thenApply((documents) -> documents.get(0));
	}

	/**
	 * Writes and removes several documents, all of them or none.
	 * @param writes the writes, one for each document
	 * @return completes with the new documents in the same order, or fails as
	 * {@link #write(DocumentName, String, int)} does
	 */
	CompletionStage<List<Document>> writeAll(List<Write> writes);

	/**
	 * A document to write.
	 *
	 * @param name name of the document
	 * @param content the text, {@code null} to remove the document
	 * @param expectedVersion version of the document that the text replaces,
	 * {@value Document#NO_VERSION} if there must be none yet
	 */
	record Write(DocumentName name, @Nullable String content, int expectedVersion) {

		/**
		 * Checks that there is something to remove.
		 */
		public Write {
			if (content == null && expectedVersion == Document.NO_VERSION) {
				throw new IllegalArgumentException("A document that is not there cannot be removed: " + name);
			}
		}

	}

}
