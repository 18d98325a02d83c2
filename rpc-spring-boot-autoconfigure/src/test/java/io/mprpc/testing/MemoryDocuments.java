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

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.ServiceDocument;
import io.mprpc.registry.ServiceDocuments;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;

/**
 * Documents in memory, whose listeners are called before the changing call returns.
 */
public final class MemoryDocuments implements ServiceDocuments {

	private final Map<ServiceName, ServiceDocument> documents = new TreeMap<>();

	private final Map<ServiceName, List<Consumer<ServiceDocument>>> listeners = new TreeMap<>();

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
	public void put(ServiceDocument document) {
		this.documents.put(document.service(), document);
		this.listeners.getOrDefault(document.service(), List.of()).forEach((listener) -> listener.accept(document));
		this.changeListeners.forEach(Runnable::run);
	}

	/**
	 * Does something when the next document is about to be written.
	 * @param action what to do
	 */
	public void beforeNextWrite(Runnable action) {
		this.beforeWrite.set(action);
	}

	@Override
	public ServiceDocument document(ServiceName service) {
		ServiceDocument absent = this.loading ? ServiceDocument.loading(service)
				: new ServiceDocument(service, null, ServiceDocument.NO_VERSION, ServiceDocument.State.LIVE);
		return this.documents.getOrDefault(service, absent);
	}

	@Override
	public Subscription subscribe(ServiceName service, Consumer<ServiceDocument> listener) {
		this.listeners.computeIfAbsent(service, (name) -> new CopyOnWriteArrayList<>()).add(listener);
		if (document(service).isKnown()) {
			listener.accept(document(service));
		}
		return () -> this.listeners.get(service).remove(listener);
	}

	@Override
	public SortedSet<ServiceName> services() {
		return Collections.unmodifiableSortedSet(new TreeSet<>(this.documents.keySet()));
	}

	@Override
	public Subscription onChange(Runnable listener) {
		this.changeListeners.add(listener);
		return () -> this.changeListeners.remove(listener);
	}

	@Override
	public CompletionStage<List<ServiceDocument>> writeAll(List<Write> writes) {
		try {
			this.beforeWrite.getAndSet(() -> {
			}).run();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		for (Write write : writes) {
			if (document(write.service()).version() != write.expectedVersion()) {
				return CompletableFuture
					.failedFuture(new DocumentChangedException(write.service(), write.expectedVersion()));
			}
		}
		List<ServiceDocument> written = writes.stream()
			.map((write) -> new ServiceDocument(write.service(), write.content(), write.expectedVersion() + 1,
					ServiceDocument.State.LIVE))
			.toList();
		written.forEach(this::put);
		return CompletableFuture.completedFuture(written);
	}

}
