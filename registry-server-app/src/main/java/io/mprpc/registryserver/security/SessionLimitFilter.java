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

import java.io.IOException;
import java.util.List;

import io.mprpc.registryserver.http.RequestOwner;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Filter that limits the number of sessions in memory. Every request for a page without a
 * login creates one, which stores the requested page.
 */
class SessionLimitFilter extends OncePerRequestFilter {

	private static final int PER_ADDRESS = 64;

	private static final int ADDRESSES = 32;

	private static final int PER_USER = 64;

	private static final int USERS = 1_000;

	// Separate limits, so that anonymous clients cannot end sessions of users.
	private final SessionLimit strangers = new SessionLimit(PER_ADDRESS, ADDRESSES);

	private final SessionLimit users = new SessionLimit(PER_USER, USERS);

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		finally {
			HttpSession session = request.getSession(false);
			// New, or with an identifier changed by a login.
			if (session != null && !session.getId().equals(request.getRequestedSessionId())) {
				limit(session, RequestOwner.network(request.getRemoteAddr()));
			}
		}
	}

	private void limit(HttpSession session, String address) {
		String user = user(session);
		if (user != null) {
			this.users.add(user, session).forEach(SessionLimitFilter::end);
			return;
		}
		List<HttpSession> tooMany = this.strangers.add(address, session);
		// Sessions that were changed by a login count for their user.
		tooMany.stream().filter((each) -> user(each) == null).forEach(SessionLimitFilter::end);
	}

	private static @Nullable String user(HttpSession session) {
		try {
			return (session.getAttribute(
					HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY) instanceof SecurityContext context
					&& context.getAuthentication() != null) ? context.getAuthentication().getName() : null;
		}
		catch (IllegalStateException ex) {
			// The session has expired.
			return null;
		}
	}

	private static void end(HttpSession session) {
		try {
			session.invalidate();
		}
		catch (IllegalStateException ex) {
			// The session has expired.
		}
	}

}
