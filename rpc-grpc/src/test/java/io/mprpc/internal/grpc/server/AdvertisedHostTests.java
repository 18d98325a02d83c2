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

package io.mprpc.internal.grpc.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AdvertisedHostTests {

	@Test
	void configuredHostWins() {
		assertThat(host("rpc.example.org", "10.0.0.1", null).host(address("10.0.0.2"))).isEqualTo("rpc.example.org");
	}

	@Test
	void addressThatTheServerIsBoundToIsNext() {
		assertThat(host("", "10.0.0.1", null).host(address("192.168.1.7"))).isEqualTo("192.168.1.7");
	}

	@Test
	void serverBoundToLoopbackIsAdvertisedThere(CapturedOutput output) {
		assertThat(host("", "10.0.0.1", null).host(address("127.0.0.1"))).isEqualTo("127.0.0.1");
		assertThat(host("", "10.0.0.1", null).host(address("::1"))).isEqualTo("0:0:0:0:0:0:0:1");
		assertThat(output).doesNotContain("cannot reach");
	}

	@Test
	void serverThatListensEverywhereIsAdvertisedAtTheNetworksAddress() {
		assertThat(host("", "10.0.0.1", null).host(null)).isEqualTo("10.0.0.1");
		assertThat(host("", "10.0.0.1", null).host(address("0.0.0.0"))).isEqualTo("10.0.0.1");
		assertThat(host("", "10.0.0.1", null).host(address("::"))).isEqualTo("10.0.0.1");
	}

	@Test
	void withoutIpv4TheGlobalIpv6AddressIsTaken() {
		assertThat(host("", "127.0.1.1", "2001:db8::7").host(null)).isEqualTo("2001:db8:0:0:0:0:0:7");
		assertThat(host("", null, "2001:db8::7").host(null)).isEqualTo("2001:db8:0:0:0:0:0:7");
	}

	@Test
	void zoneOfAnIpv6AddressIsLeftOut() throws UnknownHostException {
		InetAddress linkLocal = java.net.Inet6Address.getByAddress(null, address("fe80::1").getAddress(), 3);
		assertThat(linkLocal.getHostAddress()).contains("%");
		assertThat(host("", "10.0.0.1", null).host(linkLocal)).isEqualTo("fe80:0:0:0:0:0:0:1");
	}

	@Test
	void loopbackIsTheLastResortAndIsSaid(CapturedOutput output) {
		assertThat(host("", "127.0.1.1", null).host(null)).isEqualTo("127.0.1.1");
		assertThat(output).contains("no address but 127.0.1.1").contains("rpc.server.advertised-host");
	}

	private static AdvertisedHost host(String configured, @Nullable String network, @Nullable String network6) {
		return new AdvertisedHost("rpc.server.advertised-host", configured, supplier(network), supplier(network6));
	}

	private static Supplier<@Nullable InetAddress> supplier(@Nullable String address) {
		return () -> (address != null) ? address(address) : null;
	}

	private static InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
