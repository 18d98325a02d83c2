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

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registryserver.RegistryServerProperties;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Configuration of users, roles, and the two filter chains: scripts with HTTP basic
 * authentication, and browsers with a session.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistrySecurityProperties.class)
class SecurityConfiguration {

	@Bean
	static RoleHierarchy roleHierarchy() {
		return RoleHierarchyImpl.withDefaultRolePrefix().role(Role.OPERATOR.name()).implies(Role.VIEWER.name()).build();
	}

	@Bean
	PasswordEncoder passwordEncoder() {
		return PasswordEncoderFactories.createDelegatingPasswordEncoder();
	}

	@Bean
	AuthenticationProvider passwordLogin(RegistrySecurityProperties properties, RegistryServerProperties server,
			PasswordEncoder encoder, ObjectProvider<ClientRegistrationRepository> loginElsewhere,
			MeterRegistry meters) {
		return new PasswordLogin(users(properties, server, encoder, loginElsewhere),
				new RememberingPasswordEncoder(encoder, TimeSource.system()), new LoginThrottle(TimeSource.system()),
				new LoginRecord(meters, TimeSource.system()));
	}

	@Bean
	FilterRegistrationBean<SessionLimitFilter> sessionLimit() {
		FilterRegistrationBean<SessionLimitFilter> filter = new FilterRegistrationBean<>(new SessionLimitFilter());
		// Before the filters that create sessions.
		filter.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1);
		return filter;
	}

	@Bean
	EncodedNamesFirewall firewall() {
		return new EncodedNamesFirewall();
	}

	@Bean
	RejectedRequestResolver rejectedRequests() {
		return new RejectedRequestResolver();
	}

	@Bean
	@Order(1)
	SecurityFilterChain scriptSecurity(HttpSecurity http, RegistrySecurityProperties properties, JsonMapper json) {
		new AccessRules(properties).applyTo(http);
		new ScriptAccess(new ProblemResponses(json, true)).applyTo(http);
		return http.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain browserSecurity(HttpSecurity http, RegistrySecurityProperties properties, JsonMapper json,
			ObjectProvider<ClientRegistrationRepository> loginElsewhere) {
		new AccessRules(properties).applyTo(http);
		new BrowserAccess(properties, new ProblemResponses(json, false), loginElsewhere.getIfAvailable() != null)
			.applyTo(http);
		return http.build();
	}

	@Bean
	ExposureWarnings exposureWarnings(RegistrySecurityProperties properties, ServerProperties server) {
		return new ExposureWarnings(properties.isEnabled(), server);
	}

	private static UserDetailsService users(RegistrySecurityProperties properties, RegistryServerProperties server,
			PasswordEncoder encoder, ObjectProvider<ClientRegistrationRepository> loginElsewhere) {
		List<UserDetails> users = new ConfiguredUsers(encoder).of(properties.getUsers());
		if (users.isEmpty() && properties.isEnabled() && loginElsewhere.getIfAvailable() == null) {
			users = List.of(new GeneratedOperator(server.getDataDirectory(), encoder).get());
		}
		return new InMemoryUserDetailsManager(users);
	}

}
