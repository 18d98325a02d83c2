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

package io.mprpc.registryserver.catalog;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

import com.sun.management.ThreadMXBean;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.directory.ZooKeeperApplicationDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperConsumerDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.document.ZooKeeperDocumentStore;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a catalog of 2,000 services with three instances each, from a real ZooKeeper.
 * Work is counted, not timed: requests to ZooKeeper, and bytes that a query allocates.
 */
class CatalogScaleTests {

	private static final int SERVICES = 2_000;

	private static final int INSTANCES = 3;

	// Limits the ephemeral nodes of a session to what ZooKeeper can remove in one
	// transaction.
	private static final int SERVICES_OF_A_SESSION = 1_000;

	// Far below what it takes to find out again what a service is to its consumers.
	private static final long BYTES_OF_A_SERVICE = 1_000;

	// Among them those by which sessions stay alive.
	private static final long FEW = 100;

	private static final Duration LONG = Duration.ofMinutes(2);

	@TempDir
	private Path directory;

	private final List<AutoCloseable> open = new ArrayList<>();

	@Test
	void aLargeRegistryTakesFewRequestsToFollowAndNoneToShow() throws Exception {
		EmbeddedZooKeeper zooKeeper = keep(
				EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults().withDataDirectory(this.directory)));
		try {
			publish(zooKeeper.connectString());
			long published = requests(zooKeeper);
			Catalog catalog = catalog(zooKeeper.connectString());
			await(() -> catalog.overview().services() == SERVICES && catalog.overview().registry().live());
			long followed = requests(zooKeeper);
			assertThat(catalog.overview().offers()).isEqualTo(SERVICES * INSTANCES);
			assertThat(followed - published).as("requests").isLessThan(11 * SERVICES);

			ServiceFilter second = new ServiceFilter("", ServiceFilter.Condition.ANY, 1, 50);
			assertThat(catalog.services(second).services()).hasSize(50);
			Map<String, Runnable> queries = Map.of("a page", () -> catalog.services(second), "a search",
					() -> catalog.services(new ServiceFilter("method1", second.condition(), 0, 50)), "the overview",
					catalog::overview, "the topology", catalog::topology);
			queries.forEach((name, query) -> assertThat(allocated(query)).as("bytes for " + name)
				.isLessThan(BYTES_OF_A_SERVICE * SERVICES));
			assertThat(requests(zooKeeper) - followed).as("requests of queries").isLessThan(FEW);

			long before = requests(zooKeeper);
			keep(new ZooKeeperInstancePublisher(connect(zooKeeper.connectString()))).publish(provider(0, 1, INSTANCES));
			await(() -> catalog.overview().offers() == SERVICES * INSTANCES + 1);
			assertThat(requests(zooKeeper) - before).as("requests of one instance").isLessThan(FEW);
		}
		finally {
			for (int i = this.open.size() - 1; i >= 0; i--) {
				this.open.get(i).close();
			}
		}
	}

	private Catalog catalog(String connectString) {
		ZooKeeperConnection connection = connect(connectString);
		ZooKeeperInstanceDirectory instances = keep(
				new ZooKeeperInstanceDirectory(connection, DirectorySettings.DEFAULT));
		ZooKeeperDocumentStore documents = keep(new ZooKeeperDocumentStore(connection, Duration.ofMillis(20)));
		ZooKeeperConsumerDirectory consumers = keep(new ZooKeeperConsumerDirectory(connection, Duration.ofMillis(20)));
		ZooKeeperApplicationDirectory applications = keep(
				new ZooKeeperApplicationDirectory(connection, Duration.ofMillis(20)));
		return keep(new Catalog(
				new CatalogSources(connection, instances, new RulesDirectory(documents), consumers, applications),
				TimeSource.system()));
	}

	private void publish(String connectString) {
		List<InstancePublisher.Publication> publications = new ArrayList<>();
		for (int first = 0; first < SERVICES; first += SERVICES_OF_A_SESSION) {
			for (int instance = 0; instance < INSTANCES; instance++) {
				ZooKeeperInstancePublisher publisher = keep(new ZooKeeperInstancePublisher(connect(connectString)));
				publications.add(publisher.publish(provider(first, SERVICES_OF_A_SESSION, instance)));
				publisher.registerConsumer(ConsumerReference.parse(service(first), "web@10.1.0.1:" + instance));
			}
		}
		Awaitility.await()
			.atMost(LONG)
			.until(() -> publications.stream()
				.allMatch((publication) -> publication.state() == InstancePublisher.Publication.State.PUBLISHED));
	}

	private static ProviderInstance provider(int first, int number, int instance) {
		Endpoint endpoint = new Endpoint("10.0." + first / SERVICES_OF_A_SESSION + '.' + (instance + 1), 9090);
		InstanceMetadata metadata = new InstanceMetadata(UUID.randomUUID().toString(),
				"application-" + first / SERVICES_OF_A_SESSION, "1", 100, "zone-" + instance, Map.of(),
				InstanceStatus.UP, Instant.now(), Map.of("http", 8080));
		List<RpcInstance> services = new ArrayList<>();
		for (int i = first; i < first + number; i++) {
			services.add(new RpcInstance(service(i), endpoint, Set.of("Method1", "Method2"), metadata));
		}
		return new ProviderInstance(metadata.application(), endpoint, services, metadata, Map.of());
	}

	private static ServiceName service(int number) {
		return new ServiceName("scale.Service%04d".formatted(number));
	}

	private ZooKeeperConnection connect(String connectString) {
		ZooKeeperConnection connection = keep(ZooKeeperConnection.open(ZooKeeperSettings.of(connectString, "default"),
				TimeSource.system(), RandomGenerator.getDefault()));
		assertThat(connection.awaitConnected(LONG)).isTrue();
		return connection;
	}

	private <T extends AutoCloseable> T keep(T part) {
		this.open.add(part);
		return part;
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(LONG).until(condition);
	}

	private static long allocated(Runnable action) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		action.run();
		long before = threads.getCurrentThreadAllocatedBytes();
		action.run();
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	/**
	 * Packets that the server has received so far; sessions that do nothing send some
	 * too.
	 */
	private static long requests(EmbeddedZooKeeper zooKeeper) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", zooKeeper.port())) {
			socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).lines()
				.filter((line) -> line.startsWith("Received: "))
				.mapToLong((line) -> Long.parseLong(line.substring("Received: ".length())))
				.findFirst()
				.orElseThrow();
		}
	}

}
