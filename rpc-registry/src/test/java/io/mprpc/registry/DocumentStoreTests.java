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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.mprpc.registry.DocumentStore.Write;
import io.mprpc.testing.MemoryDocuments;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Documents of any name, on a store in memory.
 */
class DocumentStoreTests {

	private static final DocumentName COLLECTION = DocumentName.of("config");

	private static final DocumentName SETTINGS = COLLECTION.child("shop");

	private static final DocumentName RULES = DocumentName.rules(new ServiceName("demo.UserService"));

	private final DocumentStore store = new MemoryDocuments(false);

	private final List<Document> seen = new ArrayList<>();

	@Test
	void documentsAreWrittenFollowedChangedAndRemoved() {
		Subscription subscription = this.store.subscribe(SETTINGS, this.seen::add);
		assertThat(this.store.write(SETTINGS, "one", Document.NO_VERSION).toCompletableFuture()).isCompleted();
		assertThat(this.store.names(COLLECTION)).containsExactly("shop");
		assertThat(this.store.write(SETTINGS, "two", 0).toCompletableFuture())
			.isCompletedWithValueMatching((next) -> next.version() == 1);
		assertThat(this.store.remove(SETTINGS, 1).toCompletableFuture())
			.isCompletedWithValueMatching((gone) -> gone.content() == null);
		assertThat(this.store.names(COLLECTION)).isEmpty();
		assertThat(this.store.document(SETTINGS).version()).isEqualTo(Document.NO_VERSION);
		assertThat(this.seen).extracting(Document::content).containsExactly(null, "one", "two", null);
		subscription.close();
		this.store.write(SETTINGS, "three", Document.NO_VERSION);
		assertThat(this.seen).hasSize(4);
	}

	@Test
	void aWriterThatComesTooLateChangesNothing() {
		this.store.write(SETTINGS, "one", Document.NO_VERSION);
		assertChanged(this.store.write(SETTINGS, "late", Document.NO_VERSION), SETTINGS);
		assertChanged(this.store.remove(SETTINGS, 7), SETTINGS);
		assertChanged(this.store
			.writeAll(List.of(new Write(RULES, "new", Document.NO_VERSION), new Write(SETTINGS, null, 7))), SETTINGS);
		assertThat(this.store.document(RULES).content()).isNull();
		assertThat(this.store.document(SETTINGS).content()).isEqualTo("one");
	}

	@Test
	void whatIsNotThereCannotBeRemoved() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Write(SETTINGS, null, Document.NO_VERSION))
			.withMessageContaining("config/shop");
	}

	private static void assertChanged(CompletionStage<?> written, DocumentName name) {
		assertThat(written.toCompletableFuture()).failsWithin(Duration.ZERO)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOfSatisfying(DocumentChangedException.class,
					(changed) -> assertThat(changed.name()).isEqualTo(name));
	}

}
