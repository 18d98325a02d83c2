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

package io.mprpc.registryserver.security;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Matcher for requests of scripts to the API and the actuator. They have no session and
 * so no CSRF protection. A request that may come from a browser therefore never matches,
 * even with a user name and password, which a browser would add to a forged request too.
 */
class ScriptRequestMatcher implements RequestMatcher {

	static final RequestMatcher API = PathPatternRequestMatcher.pathPattern("/api/**");

	private final RequestMatcher paths = new OrRequestMatcher(API, EndpointRequest.toAnyEndpoint());

	@Override
	public boolean matches(HttpServletRequest request) {
		return !fromBrowser(request) && this.paths.matches(request);
	}

	private static boolean fromBrowser(HttpServletRequest request) {
		return request.getHeader("Sec-Fetch-Site") != null || request.getHeader(HttpHeaders.ORIGIN) != null
				|| request.getRequestedSessionId() != null || acceptsHtml(request);
	}

	private static boolean acceptsHtml(HttpServletRequest request) {
		String accept = request.getHeader(HttpHeaders.ACCEPT);
		return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
	}

}
