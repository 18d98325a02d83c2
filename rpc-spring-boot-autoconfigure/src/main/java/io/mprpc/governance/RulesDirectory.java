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

package io.mprpc.governance;

import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

import io.mprpc.registry.ServiceDocument;
import io.mprpc.registry.ServiceDocuments;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Live rules of services, read from their documents in the registry. Rules that cannot be
 * read change nothing: the last readable ones go on, and one WARN names the service.
 *
 * @since 0.1
 */
public final class RulesDirectory {

	private static final Log logger = LogFactory.getLog(RulesDirectory.class);

	private final ServiceDocuments documents;

	private final ConcurrentMap<ServiceName, RulesView> readable = new ConcurrentHashMap<>();

	private final ConcurrentMap<ServiceName, Integer> unreadable = new ConcurrentHashMap<>();

	/**
	 * Rules from documents.
	 * @param documents where they stand
	 */
	public RulesDirectory(ServiceDocuments documents) {
		this.documents = documents;
	}

	/**
	 * The current rules of a service. Starts to follow them if nobody has yet; does not
	 * wait.
	 * @param service the service
	 * @return the rules
	 */
	public RulesView rules(ServiceName service) {
		return read(this.documents.document(service));
	}

	/**
	 * Follows the rules of a service. The listener is first called with the current rules
	 * as soon as they are known, then after each change, one call after the other.
	 * @param service the service
	 * @param listener what to call; must not block
	 * @return to end the subscription
	 */
	public Subscription subscribe(ServiceName service, Consumer<RulesView> listener) {
		return this.documents.subscribe(service, (document) -> listener.accept(read(document)));
	}

	/**
	 * Whether the present rules of a service can be read. Those of a later version of
	 * mprpc may not, and must not be replaced then.
	 * @param service the service
	 * @return whether {@link #rules(ServiceName)} are the present ones
	 */
	public boolean isReadable(ServiceName service) {
		RulesView present = rules(service);
		Integer version = this.unreadable.get(service);
		return version == null || version != present.version();
	}

	/**
	 * Services that have or had rules, live after the first call. Does not wait.
	 * @return the services
	 */
	public SortedSet<ServiceName> services() {
		return this.documents.services();
	}

	/**
	 * Calls a listener after any change in what is followed.
	 * @param listener what to call; must not block
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
	 * {@link ServiceDocuments#write(ServiceName, String, int)} does
	 */
	public CompletionStage<RulesView> write(ServiceName service, ServiceRules rules, int expectedVersion) {
		return this.documents.write(service, RulesCodec.write(rules), expectedVersion).thenApply(this::read);
	}

	private RulesView read(ServiceDocument document) {
		if (!document.isKnown()) {
			return RulesView.LOADING;
		}
		ServiceName service = document.service();
		RulesView before = this.readable.get(service);
		if (before != null && before.version() == document.version() && before.state() == document.state()) {
			return before;
		}
		try {
			RulesView view = new RulesView(RulesCodec.read(document.content()), document.version(), document.state());
			this.readable.put(service, view);
			this.unreadable.remove(service);
			return view;
		}
		catch (IllegalArgumentException ex) {
			Integer warned = this.unreadable.put(service, document.version());
			if (warned == null || warned != document.version()) {
				logger.warn("The rules that operators have set for " + service + " are not readable because "
						+ ex.getMessage() + "; the last readable ones go on");
			}
			ServiceRules last = (before != null) ? before.rules() : ServiceRules.NONE;
			return new RulesView(last, document.version(), document.state());
		}
	}

}
