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

package io.mprpc.registryserver.http;

import io.mprpc.registryserver.http.Quota.Grant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Quota} and the limits that it enforces.
 */
class QuotaTests {

	@Test
	void anOwnerAndAllTogetherHoldSoManyAtMost() {
		Quota quota = new Quota(2, 3);
		assertThat(quota.acquire("ann")).isEqualTo(Grant.GRANTED);
		assertThat(quota.acquire("ann")).isEqualTo(Grant.GRANTED);
		assertThat(quota.acquire("ann")).isEqualTo(Grant.OWNER_EXHAUSTED);
		assertThat(quota.acquire("bob")).isEqualTo(Grant.GRANTED);
		assertThat(quota.acquire("cid")).isEqualTo(Grant.EXHAUSTED);
		quota.release("ann");
		assertThat(quota.acquire("cid")).isEqualTo(Grant.GRANTED);
	}

	@Test
	void requestsOfOneUserAtTheSameTimeAreLimited() throws Exception {
		ConcurrentRequestsFilter filter = new ConcurrentRequestsFilter(1);
		MockHttpServletRequest victor = new MockHttpServletRequest();
		victor.setUserPrincipal(() -> "victor");
		MockHttpServletResponse second = new MockHttpServletResponse();
		MockHttpServletResponse stranger = new MockHttpServletResponse();
		filter.doFilter(victor, new MockHttpServletResponse(), (request, response) -> {
			MockHttpServletRequest another = new MockHttpServletRequest();
			another.setUserPrincipal(() -> "victor");
			filter.doFilter(another, second, (later, answer) -> answer.getWriter().write("served"));
			filter.doFilter(new MockHttpServletRequest(), stranger, (later, answer) -> answer.getWriter().write("too"));
		});
		assertThat(second.getStatus()).isEqualTo(429);
		assertThat(second.getHeader("Retry-After")).isEqualTo("1");
		assertThat(stranger.getContentAsString()).isEqualTo("too");
		MockHttpServletResponse third = new MockHttpServletResponse();
		filter.doFilter(victor, third, (request, response) -> response.getWriter().write("served"));
		assertThat(third.getContentAsString()).isEqualTo("served");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			10.0.0.1,                10.0.0.1
			2001:db8:1:2:3:4:5:6,    20010db800010002::/64
			2001:db8:1:2::,          20010db800010002::/64
			""")
	void anIpv6ClientIsItsNetwork(String address, String network) {
		assertThat(RequestOwner.network(address)).isEqualTo(network);
	}

	@Test
	void whatIsReleasedCanBeHeldAgainByAsManyAsBefore() {
		Quota quota = new Quota(3, 10);
		for (int i = 0; i < 3; i++) {
			assertThat(quota.acquire("ann")).isEqualTo(Grant.GRANTED);
		}
		quota.release("ann");
		assertThat(quota.acquire("ann")).isEqualTo(Grant.GRANTED);
		assertThat(quota.acquire("ann")).as("two are still held").isEqualTo(Grant.OWNER_EXHAUSTED);
		for (int i = 0; i < 3; i++) {
			quota.release("ann");
		}
		for (int i = 0; i < 3; i++) {
			assertThat(quota.acquire("ann")).isEqualTo(Grant.GRANTED);
		}
		assertThat(quota.acquire("ann")).isEqualTo(Grant.OWNER_EXHAUSTED);
	}

}
