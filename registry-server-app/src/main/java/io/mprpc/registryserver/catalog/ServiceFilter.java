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

package io.mprpc.registryserver.catalog;

import java.util.Locale;

/**
 * Filter and page of the list of services.
 *
 * @param text part of the name of the service, of one of its methods or applications, in
 * any case; empty for all
 * @param condition condition that the services must meet
 * @param page number of the page, from 0
 * @param size services on a page, from 1 to {@value #MAX_SIZE}
 */
public record ServiceFilter(String text, Condition condition, int page, int size) {

	/** Maximum number of services on a page. */
	public static final int MAX_SIZE = 500;

	/** Default number of services on a page. */
	public static final int DEFAULT_SIZE = 50;

	/** The first page of all services. */
	public static final ServiceFilter FIRST = new ServiceFilter("", Condition.ANY, 0, DEFAULT_SIZE);

	/**
	 * Checks page and size.
	 * @throws IllegalArgumentException if one of them is out of range
	 */
	public ServiceFilter {
		if (page < 0) {
			throw new IllegalArgumentException("Page " + page + " does not exist: the first one is 0");
		}
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("Size " + size + " is not between 1 and " + MAX_SIZE);
		}
		text = text.strip().toLowerCase(Locale.ROOT);
	}

	/**
	 * Condition that listed services meet.
	 */
	public enum Condition {

		/** Any service. */
		ANY,

		/** Services that need attention, the most urgent first. */
		ATTENTION,

		/** No instance takes calls of the service, or of one of its methods. */
		UNAVAILABLE,

		/**
		 * Some instances take no new calls or not of all methods, or the rules cannot be
		 * read.
		 */
		IMPAIRED,

		/** Operators have set rules. */
		GOVERNED

	}

}
