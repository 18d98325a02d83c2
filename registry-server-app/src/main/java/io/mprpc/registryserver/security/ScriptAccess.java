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

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;

/**
 * Access for scripts: user name and password with each request, and no session.
 */
class ScriptAccess {

	private final ProblemResponses problems;

	ScriptAccess(ProblemResponses problems) {
		this.problems = problems;
	}

	void applyTo(HttpSecurity http) {
		http.securityMatcher(new ScriptRequestMatcher());
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		http.csrf(AbstractHttpConfigurer::disable);
		http.logout(AbstractHttpConfigurer::disable);
		http.requestCache(AbstractHttpConfigurer::disable);
		http.httpBasic((basic) -> basic.authenticationEntryPoint(this.problems));
		http.exceptionHandling(
				(handling) -> handling.authenticationEntryPoint(this.problems).accessDeniedHandler(this.problems));
	}

}
