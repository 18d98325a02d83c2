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

package io.mprpc.registryserver.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registryserver.journal.JournalEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Formats entries of the journal for display.
 */
@Component
class JournalText {

	private static final Set<String> WORDS = Stream
		.concat(Stream.of(RuleLifetime.values()), Stream.of(InstanceStatus.values()))
		.map(Enum::name)
		.collect(Collectors.toSet());

	private final ConsoleText text;

	JournalText(ConsoleText text) {
		this.text = text;
	}

	/**
	 * Type of the event.
	 * @param entry the entry
	 * @return the text
	 */
	public String what(JournalEntry entry) {
		return this.text.say("kind." + entry.kind());
	}

	/**
	 * Subject of the entry and its author.
	 * @param entry the entry
	 * @return the text, empty if there is none
	 */
	public String more(JournalEntry entry) {
		List<String> parts = new ArrayList<>();
		add(parts, entry.subject());
		String before = word(entry.before());
		String after = word(entry.after());
		if (known(before) && known(after)) {
			parts.add(before + " → " + after);
		}
		else {
			add(parts, before);
			add(parts, after);
		}
		String actor = entry.actor();
		if (actor != null) {
			parts.add(this.text.say("changes.by", actor));
		}
		return String.join(" · ", parts);
	}

	/**
	 * Icon of an entry.
	 * @param entry the entry
	 * @return its name
	 */
	public String icon(JournalEntry entry) {
		return switch (entry.kind()) {
			case INSTANCE_ARRIVED, CONSUMER_ARRIVED -> "plus";
			case INSTANCE_LEFT, CONSUMER_LEFT -> "minus";
			default -> entry.kind().isCommand() ? "hand" : "change";
		};
	}

	/**
	 * Appearance of the icon.
	 * @param entry the entry
	 * @return the CSS class
	 */
	public String look(JournalEntry entry) {
		return switch (entry.kind()) {
			case INSTANCE_ARRIVED, INSTANCE_PUT_BACK, METHOD_PUT_BACK, VERSION_PUT_BACK, CONSUMER_UNMUTED -> "ok";
			case INSTANCE_LEFT, INSTANCE_TAKEN_OUT, METHOD_TAKEN_OUT, VERSION_TAKEN_OUT, SERVICE_REMOVED,
					CONSUMER_MUTED ->
				"warn";
			default -> "off";
		};
	}

	/** Values of the journal that have a display text. */
	private @Nullable String word(@Nullable String text) {
		return (text != null && WORDS.contains(text)) ? this.text.say("word." + text) : text;
	}

	private static void add(List<String> parts, @Nullable String part) {
		if (known(part)) {
			parts.add(part);
		}
	}

	private static boolean known(@Nullable String text) {
		return text != null && !text.isEmpty();
	}

}
