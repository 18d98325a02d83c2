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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of who may use the registry server's pages and HTTP API.
 */
@ConfigurationProperties("rpc.registry-server.security")
public class RegistrySecurityProperties {

	/**
	 * Whether pages, API and actuator need a login. Otherwise every client is an
	 * operator.
	 */
	private boolean enabled = true;

	/**
	 * Whether the metrics for Prometheus can be read without a login.
	 */
	private boolean openPrometheus;

	/**
	 * Comma-separated users, in properties one by one with an index. Without any, and
	 * without an external login, an operator "admin" is created whose generated password
	 * the log shows once.
	 */
	private List<User> users = new ArrayList<>();

	private final Oauth2 oauth2 = new Oauth2();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isOpenPrometheus() {
		return this.openPrometheus;
	}

	public void setOpenPrometheus(boolean openPrometheus) {
		this.openPrometheus = openPrometheus;
	}

	public List<User> getUsers() {
		return this.users;
	}

	public void setUsers(List<User> users) {
		this.users = users;
	}

	public Oauth2 getOauth2() {
		return this.oauth2;
	}

	/**
	 * Properties of a user.
	 */
	public static class User {

		/**
		 * Name to log in with.
		 */
		private String name = "";

		/**
		 * Password, plain or as a hash with the name of its kind before it, such as
		 * "{bcrypt}$2a$10$...".
		 */
		private String password = "";

		/**
		 * What the user may do.
		 */
		private Role role = Role.VIEWER;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public String getPassword() {
			return this.password;
		}

		public void setPassword(String password) {
			this.password = password;
		}

		public Role getRole() {
			return this.role;
		}

		public void setRole(Role role) {
			this.role = role;
		}

	}

	/**
	 * Properties of the roles of users with an external login, by OAuth2 or OpenID
	 * Connect (spring.security.oauth2.client.*).
	 */
	public static class Oauth2 {

		/**
		 * Claim with the roles of the user: a text or a list of texts. A dot selects a
		 * nested claim.
		 */
		private String roleClaim = "roles";

		/**
		 * Comma-separated values of the claim that give the role of an operator.
		 */
		private Set<String> operatorValues = Set.of("operator");

		/**
		 * Comma-separated values of the claim that give the role of a viewer.
		 */
		private Set<String> viewerValues = Set.of("viewer");

		public String getRoleClaim() {
			return this.roleClaim;
		}

		public void setRoleClaim(String roleClaim) {
			this.roleClaim = roleClaim;
		}

		public Set<String> getOperatorValues() {
			return this.operatorValues;
		}

		public void setOperatorValues(Set<String> operatorValues) {
			this.operatorValues = operatorValues;
		}

		public Set<String> getViewerValues() {
			return this.viewerValues;
		}

		public void setViewerValues(Set<String> viewerValues) {
			this.viewerValues = viewerValues;
		}

	}

}
