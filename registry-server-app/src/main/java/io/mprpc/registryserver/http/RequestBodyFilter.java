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

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registryserver.http.Quota.Grant;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads parameters and bodies within bounds, before anything else reads them. A thread of
 * the web server waits for a body, and so slow bodies may occupy only a part of the
 * threads.
 */
class RequestBodyFilter extends OncePerRequestFilter {

	/** Makes the web server close the connection instead of reading the rest. */
	static final String UNREAD = RequestBodyFilter.class.getName() + ".unread";

	private static final int BODIES_PER_ADDRESS = 16;

	private static final int BODIES = 64;

	private final HttpProperties properties;

	private final TimeSource time;

	private final Quota bodies = new Quota(BODIES_PER_ADDRESS, BODIES);

	RequestBodyFilter(HttpProperties properties, TimeSource time) {
		this.properties = properties;
		this.time = time;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String owner = RequestOwner.network(request.getRemoteAddr());
		long maxBytes = (BoundedRequest.isForm(request) ? this.properties.getMaxFormSize()
				: this.properties.getMaxBodySize())
			.toBytes();
		if (!hasBody(request)) {
			filter(request, response, chain, maxBytes);
		}
		else if (request.getContentLengthLong() > maxBytes) {
			refuse(request, response, HttpStatus.CONTENT_TOO_LARGE, BoundedBody.tooLong(maxBytes));
		}
		else if (this.bodies.acquire(owner) != Grant.GRANTED) {
			response.setHeader(HttpHeaders.RETRY_AFTER, "1");
			refuse(request, response, HttpStatus.SERVICE_UNAVAILABLE,
					"Too many other request bodies are still being received: try again later");
		}
		else {
			try {
				filter(request, response, chain, maxBytes);
			}
			finally {
				this.bodies.release(owner);
			}
		}
	}

	private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain, long maxBytes)
			throws ServletException, IOException {
		BoundedBody body = new BoundedBody(request.getInputStream(), maxBytes, this.properties.getBodyTimeout(),
				this.time);
		try {
			// The body is read within bounds from now on.
			request.getParameterMap();
		}
		catch (IllegalStateException ex) {
			refuse(request, response, HttpStatus.BAD_REQUEST, "The query is not correctly encoded in UTF-8");
			return;
		}
		try {
			chain.doFilter(new BoundedRequest(request, body), response);
		}
		catch (ServletException | RuntimeException ex) {
			RequestRefusedException refused = RequestRefusedException.in(ex).orElse(null);
			if (refused == null) {
				throw ex;
			}
			request.setAttribute(UNREAD, true);
			if (response.isCommitted()) {
				// The state after Tomcat's own timeout.
				return;
			}
			refuse(request, response, HttpStatus.valueOf(refused.getStatusCode().value()), refused.detail());
		}
		finally {
			if (!request.isAsyncStarted()) {
				finish(request, response, body);
			}
		}
	}

	private static void finish(HttpServletRequest request, HttpServletResponse response, BoundedBody body) {
		if (!hasBody(request) || body.isComplete() || request.getAttribute(UNREAD) != null) {
			return;
		}
		try {
			// At the latest together with the body.
			response.flushBuffer();
			body.drain();
		}
		catch (IOException | RequestRefusedException ex) {
			request.setAttribute(UNREAD, true);
		}
	}

	private static void refuse(HttpServletRequest request, HttpServletResponse response, HttpStatus status,
			String detail) throws IOException {
		request.setAttribute(UNREAD, true);
		response.sendError(status.value(), detail);
	}

	private static boolean hasBody(HttpServletRequest request) {
		if (request.getContentLengthLong() >= 0) {
			return request.getContentLengthLong() > 0;
		}
		// HTTP/2 needs neither header.
		return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || !request.getProtocol().startsWith("HTTP/1");
	}

}
