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

package io.mprpc.registryserver.journal;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, before the journal has numbered it.
 *
 * @param kind what happened
 * @param actor who commanded it, {@code null} for what was seen to happen
 * @param service service that it happened to, {@code null} if to none
 * @param endpoint instance that it happened to, {@code null} if to none
 * @param subject what it is about, as {@link JournalEventType} tells
 * @param before what was before, as {@link JournalEventType} tells
 * @param after what is now, as {@link JournalEventType} tells
 */
public record JournalEvent(JournalEventType kind, @Nullable String actor, @Nullable ServiceName service,
		@Nullable Endpoint endpoint, @Nullable String subject, @Nullable String before, @Nullable String after) {

	private static final int LONGEST_TEXT = 500;

	/**
	 * Cuts texts that are too long for a line.
	 */
	public JournalEvent {
		actor = cut(actor);
		subject = cut(subject);
		before = cut(before);
		after = cut(after);
	}

	/**
	 * Something that happened to a service.
	 * @param kind what happened
	 * @param service the service
	 * @return the event
	 */
	public static JournalEvent of(JournalEventType kind, @Nullable ServiceName service) {
		return new JournalEvent(kind, null, service, null, null, null, null);
	}

	/**
	 * The same, commanded by somebody.
	 * @param newActor who
	 * @return the changed event
	 */
	public JournalEvent by(String newActor) {
		return new JournalEvent(this.kind, newActor, this.service, this.endpoint, this.subject, this.before,
				this.after);
	}

	/**
	 * The same at an instance.
	 * @param newEndpoint where the instance takes calls
	 * @return the changed event
	 */
	public JournalEvent at(Endpoint newEndpoint) {
		return new JournalEvent(this.kind, this.actor, this.service, newEndpoint, this.subject, this.before,
				this.after);
	}

	/**
	 * The same about something.
	 * @param newSubject what it is about
	 * @return the changed event
	 */
	public JournalEvent about(@Nullable String newSubject) {
		return new JournalEvent(this.kind, this.actor, this.service, this.endpoint, newSubject, this.before,
				this.after);
	}

	/**
	 * The same with what was and what is.
	 * @param newBefore what was before
	 * @param newAfter what is now
	 * @return the changed event
	 */
	public JournalEvent from(@Nullable String newBefore, @Nullable String newAfter) {
		return new JournalEvent(this.kind, this.actor, this.service, this.endpoint, this.subject, newBefore, newAfter);
	}

	private static @Nullable String cut(@Nullable String text) {
		return (text != null && text.length() > LONGEST_TEXT) ? text.substring(0, LONGEST_TEXT - 1) + '\u2026' : text;
	}

}
