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

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Links from one page of a list to its neighbours, which keep the other parameters of the
 * request.
 *
 * @param number number of the page, from 1
 * @param count number of pages
 * @param total number of items on all pages
 * @param previous address of the page before, {@code null} on the first
 * @param next address of the page after, {@code null} on the last
 */
record Pages(int number, int count, int total, @Nullable String previous, @Nullable String next) {

	static Pages of(int page, int pages, int total) {
		return new Pages(page + 1, pages, total, (page > 0 && pages > 0) ? at(Math.min(page, pages) - 1) : null,
				(page + 1 < pages) ? at(page + 1) : null);
	}

	private static String at(int page) {
		// Only the query, so that the links work behind any proxy.
		String query = ServletUriComponentsBuilder.fromCurrentRequest()
			.replaceQueryParam("page", page)
			.build()
			.getQuery();
		return "?" + query;
	}

}
