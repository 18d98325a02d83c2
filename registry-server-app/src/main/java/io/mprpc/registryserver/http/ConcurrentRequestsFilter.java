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

package io.mprpc.registryserver.http;

import java.io.IOException;

import io.mprpc.registryserver.http.Quota.Grant;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits the threads of the web server that one user can occupy, by slow requests, such
 * as calls of methods, and by responses that are read slowly. A stream occupies no thread
 * and does not count.
 */
class ConcurrentRequestsFilter extends OncePerRequestFilter {

	private final Quota requests;

	private final int perOwner;

	ConcurrentRequestsFilter(int perOwner) {
		this.perOwner = perOwner;
		this.requests = new Quota(perOwner, Integer.MAX_VALUE);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String owner = RequestOwner.of(request);
		if (this.requests.acquire(owner) != Grant.GRANTED) {
			response.setHeader(HttpHeaders.RETRY_AFTER, "1");
			response.sendError(HttpStatus.TOO_MANY_REQUESTS.value(),
					"No more than " + this.perOwner
							+ " requests of one user are handled at the same time: wait for the others, or raise "
							+ "'rpc.registry-server.http.max-concurrent-requests'");
			return;
		}
		try {
			chain.doFilter(request, response);
		}
		finally {
			this.requests.release(owner);
		}
	}

}
