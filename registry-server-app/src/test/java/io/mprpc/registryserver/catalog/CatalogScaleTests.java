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

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalog of 2,000 services with three instances each, from a real ZooKeeper. What it
 * takes is logged; the bounds are wide, for machines that do other things too.
 */
class CatalogScaleTests {

	private static final Logger logger = LoggerFactory.getLogger(CatalogScaleTests.class);

	private static final int SERVICES = 2_000;

	private static final int INSTANCES = 3;

	// So that no session holds more than ZooKeeper can take back at once.
	private static final int SERVICES_OF_A_SESSION = 1_000;

	private static final Duration LONG = Duration.ofMinutes(2);

	@TempDir
	private Path directory;

	private final List<AutoCloseable> open = new ArrayList<>();

	@Test
	void aLargeRegistryIsShownSoonAndInLittleMemory() throws Exception {
		EmbeddedZooKeeper zooKeeper = keep(
				EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults().withDataDirectory(this.directory)));
		try {
			publish(zooKeeper.connectString());
			long before = heap();
			long start = System.nanoTime();
			Catalog catalog = catalog(zooKeeper.connectString());
			Awaitility.await()
				.atMost(LONG)
				.until(() -> catalog.overview().services() == SERVICES && catalog.overview().registry().live());
			Duration loaded = Duration.ofNanos(System.nanoTime() - start);
			assertThat(catalog.overview().offers()).isEqualTo(SERVICES * INSTANCES);
			long used = heap() - before;
			ServiceFilter second = new ServiceFilter("", ServiceFilter.Condition.ANY, 1, 50);
			Duration page = time(() -> catalog.services(second));
			Duration search = time(() -> catalog.services(new ServiceFilter("method1", second.condition(), 0, 50)));
			Duration overview = time(catalog::overview);
			Duration topology = time(catalog::topology);
			logger.info(
					"{} services x {} instances: followed after {} ms, {} kB of heap with ZooKeeper's part; page {} us, "
							+ "search {} us, overview {} us, topology {} us",
					SERVICES, INSTANCES, loaded.toMillis(), used / 1024, page.toNanos() / 1000, search.toNanos() / 1000,
					overview.toNanos() / 1000, topology.toNanos() / 1000);
			assertThat(catalog.services(second).services()).hasSize(50);
			assertThat(used).as("bytes of heap").isLessThan(100_000_000L);
			assertThat(page).isLessThan(Duration.ofSeconds(2));
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
				publications.add(publisher.publish(provider(first, instance)));
				publisher.announce(ConsumerReference.parse(service(first), "web@10.1.0.1:" + instance));
			}
		}
		Awaitility.await()
			.atMost(LONG)
			.until(() -> publications.stream()
				.allMatch((publication) -> publication.state() == InstancePublisher.Publication.State.PUBLISHED));
	}

	private static ProviderInstance provider(int first, int instance) {
		Endpoint endpoint = new Endpoint("10.0." + first / SERVICES_OF_A_SESSION + '.' + (instance + 1), 9090);
		InstanceMetadata metadata = new InstanceMetadata(UUID.randomUUID().toString(),
				"application-" + first / SERVICES_OF_A_SESSION, "1", 100, "zone-" + instance, Map.of(),
				InstanceStatus.UP, Instant.now(), Map.of("http", 8080));
		List<RpcInstance> services = new ArrayList<>();
		for (int i = first; i < first + SERVICES_OF_A_SESSION; i++) {
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

	private static Duration time(Runnable action) {
		// Once cold, as the first visitor finds it.
		long start = System.nanoTime();
		action.run();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static long heap() {
		for (int i = 0; i < 3; i++) {
			ManagementFactory.getMemoryMXBean().gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
