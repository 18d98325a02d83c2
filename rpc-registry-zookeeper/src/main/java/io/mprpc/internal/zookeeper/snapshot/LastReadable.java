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

package io.mprpc.internal.zookeeper.snapshot;

import java.util.function.Consumer;
import java.util.function.Predicate;

import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * The last text of a document that its readers understood. Kept on disk, so that a text
 * that cannot be understood does not become none with a restart.
 */
public final class LastReadable {

	private final @Nullable ServiceName service;

	private final ViewSnapshots snapshots;

	private final Predicate<String> reader;

	// On the thread of the loop only, as all but seek.
	private @Nullable String text;

	private boolean sought;

	/**
	 * Creates it for a document.
	 * @param service the service whose view the text is kept with, {@code null} to keep
	 * it in memory only
	 */
	public LastReadable(@Nullable ServiceName service, ViewSnapshots snapshots, Predicate<String> reader) {
		this.service = service;
		this.snapshots = snapshots;
		this.reader = reader;
	}

	/** The text, empty if there was no document, {@code null} if none is known. */
	public @Nullable String text() {
		return this.text;
	}

	/** Keeps a text if it is understood. */
	public boolean accept(String newText) {
		if (!isReadable(newText)) {
			return false;
		}
		this.sought = true;
		if (!newText.equals(this.text)) {
			this.text = newText;
			if (this.service != null) {
				this.snapshots.keepRules(this.service, newText);
			}
		}
		return true;
	}

	/** Whether {@link #text()} is all that there is. */
	public boolean isSought() {
		return this.sought;
	}

	/**
	 * Looks for a text on disk and hands it over on another thread, {@code null} if there
	 * is none that is understood.
	 */
	public void seek(Consumer<@Nullable String> receiver) {
		if (this.service == null) {
			receiver.accept(null);
			return;
		}
		this.snapshots.readRules(this.service,
				(found) -> receiver.accept((found != null && isReadable(found)) ? found : null));
	}

	/** Takes the text that was found on disk, unless a later one is known. */
	public void found(@Nullable String onDisk) {
		this.sought = true;
		if (onDisk != null && this.text == null) {
			accept(onDisk);
		}
	}

	private boolean isReadable(String candidate) {
		return candidate.isEmpty() || this.reader.test(candidate);
	}

}
