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

package io.mprpc.registry;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Text that the registry keeps under a name, at one moment.
 *
 * @param name name of the document
 * @param content the text, {@code null} if there is none
 * @param version number of the text, which changes with it, {@value #NO_VERSION} if there
 * is none
 * @param state how far this can be trusted
 * @param lastReadable the last text that readers understood, empty if there was no
 * document then, {@code null} if none is known
 * @since 0.1
 */
public record Document(DocumentName name, @Nullable String content, int version, State state,
		@Nullable String lastReadable) {

	/** Version of a document that does not exist. */
	public static final int NO_VERSION = -1;

	/**
	 * Checks that nothing is missing.
	 */
	public Document {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(state, "state");
	}

	/**
	 * A document of which nothing earlier is known.
	 * @param name name of the document
	 * @param content the text, {@code null} if there is none
	 * @param version number of the text
	 * @param state how far this can be trusted
	 */
	public Document(DocumentName name, @Nullable String content, int version, State state) {
		this(name, content, version, state, null);
	}

	/**
	 * The document before anything is known.
	 * @param name name of the document
	 * @return an empty document in state {@link State#LOADING}
	 */
	public static Document loading(DocumentName name) {
		return new Document(name, null, NO_VERSION, State.LOADING);
	}

	/**
	 * Whether anything is known: every state but {@link State#LOADING}.
	 * @return whether the content means something
	 */
	public boolean isKnown() {
		return this.state != State.LOADING;
	}

	/**
	 * Trustworthiness of a document.
	 */
	public enum State {

		/** Nothing is known yet: the registry has not answered. */
		LOADING,

		/** Read from disk, because the registry has not answered yet. */
		SNAPSHOT,

		/** Follows the registry. */
		LIVE,

		/** The last good text: the registry is out of reach. */
		STALE,

		/** This process may not read it. */
		DENIED

	}

}
