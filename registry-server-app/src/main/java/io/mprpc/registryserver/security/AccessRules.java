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

import jakarta.servlet.DispatcherType;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.autoconfigure.web.servlet.PathRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Authorization of requests: reading requires a viewer, everything else an operator.
 */
class AccessRules {

	private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; frame-ancestors 'none'; "
			+ "base-uri 'none'; object-src 'none'; form-action 'self'";

	private final RegistrySecurityProperties properties;

	AccessRules(RegistrySecurityProperties properties) {
		this.properties = properties;
	}

	void applyTo(HttpSecurity http) {
		http.authorizeHttpRequests(this::authorize);
		http.headers(AccessRules::headers);
		if (!this.properties.isEnabled()) {
			http.anonymous((anonymous) -> anonymous.authorities(Role.OPERATOR.authority()));
		}
	}

	private void authorize(
			AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
		// Dispatches of an authorized request: an error, or the rest of a stream.
		requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.INCLUDE).permitAll();
		// Shows the status only; details require a login
		// (management.endpoint.health.show-details).
		requests.requestMatchers(EndpointRequest.to("health")).permitAll();
		if (this.properties.isOpenPrometheus()) {
			requests.requestMatchers(EndpointRequest.to("prometheus")).permitAll();
		}
		requests.requestMatchers(PathRequest.toStaticResources().atCommonLocations()).permitAll();
		// Including the query, which selects the message.
		requests.requestMatchers(HttpMethod.GET, "/login").permitAll();
		requests.requestMatchers(HttpMethod.GET).hasRole(Role.VIEWER.name());
		requests.requestMatchers(HttpMethod.HEAD).hasRole(Role.VIEWER.name());
		requests.anyRequest().hasRole(Role.OPERATOR.name());
	}

	private static void headers(HeadersConfigurer<HttpSecurity> headers) {
		headers.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT_SECURITY_POLICY));
		headers.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.SAME_ORIGIN));
		headers.permissionsPolicyHeader((policy) -> policy.policy("camera=(), geolocation=(), microphone=()"));
	}

}
