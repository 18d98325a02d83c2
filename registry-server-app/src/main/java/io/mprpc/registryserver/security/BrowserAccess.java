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

import java.util.Map;
import java.util.Set;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.ExceptionMappingAuthenticationFailureHandler;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;

/**
 * Access for browsers: a login by form or an external login, then a session with a CSRF
 * token.
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
		RequestCache pages = pages();
		http.exceptionHandling((handling) -> handleDenial(handling, pages));
		http.requestCache((cache) -> cache.requestCache(pages));
		if (this.properties.isEnabled()) {
			http.formLogin((login) -> login.loginPage(LOGIN).failureHandler(failures()).permitAll());
			http.logout((logout) -> logout.permitAll());
			if (this.loginElsewhere) {
				http.oauth2Login((login) -> login.loginPage(LOGIN)
					.userInfoEndpoint(
							(user) -> user.userAuthoritiesMapper(new ClaimRoles(this.properties.getOauth2()))));
			}
		}
	}

	private void handleDenial(ExceptionHandlingConfigurer<HttpSecurity> handling, RequestCache pages) {
		// Everything but a page is requested by a script of a page, which cannot use a
		// login form.
		handling.defaultAuthenticationEntryPointFor(this.problems, new NegatedRequestMatcher(html()));
		handling.defaultAccessDeniedHandlerFor(this.problems, ScriptRequestMatcher.API);
		// Required: a single handler would apply to all requests.
		handling.defaultAccessDeniedHandlerFor(new OutdatedFormHandler(pages, this.properties.isEnabled()), html());
	}

	private static AuthenticationFailureHandler failures() {
		ExceptionMappingAuthenticationFailureHandler failures = new ExceptionMappingAuthenticationFailureHandler();
		failures.setExceptionMappings(Map.of(LoginThrottledException.class.getName(), LOGIN + "?wait"));
		failures.setDefaultFailureUrl(LOGIN + "?error");
		return failures;
	}

	/**
	 * Only pages are restored after the login. An operation that was requested without a
	 * login is not executed by the login.
	 */
	private static RequestCache pages() {
		HttpSessionRequestCache cache = new HttpSessionRequestCache();
		cache.setRequestMatcher(
				new AndRequestMatcher(html(), (request) -> request.getMethod().equals(HttpMethod.GET.name())));
		return cache;
	}

	private static MediaTypeRequestMatcher html() {
		MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
		html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
		return html;
	}

}
