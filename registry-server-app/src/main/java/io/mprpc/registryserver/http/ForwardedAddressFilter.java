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
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Rejects requests with an invalid address in the headers of a proxy. All later handling
 * would fail, including error pages, each time with several stack traces in the log.
 */
class ForwardedAddressFilter extends OncePerRequestFilter {

	private static final String REFUSAL = "The headers of the proxy (Forwarded, X-Forwarded-*) contain an invalid address: "
			+ "the prefix must begin with one slash and not end with one";

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (isAddress(request)) {
			chain.doFilter(request, response);
			return;
		}
		response.setStatus(HttpStatus.BAD_REQUEST.value());
		response.setContentType(MediaType.TEXT_PLAIN_VALUE);
		response.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.UTF_8));
	}

	private static boolean isAddress(HttpServletRequest request) {
		String path = request.getContextPath();
		if (!path.isEmpty() && (!path.startsWith("/") || path.startsWith("//") || path.endsWith("/"))) {
			return false;
		}
		try {
			return new URI(request.getScheme() + "://" + request.getServerName() + ':' + request.getServerPort() + path)
				.getRawAuthority() != null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

}
