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

import java.util.Set;

import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;

/**
 * The way in for people: a form, or a login elsewhere, then a session with a token
 * against forged requests.
 */
class BrowserAccess {

	private static final String LOGIN = "/login";

	private final RegistrySecurityProperties properties;

	private final ProblemResponses problems;

	private final boolean loginElsewhere;

	BrowserAccess(RegistrySecurityProperties properties, ProblemResponses problems, boolean loginElsewhere) {
		this.properties = properties;
		this.problems = problems;
		this.loginElsewhere = loginElsewhere;
	}

	void applyTo(HttpSecurity http) {
		http.exceptionHandling(this::handleDenial);
		if (this.properties.isEnabled()) {
			http.requestCache((cache) -> cache.requestCache(pages()));
			http.formLogin((login) -> login.loginPage(LOGIN).permitAll());
			http.logout((logout) -> logout.permitAll());
			if (this.loginElsewhere) {
				http.oauth2Login((login) -> login.loginPage(LOGIN)
					.userInfoEndpoint(
							(user) -> user.userAuthoritiesMapper(new ClaimRoles(this.properties.getOauth2()))));
			}
		}
	}

	private void handleDenial(ExceptionHandlingConfigurer<HttpSecurity> handling) {
		// Everything but a page is asked for by a script of a page, which has no use for
		// a form.
		handling.defaultAuthenticationEntryPointFor(this.problems, new NegatedRequestMatcher(html()));
		handling.defaultAccessDeniedHandlerFor(this.problems, ScriptRequestMatcher.API);
		// Not left out: a single handler would be for everything.
		handling.defaultAccessDeniedHandlerFor(new AccessDeniedHandlerImpl(), html());
	}

	/** Only a page is worth to be shown after the login. */
	private static HttpSessionRequestCache pages() {
		HttpSessionRequestCache cache = new HttpSessionRequestCache();
		cache.setRequestMatcher(html());
		return cache;
	}

	private static MediaTypeRequestMatcher html() {
		MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
		html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
		return html;
	}

}
