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
 * Event to be recorded in the journal, without a number yet.
 *
 * @param kind type of the event
 * @param actor operator who caused it, {@code null} for observed events
 * @param service service that is affected, {@code null} if none
 * @param endpoint instance that is affected, {@code null} if none
 * @param subject subject, as defined by {@link JournalEventType}
 * @param before previous value, as defined by {@link JournalEventType}
 * @param after new value, as defined by {@link JournalEventType}
 */
public record JournalEvent(JournalEventType kind, @Nullable String actor, @Nullable ServiceName service,
		@Nullable Endpoint endpoint, @Nullable String subject, @Nullable String before, @Nullable String after) {

	private static final int LONGEST_TEXT = 500;

	/**
	 * Truncates texts that are too long for an entry.
	 */
	public JournalEvent {
		actor = cut(actor);
		subject = cut(subject);
		before = cut(before);
		after = cut(after);
	}

	/**
	 * Event of a service.
	 * @param kind type of the event
	 * @param service the service
	 * @return the event
	 */
	public static JournalEvent of(JournalEventType kind, @Nullable ServiceName service) {
		return new JournalEvent(kind, null, service, null, null, null, null);
	}

	/**
	 * The same event, caused by an operator.
	 * @param newActor the operator
	 * @return the changed event
	 */
	public JournalEvent by(String newActor) {
		return new JournalEvent(this.kind, newActor, this.service, this.endpoint, this.subject, this.before,
				this.after);
	}

	/**
	 * The same event at an instance.
	 * @param newEndpoint where the instance takes calls
	 * @return the changed event
	 */
	public JournalEvent at(Endpoint newEndpoint) {
		return new JournalEvent(this.kind, this.actor, this.service, newEndpoint, this.subject, this.before,
				this.after);
	}

	/**
	 * The same event with a subject.
	 * @param newSubject the subject
	 * @return the changed event
	 */
	public JournalEvent about(@Nullable String newSubject) {
		return new JournalEvent(this.kind, this.actor, this.service, this.endpoint, newSubject, this.before,
				this.after);
	}

	/**
	 * The same event with a previous and a new value.
	 * @param newBefore the previous value
	 * @param newAfter the new value
	 * @return the changed event
	 */
	public JournalEvent from(@Nullable String newBefore, @Nullable String newAfter) {
		return new JournalEvent(this.kind, this.actor, this.service, this.endpoint, this.subject, newBefore, newAfter);
	}

	private static @Nullable String cut(@Nullable String text) {
		return (text != null && text.length() > LONGEST_TEXT) ? text.substring(0, LONGEST_TEXT - 1) + '\u2026' : text;
	}

}
