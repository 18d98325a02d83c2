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

package io.mprpc.internal.governance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.DocumentStore;
import io.mprpc.registry.RegistryAccessException;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live rules of services, read from their documents in the registry. Rules that cannot be
 * read change nothing: the last readable ones go on, and one WARN names the document. If
 * none are known, no instance of the service takes calls.
 *
 * @since 0.1
 */
public final class RulesDirectory {

	private static final Logger logger = LoggerFactory.getLogger(RulesDirectory.class);

	private final DocumentStore documents;

	private final ConcurrentMap<ServiceName, Reading> readings = new ConcurrentHashMap<>();

	private volatile Services services = new Services(Collections.emptySortedSet());

	/**
	 * Rules from documents.
	 * @param documents where they stand
	 */
	public RulesDirectory(DocumentStore documents) {
		this.documents = documents;
	}

	/**
	 * The current rules of a service. Starts to follow them unless they are followed
	 * already; does not wait.
	 * @param service the service
	 * @return the rules
	 */
	public RulesView rules(ServiceName service) {
		return read(service, this.documents.document(DocumentName.rules(service)));
	}

	/**
	 * Follows the rules of a service. The listener is first called with the current rules
	 * as soon as they are known, then after each change, one call after the other.
	 * @param service the service
	 * @param listener the listener; must not block
	 * @return to end the subscription
	 */
	public Subscription subscribe(ServiceName service, Consumer<RulesView> listener) {
		return this.documents.subscribe(DocumentName.rules(service),
				(document) -> listener.accept(read(service, document)));
	}

	/**
	 * Services whose present rules cannot be read, of those that are followed.
	 * @return the services in their natural order
	 */
	public SortedSet<ServiceName> unreadable() {
		SortedSet<ServiceName> unreadable = new TreeSet<>();
		this.readings.forEach((service, reading) -> {
			if (reading.view().problem() != null) {
				unreadable.add(service);
			}
		});
		return unreadable;
	}

	/**
	 * Services that have or had rules, live after the first call. Does not wait.
	 * @return the services
	 */
	public SortedSet<ServiceName> services() {
		SortedSet<String> names = this.documents.names(DocumentName.RULES);
		Services known = this.services;
		if (known.names() != names) {
			known = new Services(names);
			this.services = known;
		}
		return known.services();
	}

	/**
	 * Calls a listener after any change in what is followed.
	 * @param listener the listener; must not block
	 * @return to end it
	 */
	public Subscription onChange(Runnable listener) {
		return this.documents.onChange(listener);
	}

	/**
	 * Replaces the rules of a service if they still have the version that the operator
	 * has seen.
	 * @param service the service
	 * @param rules the rules
	 * @param expectedVersion {@link RulesView#version()} of the rules to replace
	 * @return completes with the new rules, or fails as
	 * {@link DocumentStore#write(DocumentName, String, int)} does
	 */
	public CompletionStage<RulesView> write(ServiceName service, ServiceRules rules, int expectedVersion) {
		return writeAll(List.of(new Write(service, rules, expectedVersion))).thenApply((views) -> views.get(0));
	}

	/**
	 * Replaces the rules of several services, all of them or none.
	 * @param writes the writes, one for each service
	 * @return completes with the new rules in the same order, or fails as
	 * {@link DocumentStore#writeAll(List)} does
	 */
	public CompletionStage<List<RulesView>> writeAll(List<Write> writes) {
		List<DocumentStore.Write> documents = new ArrayList<>();
		for (Write write : writes) {
			Document present = this.documents.document(DocumentName.rules(write.service()));
			if (present.version() != write.expectedVersion()) {
				return CompletableFuture.failedFuture(
						new DocumentChangedException(DocumentName.rules(write.service()), write.expectedVersion()));
			}
			try {
				documents.add(new DocumentStore.Write(DocumentName.rules(write.service()),
						RulesCodec.write(write.rules(), present.content()), write.expectedVersion()));
			}
			catch (IllegalArgumentException ex) {
				return CompletableFuture.failedFuture(new RegistryAccessException(
						"The rules for " + write.service() + " are not replaced: " + ex.getMessage(), ex));
			}
		}
		return this.documents.writeAll(documents)
			.thenApply((written) -> written.stream()
				.map((document) -> read(new ServiceName(document.name().last()), document))
				.toList());
	}

	private RulesView read(ServiceName service, Document document) {
		if (!document.isKnown()) {
			return RulesView.LOADING;
		}
		Reading before = this.readings.get(service);
		if (before != null && before.document().equals(document)) {
			return before.view();
		}
		Reading next = read(document, before);
		this.readings.put(service, next);
		String problem = next.view().problem();
		if (problem != null && (before == null || !problem.equals(before.view().problem()))) {
			logger.warn("The rules that operators have set for " + service + " cannot be read in "
					+ this.documents.location(document.name()) + " because " + problem + "; "
					+ ((next.last() != null) ? "the last readable rules go on"
							: "no earlier rules are known, so no instance of the service takes calls")
					+ ". Correct or delete the document");
		}
		return next.view();
	}

	private static Reading read(Document document, @Nullable Reading before) {
		String problem;
		if (document.state() == Document.State.DENIED) {
			problem = "this process has no permission";
		}
		else {
			try {
				ServiceRules rules = RulesCodec.read(document.content());
				return new Reading(document, new RulesView(rules, document.version(), document.state(), null), rules);
			}
			catch (IllegalArgumentException ex) {
				problem = String.valueOf(ex.getMessage());
			}
		}
		ServiceRules last = last(document, before);
		return new Reading(document, new RulesView((last != null) ? last : ServiceRules.UNREADABLE, document.version(),
				document.state(), problem), last);
	}

	private static @Nullable ServiceRules last(Document document, @Nullable Reading before) {
		if (before != null && before.last() != null) {
			return before.last();
		}
		String text = document.lastReadable();
		return (text != null && RulesCodec.isReadable(text)) ? RulesCodec.read(text) : null;
	}

	/**
	 * Rules to write.
	 *
	 * @param service the service
	 * @param rules the rules
	 * @param expectedVersion {@link RulesView#version()} of the rules to replace
	 */
	public record Write(ServiceName service, ServiceRules rules, int expectedVersion) {
	}

	/**
	 * Services that have rules.
	 *
	 * @param names their names as the registry gave them
	 * @param services the services
	 */
	private record Services(SortedSet<String> names, SortedSet<ServiceName> services) {

		Services(SortedSet<String> names) {
			this(names, Collections.unmodifiableSortedSet(
					names.stream().map(ServiceName::new).collect(Collectors.toCollection(TreeSet::new))));
		}

	}

	/**
	 * A document as it was read.
	 *
	 * @param document the document
	 * @param view the resulting view
	 * @param last the last rules that could be read, {@code null} if none are known
	 */
	private record Reading(Document document, RulesView view, @Nullable ServiceRules last) {

	}

}
