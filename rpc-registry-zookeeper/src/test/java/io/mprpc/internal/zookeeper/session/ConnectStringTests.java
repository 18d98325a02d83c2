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

package io.mprpc.internal.zookeeper.session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConnectString}, valid and invalid ones.
 */
class ConnectStringTests {

	@ParameterizedTest
	@CsvSource(delimiter = ' ',
			value = { "localhost localhost:2181", "zk1:2182 zk1:2182", "zk1:1 zk1:1", "zk1:65535 zk1:65535",
					"zk1,zk2:9 zk1:2181,zk2:9", "[::1] [::1]:2181", "[::1]:2182,10.0.0.1 [::1]:2182,10.0.0.1:2181" })
	void serversGetTheDefaultPort(String text, String servers) {
		ConnectString connectString = ConnectString.parse(text);
		assertThat(connectString.servers()).isEqualTo(servers);
		assertThat(connectString.path()).isEmpty();
	}

	@Test
	void blanksAroundServersAreLeftOut() {
		assertThat(ConnectString.parse(" zk1:2181 , zk2:2181 ")).hasToString("zk1:2181,zk2:2181");
	}

	@Test
	void aPathStandsApart() {
		ConnectString connectString = ConnectString.parse("zk1,zk2/company/rpc");
		assertThat(connectString.servers()).isEqualTo("zk1:2181,zk2:2181");
		assertThat(connectString.path()).isEqualTo("/company/rpc");
		assertThat(connectString).hasToString("zk1:2181,zk2:2181/company/rpc");
		assertThat(ConnectString.parse("zk1/").path()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "''|empty", "/a|empty", "zk1,|empty", "zk1:|port of 'zk1:'",
			"zk1:0|port of 'zk1:0'", "zk1:65536|port of 'zk1:65536'", "zk1:abc|port of 'zk1:abc'", ":2181|has no host",
			"[]:2181|has no host", "::1|IPv6 host needs brackets", "http://zk1|scheme", "zk1;zk2|not a host name",
			"user@zk1|not a host name", "zk1/a//b|not a path", "zk1/../b|not a path" })
	void whatIsWrongIsSaid(String text, String reason) {
		assertThatExceptionOfType(InvalidConnectStringException.class).isThrownBy(() -> ConnectString.parse(text))
			.withMessageStartingWith("'" + text + "' is not a ZooKeeper connect string: ")
			.satisfies((ex) -> assertThat(ex.reason()).contains(reason))
			.satisfies((ex) -> assertThat(ex.connectString()).isEqualTo(text));
	}

}
