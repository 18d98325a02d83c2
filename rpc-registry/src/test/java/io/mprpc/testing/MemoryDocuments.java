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

package io.mprpc.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.DocumentStore;
import io.mprpc.registry.Subscription;

/**
 * Documents in memory, whose listeners are called before the changing call returns.
 */
public final class MemoryDocuments implements DocumentStore {

	private final Map<DocumentName, Document> documents = new HashMap<>();

	private final Map<DocumentName, List<Consumer<Document>>> listeners = new HashMap<>();

	private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

	private final boolean loading;

	private final AtomicReference<Runnable> beforeWrite = new AtomicReference<>(() -> {
	});

	/**
	 * Creates documents, none at first.
	 * @param loading whether nothing is known of a document that was never put; otherwise
	 * it is known not to exist
	 */
	public MemoryDocuments(boolean loading) {
		this.loading = loading;
	}

	/**
	 * Adds or replaces a document and tells it.
	 * @param document the document
	 */
	public void put(Document document) {
		this.documents.put(document.name(), document);
		this.listeners.getOrDefault(document.name(), List.of()).forEach((listener) -> listener.accept(document));
		this.changeListeners.forEach(Runnable::run);
	}

	/**
	 * Number of open subscriptions.
	 * @return the number
	 */
	public int listenerCount() {
		return this.listeners.values().stream().mapToInt(List::size).sum();
	}

	/**
	 * Does something when the next document is about to be written.
	 * @param action what to do
	 */
	public void beforeNextWrite(Runnable action) {
		this.beforeWrite.set(action);
	}

	@Override
	public Document document(DocumentName name) {
		Document absent = this.loading ? Document.loading(name)
				: new Document(name, null, Document.NO_VERSION, Document.State.LIVE);
		return this.documents.getOrDefault(name, absent);
	}

	@Override
	public Subscription subscribe(DocumentName name, Consumer<Document> listener) {
		this.listeners.computeIfAbsent(name, (key) -> new CopyOnWriteArrayList<>()).add(listener);
		if (document(name).isKnown()) {
			listener.accept(document(name));
		}
		return () -> this.listeners.get(name).remove(listener);
	}

	@Override
	public SortedSet<String> names(DocumentName collection) {
		return this.documents.keySet()
			.stream()
			.filter((name) -> name.isIn(collection))
			.map(DocumentName::last)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Override
	public Subscription onChange(Runnable listener) {
		this.changeListeners.add(listener);
		return () -> this.changeListeners.remove(listener);
	}

	@Override
	public String location(DocumentName name) {
		return "the document of " + name.last();
	}

	@Override
	public CompletionStage<List<Document>> writeAll(List<Write> writes) {
		try {
			this.beforeWrite.getAndSet(() -> {
			}).run();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		for (Write write : writes) {
			if (document(write.name()).version() != write.expectedVersion()) {
				return CompletableFuture
					.failedFuture(new DocumentChangedException(write.name(), write.expectedVersion()));
			}
		}
		List<Document> written = writes.stream()
			.map((write) -> new Document(write.name(), write.content(),
					(write.content() != null) ? write.expectedVersion() + 1 : Document.NO_VERSION, Document.State.LIVE))
			.toList();
		written.forEach(this::put);
		written.stream()
			.filter((document) -> document.version() == Document.NO_VERSION)
			.forEach((document) -> this.documents.remove(document.name()));
		return CompletableFuture.completedFuture(written);
	}

}
