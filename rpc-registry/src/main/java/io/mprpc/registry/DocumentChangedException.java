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

/**
 * Exception thrown when a document to replace has changed since it was read.
 *
 * @since 0.1
 */
@SuppressWarnings("serial")
public class DocumentChangedException extends RuntimeException {

	private final DocumentName name;

	/**
	 * Creates the exception of a writer that came too late.
	 * @param name name of the document
	 * @param expectedVersion version that it was to replace
	 */
	public DocumentChangedException(DocumentName name, int expectedVersion) {
		super("The document " + name.last() + " was changed by another process meanwhile: it has version "
				+ expectedVersion + " no more");
		this.name = name;
	}

	/**
	 * Name of the document that was changed.
	 * @return the name
	 */
	public DocumentName name() {
		return this.name;
	}

}
