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

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.mprpc.internal.governance.RuleChange;
import io.mprpc.internal.input.UntrustedText;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.DocumentStore;
import io.mprpc.registry.RegistryAccessException;
import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.journal.JournalEvent;
import io.mprpc.registryserver.journal.JournalEventType;
import org.jspecify.annotations.Nullable;

/**
 * Mutes the consumers of applications: calls that they cannot send are shown, but are no
 * outage. All methods may be called on any thread.
 */
public final class MuteOperations {

	private static final int ATTEMPTS = 5;

	private static final Duration WITHIN = Duration.ofSeconds(2);

	private final Catalog catalog;

	private final DocumentStore documents;

	private final MutedConsumers muted;

	private final Journal journal;

	private final InstantSource time;

	/**
	 * Creates the operations.
	 * @param catalog view of the consumers
	 * @param documents documents of the registry
	 * @param muted view of what is muted
	 * @param journal journal for what is done
	 * @param time clock for the time of changes
	 */
	public MuteOperations(Catalog catalog, DocumentStore documents, MutedConsumers muted, Journal journal,
			InstantSource time) {
		this.catalog = catalog;
		this.documents = documents;
		this.muted = muted;
		this.journal = journal;
		this.time = time;
	}

	/**
	 * Mutes the consumers of an application, or ends that. When this method returns,
	 * {@link MutedConsumers} shows the change.
	 * @param application name of the application
	 * @param mute whether to mute them
	 * @param reason reason for other operators, may be empty; cut to
	 * {@value UntrustedText#MAX_LENGTH} characters
	 * @param actor name of the operator
	 * @return the result
	 * @throws CommandRefusedException if it is refused
	 */
	public MuteResult set(String application, boolean mute, String reason, String actor) {
		DocumentName name = name(application);
		if (mute && !this.muted.test(application) && !isConsumer(application)) {
			throw this.catalog.isConnected() ? Refusals.unknownConsumer(application)
					: Refusals.muteUnreachable(application, null);
		}
		for (int attempt = 1;; attempt++) {
			Document before = current(name, application);
			if (read(application, before).muted() == mute) {
				return new MuteResult(application, false, mute, null);
			}
			ConsumerMute change = new ConsumerMute(application, mute,
					new RuleChange(actor, this.time.instant(), UntrustedText.printable(reason.strip())));
			try {
				write(name, ConsumerMuteCodec.write(change, before.content()), before.version(), application);
				break;
			}
			catch (DocumentChangedException ex) {
				int seen = before.version();
				if (attempt == ATTEMPTS || !await(() -> this.documents.document(name).version() != seen)) {
					throw Refusals.muteChangedMeanwhile(application);
				}
			}
		}
		await(() -> this.muted.test(application) == mute);
		JournalEventType type = mute ? JournalEventType.CONSUMER_MUTED : JournalEventType.CONSUMER_UNMUTED;
		JournalEntry entry = this.journal.record(List.of(JournalEvent.of(type, null)
			.about(application)
			.from(null, reason.isBlank() ? null : reason.strip())
			.by(actor))).get(0);
		return new MuteResult(application, true, mute, entry);
	}

	private boolean isConsumer(String application) {
		return this.catalog.consumers().stream().anyMatch((consumer) -> consumer.application().equals(application));
	}

	private static DocumentName name(String application) {
		try {
			return MutedConsumers.name(application);
		}
		catch (IllegalArgumentException ex) {
			throw Refusals.application(ex);
		}
	}

	private Document current(DocumentName name, String application) {
		Document document = this.documents.document(name);
		if (document.state() == Document.State.LOADING) {
			// It is followed from now on.
			await(() -> this.documents.document(name).isKnown());
			document = this.documents.document(name);
		}
		if (document.state() != Document.State.LIVE) {
			throw Refusals.muteUnreachable(application, null);
		}
		return document;
	}

	private static ConsumerMute read(String application, Document document) {
		try {
			return ConsumerMuteCodec.read(application, document.content());
		}
		catch (IllegalArgumentException ex) {
			throw Refusals.unreadableMute(application, ex);
		}
	}

	private void write(DocumentName name, String content, int version, String application) {
		try {
			this.documents.write(name, content, version).toCompletableFuture().join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof DocumentChangedException changed) {
				throw changed;
			}
			if (ex.getCause() instanceof RegistryAccessException failed) {
				throw Refusals.muteUnreachable(application, failed);
			}
			throw ex;
		}
	}

	/** Waits for a change in the documents. */
	private boolean await(BooleanSupplier condition) {
		CompletableFuture<@Nullable Void> met = new CompletableFuture<>();
		try (Subscription subscription = this.documents.onChange(() -> {
			if (condition.getAsBoolean()) {
				met.complete(null);
			}
		})) {
			return condition.getAsBoolean() || met.completeOnTimeout(null, WITHIN.toMillis(), TimeUnit.MILLISECONDS)
				.thenApply((ignored) -> condition.getAsBoolean())
				.join();
		}
	}

}
