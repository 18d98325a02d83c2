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

package io.mprpc.registryserver.operation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.mprpc.internal.input.UntrustedText;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.DocumentStore;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live view of the applications whose consumers operators have muted, from
 * {@code governance/consumers}. All members of an ensemble see the same. A document that
 * cannot be read mutes nothing, and one WARN names it. All methods may be called on any
 * thread, and none waits for the registry.
 */
public final class MutedConsumers implements Predicate<String>, AutoCloseable {

	/** Collection of the documents, one for each application. */
	public static final DocumentName COLLECTION = DocumentName.of("governance", "consumers");

	private static final Logger logger = LoggerFactory.getLogger(MutedConsumers.class);

	// Each is followed; more are not made by people.
	private static final int MOST = 10_000;

	private final DocumentStore documents;

	private final Subscription subscription;

	// Replaced as a whole, under the monitor.
	private volatile Map<String, Reading> readings = Map.of();

	/**
	 * Begins to follow.
	 * @param documents documents of the registry
	 */
	public MutedConsumers(DocumentStore documents) {
		this.documents = documents;
		this.subscription = documents.onChange(this::read);
		read();
	}

	@Override
	public boolean test(String application) {
		Reading reading = this.readings.get(application);
		return reading != null && reading.mute().muted();
	}

	/**
	 * Muted applications.
	 * @return the applications in the order of their names
	 */
	public Collection<ConsumerMute> all() {
		SortedMap<String, ConsumerMute> muted = this.readings.values()
			.stream()
			.map(Reading::mute)
			.filter(ConsumerMute::muted)
			.collect(Collectors.toMap(ConsumerMute::application, (mute) -> mute, (some, other) -> some, TreeMap::new));
		return muted.values();
	}

	/**
	 * The last change for an application.
	 * @param application name of the application
	 * @return the change, {@code null} if it was never muted
	 */
	public @Nullable ConsumerMute of(String application) {
		Reading reading = this.readings.get(application);
		return (reading != null) ? reading.mute() : null;
	}

	/**
	 * Ends following.
	 */
	@Override
	public void close() {
		this.subscription.close();
	}

	static DocumentName name(String application) {
		return COLLECTION.child(application);
	}

	private synchronized void read() {
		Map<String, Reading> before = this.readings;
		Map<String, Reading> now = new HashMap<>();
		this.documents.names(COLLECTION).stream().limit(MOST).forEach((application) -> {
			Document document = this.documents.document(name(application));
			Reading known = before.get(application);
			if (known != null && (!document.isKnown() || known.version() == document.version())) {
				now.put(application, known);
			}
			else {
				now.put(application, reading(application, document));
			}
		});
		this.readings = now;
	}

	private Reading reading(String application, Document document) {
		try {
			return new Reading(document.version(), ConsumerMuteCodec.read(application, document.content()));
		}
		catch (IllegalArgumentException ex) {
			logger.warn("The consumers of '{}' are not muted: {} cannot be read because {}",
					UntrustedText.printable(application), this.documents.location(name(application)), ex.getMessage());
			return new Reading(document.version(), new ConsumerMute(application, false, null));
		}
	}

	/**
	 * A document that was read.
	 */
	private record Reading(int version, ConsumerMute mute) {

	}

}
