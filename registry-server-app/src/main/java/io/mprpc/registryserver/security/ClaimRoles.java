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

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.security.oauth2.core.user.OAuth2UserAuthority;

/**
 * Mapping of the claims of an OAuth2 or OpenID Connect provider to roles. A user without
 * a matching claim has no role and is rejected.
 */
class ClaimRoles implements GrantedAuthoritiesMapper {

	private final RegistrySecurityProperties.Oauth2 properties;

	ClaimRoles(RegistrySecurityProperties.Oauth2 properties) {
		this.properties = properties;
	}

	@Override
	public Collection<? extends GrantedAuthority> mapAuthorities(Collection<? extends GrantedAuthority> authorities) {
		Set<GrantedAuthority> mapped = new HashSet<>();
		for (GrantedAuthority authority : authorities) {
			if (authority instanceof OAuth2UserAuthority user) {
				Set<String> values = values(user);
				add(mapped, Role.OPERATOR, values, this.properties.getOperatorValues());
				add(mapped, Role.VIEWER, values, this.properties.getViewerValues());
			}
		}
		return mapped;
	}

	private static void add(Set<GrantedAuthority> mapped, Role role, Set<String> values, Set<String> wanted) {
		if (values.stream().anyMatch(wanted::contains)) {
			mapped.add(new SimpleGrantedAuthority(role.authority()));
		}
	}

	private Set<String> values(OAuth2UserAuthority user) {
		Set<String> values = new HashSet<>(texts(claim(user.getAttributes())));
		if (user instanceof OidcUserAuthority oidc) {
			values.addAll(texts(claim(oidc.getIdToken().getClaims())));
			if (oidc.getUserInfo() != null) {
				values.addAll(texts(claim(oidc.getUserInfo().getClaims())));
			}
		}
		return values;
	}

	private @Nullable Object claim(Map<String, ?> claims) {
		Object value = claims.get(this.properties.getRoleClaim());
		if (value != null) {
			return value;
		}
		value = claims;
		for (String part : this.properties.getRoleClaim().split("\\.")) {
			value = (value instanceof Map<?, ?> map) ? map.get(part) : null;
		}
		return value;
	}

	private static List<String> texts(@Nullable Object claim) {
		if (claim instanceof Collection<?> many) {
			return many.stream().map(String::valueOf).toList();
		}
		return (claim instanceof String one) ? List.of(one) : List.of();
	}

}
