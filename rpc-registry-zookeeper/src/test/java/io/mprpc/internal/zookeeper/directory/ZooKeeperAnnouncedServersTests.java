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

package io.mprpc.internal.zookeeper.directory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.Raw;
import io.mprpc.internal.zookeeper.Testbed;
import io.mprpc.internal.zookeeper.layout.AnnouncementCodec;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.Endpoint;
import io.mprpc.testing.TcpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ZooKeeperAnnouncedServers}.
 */
class ZooKeeperAnnouncedServersTests {

	private static final String KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

	private static final String PARENT = "/mprpc/.servers/";

	private static final AnnouncedServer ONE = server(1);

	private static final AnnouncedServer TWO = server(2);

	private Testbed testbed;

	private Raw raw;

	private TcpProxy proxy;

	private ZooKeeperAnnouncedServers servers;

	@BeforeEach
	void start() throws Exception {
		this.testbed = Testbed.start();
		this.raw = this.testbed.raw();
		this.proxy = this.testbed.proxy();
		ZooKeeperConnection connection = this.testbed.opened(Fixtures.open(Fixtures.settings(this.proxy.address())));
		this.servers = this.testbed.opened(new ZooKeeperAnnouncedServers(connection, Duration.ofMillis(5)));
		assertThat(connection.awaitConnected(LONG)).isTrue();
	}

	@AfterEach
	void stop() throws Exception {
		this.testbed.close();
	}

	@Test
	void serversComeChangeAndGo() throws Exception {
		assertThat(this.raw.exists("/mprpc")).isFalse();
		AtomicInteger changes = new AtomicInteger();
		this.servers.onChange(changes::incrementAndGet);
		announce(TWO);
		awaitServers(TWO);
		await().atMost(LONG).until(() -> changes.get() == 1);
		announce(ONE);
		awaitServers(ONE, TWO);
		AnnouncedServer secured = new AnnouncedServer(ONE.endpoint(), Set.of("default", "prod"), true, KEY);
		this.raw.set(PARENT + ONE.name(), new String(AnnouncementCodec.write(secured), StandardCharsets.UTF_8));
		awaitServers(secured, TWO);
		this.raw.delete(PARENT + ONE.name());
		awaitServers(TWO);
	}

	@Test
	void theLastViewStandsWhileZooKeeperIsAway() throws Exception {
		announce(ONE);
		awaitServers(ONE);
		this.proxy.refuse();
		this.raw.delete(PARENT + ONE.name());
		announce(TWO);
		await().during(Duration.ofMillis(100)).atMost(LONG).until(() -> this.servers.servers().equals(List.of(ONE)));
		this.proxy.forward();
		awaitServers(TWO);
	}

	@Test
	void aNodeThatIsNoServerIsSkipped() throws Exception {
		this.raw.ephemeral(PARENT + "10.0.0.9", "{}");
		this.raw.ephemeral(PARENT + "10.0.0.9:8781", "not JSON");
		announce(ONE);
		awaitServers(ONE);
	}

	@Test
	void moreServersThanTheLimitAreIgnored() throws Exception {
		List<AnnouncedServer> many = IntStream.range(0, ZooKeeperAnnouncedServers.MAX_SERVERS + 6)
			.mapToObj((i) -> server(100 + i))
			.toList();
		for (AnnouncedServer server : many) {
			announce(server);
		}
		List<AnnouncedServer> first = many.subList(0, ZooKeeperAnnouncedServers.MAX_SERVERS);
		await().atMost(LONG).until(() -> this.servers.servers().equals(first));
	}

	private void announce(AnnouncedServer server) throws Exception {
		this.raw.ephemeral(PARENT + server.name(), new String(AnnouncementCodec.write(server), StandardCharsets.UTF_8));
	}

	private void awaitServers(AnnouncedServer... expected) {
		await().atMost(LONG).until(() -> this.servers.servers().equals(List.of(expected)));
	}

	private static AnnouncedServer server(int number) {
		return new AnnouncedServer(new Endpoint("10.0.0." + number, 8781), Set.of("default"), false, KEY);
	}

}
