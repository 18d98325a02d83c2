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

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionLimitFilter}.
 */
class SessionLimitFilterTests {

	private final SessionLimitFilter filter = new SessionLimitFilter();

	@Test
	void aStrangerEndsOnlyOldSessionsOfItsOwnAddress() throws Exception {
		MockHttpSession neighbour = open("10.0.0.2");
		List<MockHttpSession> sessions = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			sessions.add(open("10.0.0.1"));
		}
		assertThat(alive(sessions)).isEqualTo(64);
		assertThat(sessions.get(499).isInvalid()).as("the newest").isFalse();
		assertThat(neighbour.isInvalid()).as("of another address").isFalse();
	}

	@Test
	void strangersEndNoSessionOfAUser() throws Exception {
		MockHttpSession olga = open("10.0.0.1");
		logIn(olga, "10.0.0.1", "olga");
		for (int i = 0; i < 500; i++) {
			open("10.0.0.1");
			open("10.1." + i % 250 + '.' + i / 250);
		}
		assertThat(olga.isInvalid()).isFalse();
	}

	@Test
	void sessionsOfAUserAreBounded() throws Exception {
		List<MockHttpSession> sessions = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			MockHttpSession session = open("10.0.0.1");
			logIn(session, "10.0.0.1", "olga");
			sessions.add(session);
		}
		assertThat(alive(sessions)).isEqualTo(64);
	}

	@Test
	void sessionsOfManyAddressesAreBounded() throws Exception {
		List<MockHttpSession> sessions = new ArrayList<>();
		for (int i = 0; i < 2_000; i++) {
			sessions.add(open("2001:db8:0:" + Integer.toHexString(i) + "::1"));
		}
		assertThat(alive(sessions)).isEqualTo(32);
	}

	@Test
	void aSessionThatIsKnownCountsOnce() throws Exception {
		MockHttpSession session = open("10.0.0.1");
		for (int i = 0; i < 500; i++) {
			request("10.0.0.1", session, session.getId(), (request, response) -> request.getClass());
		}
		assertThat(session.isInvalid()).isFalse();
	}

	private MockHttpSession open(String address) throws Exception {
		MockHttpSession session = new MockHttpSession();
		request(address, session, null, (request, response) -> ((HttpServletRequest) request).getSession());
		return session;
	}

	private void logIn(MockHttpSession session, String address, String user) throws Exception {
		String before = session.getId();
		request(address, session, before, (request, response) -> {
			session.changeSessionId();
			session.setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
					new SecurityContextImpl(new TestingAuthenticationToken(user, null)));
		});
	}

	private void request(String address, MockHttpSession session, @Nullable String requested, FilterChain chain)
			throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(address);
		request.setSession(session);
		request.setRequestedSessionId(requested);
		this.filter.doFilter(request, new MockHttpServletResponse(), chain);
	}

	private static long alive(List<MockHttpSession> sessions) {
		return sessions.stream().filter((session) -> !session.isInvalid()).count();
	}

}
