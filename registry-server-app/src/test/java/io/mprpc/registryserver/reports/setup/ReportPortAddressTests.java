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

package io.mprpc.registryserver.reports.setup;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.ensemble.ZooKeeperProperties;
import io.mprpc.registryserver.ensemble.ZooKeeperReach;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReportPortAddress} and {@link ZooKeeperReach}: which address of the
 * report port is announced, and when none is.
 */
class ReportPortAddressTests {

	private final ReportsProperties properties = new ReportsProperties();

	private final ZooKeeperProperties zooKeeper = new ZooKeeperProperties();

	@ParameterizedTest
	@CsvSource(textBlock = """
			127.0.0.1,   127.0.0.1, 127.0.0.1:8781
			0.0.0.0,     0.0.0.0,   10.0.0.1:8781
			192.168.1.7, 0.0.0.0,   192.168.1.7:8781
			0.0.0.0,     127.0.0.1, 10.0.0.1:8781
			127.0.0.1,   0.0.0.0,
			127.0.0.1,   10.0.0.1,
			::1,         ::1,       [0:0:0:0:0:0:0:1]:8781
			""")
	void whoReachesZooKeeperReachesTheAnnouncedAddress(String bound, String zooKeeperHost, @Nullable String announced) {
		this.zooKeeper.setHost(zooKeeperHost);
		assertThat(announced(bound, ZooKeeperReach.embedded(this.zooKeeper))).isEqualTo(announced);
	}

	@Test
	void theConfiguredAddressIsAnnouncedWhateverThePortIsBoundTo() {
		this.properties.setAdvertisedHost("registry.example.com");
		this.properties.setAdvertisedPort(18781);
		this.zooKeeper.setHost("0.0.0.0");
		ZooKeeperReach reach = ZooKeeperReach.embedded(this.zooKeeper);
		assertThat(announced("0.0.0.0", reach)).isEqualTo("registry.example.com:18781");
		assertThat(announced("127.0.0.1", reach)).isEqualTo("registry.example.com:18781");
	}

	@Test
	void thePortMayBeConfiguredAlone() {
		this.properties.setAdvertisedPort(18781);
		assertThat(announced("192.168.1.7", ZooKeeperReach.embedded(this.zooKeeper))).isEqualTo("192.168.1.7:18781");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			127.0.0.1:2181,                true
			localhost:2181,                true
			[::1]:2181/path,               true
			127.0.0.1:2181/a,              true
			127.0.0.1:2181,127.0.0.1:2182, true
			10.0.0.1:2181,                 false
			127.0.0.1:2181;10.0.0.1:2181,  false
			no-such-host.invalid:2181,     false
			""", delimiterString = ", ")
	void anExternalZooKeeperIsLocalIfAllOfItsServersAre(String connectString, boolean local) {
		assertThat(ZooKeeperReach.external(connectString.replace(';', ',')).isLocalOnly()).isEqualTo(local);
	}

	@Test
	void anEnsembleIsLocalIfAllOfItsMembersAre() {
		this.zooKeeper.getEnsemble().getMembers().put(1, "127.0.0.1:2888:3888");
		this.zooKeeper.getEnsemble().getMembers().put(2, "127.0.0.1:2889:3889");
		assertThat(ZooKeeperReach.embedded(this.zooKeeper).isLocalOnly()).isTrue();
		this.zooKeeper.getEnsemble().getMembers().put(3, "10.0.0.3:2888:3888");
		assertThat(ZooKeeperReach.embedded(this.zooKeeper).isLocalOnly()).isFalse();
	}

	@Test
	void anAddressThatIsNoneIsNamed() {
		this.properties.setAdvertisedHost("not a host");
		assertNamed("rpc.registry-server.reports.advertised-host");
		this.properties.setAdvertisedHost(null);
		this.properties.setAdvertisedPort(0);
		assertNamed("rpc.registry-server.reports.advertised-port");
	}

	private void assertNamed(String property) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> ReportPortAddress.of(this.properties, () -> null))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo(property));
	}

	private @Nullable String announced(String bound, ZooKeeperReach reach) {
		Endpoint endpoint = ReportPortAddress.of(this.properties, () -> address("10.0.0.1"))
			.announced(new InetSocketAddress(address(bound), 8781), reach);
		return (endpoint != null) ? endpoint.toString() : null;
	}

	private static InetAddress address(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
