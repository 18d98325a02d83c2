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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.Raw;
import io.mprpc.internal.zookeeper.Testbed;
import io.mprpc.internal.zookeeper.session.RegistryMeters;
import io.mprpc.internal.zookeeper.snapshot.FileName;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.TcpProxy;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.mprpc.internal.zookeeper.Fixtures.FRIENDS;
import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a directory's views of nodes in ZooKeeper and of snapshots on disk.
 */
@ExtendWith(OutputCaptureExtension.class)
class DirectoryTests {

	private static final String SERVICE = "/mprpc/test/services/demo.UserService";

	@TempDir
	private Path snapshots;

	private Testbed testbed;

	private Raw raw;

	@BeforeEach
	void start() throws Exception {
		this.testbed = Testbed.start();
		this.raw = this.testbed.raw();
	}

	@AfterEach
	void stop() throws Exception {
		this.testbed.close();
	}

	@Test
	void aProviderThatRegistersMethodsOnlyIsSeen() throws Exception {
		Testbed.Process consumer = this.testbed.process().connected();
		consumer.awaitInstances(USERS, 0);
		this.raw.ephemeral(SERVICE + "/Login/10.0.0.1:9090", "");
		RpcInstance seen = consumer.awaitInstances(USERS, 1).instances().get(0);
		assertThat(seen.metadata()).isEqualTo(InstanceMetadata.UNKNOWN);
		assertThat(seen.methods()).containsExactly("Login");

		this.raw.ephemeral(SERVICE + "/.meta/10.0.0.1:9090", "{\"weight\":7}");
		await().atMost(LONG).until(() -> consumer.directory.view(USERS).instances().get(0).metadata().weight() == 7);

		this.raw.ephemeral(SERVICE + "/Register/10.0.0.1:9090", "");
		await().atMost(LONG).until(() -> consumer.directory.view(USERS).instances().get(0).methods().size() == 2);
	}

	@Test
	void aRegistrationIsReadAgain() throws Exception {
		Testbed.Process consumer = this.testbed.process().connected();
		this.raw.ephemeral(SERVICE + "/Login/10.0.0.1:9090", "");
		RpcInstance seen = consumer.awaitInstances(USERS, 1).instances().get(0);
		assertThat(consumer.directory.isRegistered(seen).toCompletableFuture().get(10, TimeUnit.SECONDS)).isTrue();
		this.raw.delete(SERVICE + "/Login/10.0.0.1:9090");
		assertThat(consumer.directory.isRegistered(seen).toCompletableFuture().get(10, TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void unreadableNodesAreSkippedWithOneWarning(CapturedOutput output) throws Exception {
		this.raw.ephemeral(SERVICE + "/Login/10.0.0.1:9090", "");
		this.raw.ephemeral(SERVICE + "/.meta/10.0.0.1:9090", "{\"weight\":\"heavy\"}");
		this.raw.ephemeral(SERVICE + "/Login/nonsense", "");
		this.raw.persistent(SERVICE + "/%zz");
		Testbed.Process consumer = this.testbed.process().connected();

		ServiceView view = consumer.awaitInstances(USERS, 1);
		assertThat(view.instances().get(0).metadata()).as("takes no calls").isEqualTo(InstanceMetadata.UNREADABLE);

		this.raw.set(SERVICE + "/.meta/10.0.0.1:9090", "{\"weight\":\"heavier\"}");
		this.raw.ephemeral(SERVICE + "/Login/more nonsense", "");
		this.raw.ephemeral(SERVICE + "/Login/10.0.0.2:9090", "");
		consumer.awaitInstances(USERS, 2);
		assertThat(output)
			.containsOnlyOnce("Znode " + SERVICE + "/.meta/10.0.0.1:9090 keeps its instance out of service because its "
					+ "field 'weight' is not an integer")
			.containsOnlyOnce("Znode " + SERVICE + "/Login/nonsense is skipped because 'nonsense' is not of the form")
			.containsOnlyOnce("Znode " + SERVICE + "/Login/more nonsense is skipped")
			.containsOnlyOnce("Znode " + SERVICE + "/%zz is skipped");
		assertThat(consumer.statistics.unreadable()).isGreaterThanOrEqualTo(4);

		this.raw.set(SERVICE + "/.meta/10.0.0.1:9090", "{\"weight\":7}");
		await().atMost(LONG).until(() -> consumer.directory.view(USERS).instances().get(0).metadata().weight() == 7);
	}

	@Test
	void anInstanceWhoseMetadataBreaksTakesNoCallsUntilItIsReadable() throws Exception {
		this.raw.ephemeral(SERVICE + "/Login/10.0.0.1:9090", "");
		this.raw.ephemeral(SERVICE + "/.meta/10.0.0.1:9090", "{\"status\":\"DRAINING\"}");
		Testbed.Process consumer = this.testbed.process().connected();
		consumer.awaitInstances(USERS, 1);
		List<ServiceView> views = consumer.views(USERS);
		this.raw.set(SERVICE + "/.meta/10.0.0.1:9090", "{\"status\":\"DRAIN");
		awaitStatus(views, InstanceStatus.UNREADABLE);
		this.raw.set(SERVICE + "/.meta/10.0.0.1:9090", "");
		this.raw.set(SERVICE + "/.meta/10.0.0.1:9090", "{\"status\":\"DRAINING\"}");
		awaitStatus(views, InstanceStatus.DRAINING);
		this.raw.zooKeeper()
			.setACL(SERVICE + "/.meta/10.0.0.1:9090",
					Arrays.asList(new ACL(ZooDefs.Perms.ADMIN, ZooDefs.Ids.ANYONE_ID_UNSAFE)), -1);
		Testbed.Process late = this.testbed.process().connected();
		assertThat(late.awaitInstances(USERS, 1).instances().get(0).metadata()).as("may not be read")
			.isEqualTo(InstanceMetadata.UNREADABLE);
		assertThat(views).noneMatch((view) -> view.instances().get(0).metadata().status() == InstanceStatus.UP);
	}

	private static void awaitStatus(List<ServiceView> views, InstanceStatus status) {
		await().atMost(LONG).until(() -> views.get(views.size() - 1).instances().get(0).metadata().status() == status);
	}

	@Test
	void namesOfOthersHarmNeitherViewNorLog(CapturedOutput output) throws Exception {
		this.raw.ephemeral(SERVICE + "/Login/10.0.0.1:9090", "");
		this.raw.persistent(SERVICE + "/" + "M".repeat(100_000));
		this.raw.persistent(SERVICE + "/%0AWARN forged");
		this.raw.persistent(SERVICE + "/%FF");
		this.raw.ephemeral(SERVICE + "/Login/" + "h".repeat(100_000) + ":9090", "");
		this.raw.ephemeral(SERVICE + "/.meta/a%0AWARN forged:9090", "");
		for (int i = 0; i < 1100; i++) {
			this.raw.persistent(SERVICE + "/Zzz" + i);
		}
		Testbed.Process consumer = this.testbed.process().connected();
		assertThat(consumer.awaitInstances(USERS, 1).instances().get(0).methods()).containsExactly("Login");
		this.raw.ephemeral(SERVICE + "/Zzz999/10.0.0.2:9090", "");
		this.raw.ephemeral(SERVICE + "/Zzz0/10.0.0.3:9090", "");
		assertThat(consumer.awaitInstances(USERS, 2).instances()).extracting((instance) -> instance.endpoint().host())
			.as("Zzz999 is the last of too many methods")
			.containsExactly("10.0.0.1", "10.0.0.3");
		assertThat(output).containsOnlyOnce("Znode " + SERVICE + " has methods that are ignored").contains("... (100");
		assertThat(output.getAll().lines()).allMatch((line) -> line.length() < 2000 && !line.startsWith("WARN forged"));
	}

	@Test
	void theTimeFromACommitUntilItIsToldIsMeasured() throws Exception {
		this.raw.ephemeral(SERVICE + "/Login/10.0.0.1:9090", "");
		this.raw.ephemeral(SERVICE + "/.meta/10.0.0.1:9090", "{\"weight\":7}");
		Testbed.Process consumer = this.testbed.process().connected();
		List<Duration> applied = new CopyOnWriteArrayList<>();
		Subscription subscription = consumer.statistics.onApplied(applied::add);
		consumer.awaitInstances(USERS, 1);
		assertThat(applied).as("what was there before is no change").isEmpty();

		long before = System.nanoTime();
		this.raw.set(SERVICE + "/.meta/10.0.0.1:9090", "{\"weight\":8}");
		await().atMost(LONG).until(() -> applied.size() == 1);
		// The time of day and the ticking time may drift apart a little.
		assertThat(applied.get(0)).isBetween(Duration.ZERO,
				Duration.ofNanos(System.nanoTime() - before).plusMillis(100));

		subscription.close();
		this.raw.set(SERVICE + "/.meta/10.0.0.1:9090", "{\"weight\":9}");
		await().atMost(LONG).until(() -> consumer.directory.view(USERS).instances().get(0).metadata().weight() == 9);
		assertThat(applied).hasSize(1);
	}

	@Test
	void aCommitByAClockThatIsAheadHasJustHappened() {
		RegistryMeters meters = new RegistryMeters();
		List<Duration> applied = new ArrayList<>();
		meters.appliedListeners.add(applied::add);
		meters.applied(5000, Instant.ofEpochMilli(4000));
		meters.applied(3000, Instant.ofEpochMilli(4000));
		assertThat(applied).containsExactly(Duration.ZERO, Duration.ofSeconds(1));
	}

	@Test
	void manyServicesAreLoadedAtOnce() {
		Testbed.Process provider = this.testbed.process().connected();
		List<ServiceName> services = Stream.iterate(0, (i) -> i + 1)
			.limit(200)
			.map((i) -> new ServiceName("demo.Service" + i))
			.toList();
		Map<ServiceName, Set<String>> methods = new HashMap<>();
		services.forEach((service) -> methods.put(service, Set.of("Call")));
		Testbed.awaitState(provider.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, methods)),
				Publication.State.PUBLISHED);

		Testbed.Process consumer = this.testbed.process();
		services.forEach(consumer.directory::view);

		await().atMost(LONG)
			.until(() -> consumer.directory.views()
				.stream()
				.filter((view) -> view.state() == ServiceView.State.LIVE && view.instances().size() == 1)
				.count() == 200);
		await().atMost(LONG).until(() -> consumer.directory.services().size() == 200);
	}

	@Test
	void anInstanceThatTakesItsPlaceAgainAndAgainIsNeverGone() {
		Testbed.Process consumer = this.testbed.process().connected();
		List<ServiceView> views = consumer.views(USERS);
		for (int incarnation = 0; incarnation < 20; incarnation++) {
			// Each incarnation is another session, and the last one still stands.
			Testbed.Process provider = this.testbed.process().connected();
			Testbed.awaitState(provider.publisher.publish(
					Fixtures.provider("10.0.0.1:9090", "uuid-" + incarnation, START.plusSeconds(incarnation), "Login")),
					Publication.State.PUBLISHED);
		}
		await().atMost(LONG)
			.until(() -> "uuid-19".equals(views.get(views.size() - 1)
				.instances()
				.stream()
				.findFirst()
				.map((i) -> i.metadata().uuid())
				.orElse("")));
		assertThat(views.subList(1, views.size())).noneMatch((view) -> view.instances().isEmpty());
	}

	@Test
	void aChangeIsSeenWithoutWaitingForMore() {
		// Whoever waited for the window would wait for ten seconds.
		Testbed.Process consumer = this.testbed
			.process(Fixtures.settings(this.testbed.address()),
					new DirectorySettings(Duration.ofSeconds(10), null, Duration.ofSeconds(1)))
			.connected();
		List<ServiceView> views = consumer.views(USERS);
		Instant before = Instant.now();
		Testbed.awaitState(
				this.testbed.process().connected().publisher
					.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login", "Register")),
				Publication.State.PUBLISHED);

		consumer.awaitInstances(USERS, 1);

		assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
		assertThat(views.get(views.size() - 1).instances().get(0).methods()).hasSize(2);
	}

	@Test
	void aWithdrawalIsAnnouncedByItsStatus() {
		Testbed.Process provider = this.testbed.process().connected();
		Publication publication = Testbed.awaitState(
				provider.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login")),
				Publication.State.PUBLISHED);
		Testbed.Process consumer = this.testbed.process().connected();
		consumer.awaitInstances(USERS, 1);
		List<ServiceView> views = consumer.views(USERS);

		publication.status(InstanceStatus.DRAINING);
		await().atMost(LONG)
			.until(() -> views.get(views.size() - 1).instances().get(0).metadata().status() == InstanceStatus.DRAINING);
		publication.close();

		await().atMost(LONG).until(() -> views.get(views.size() - 1).instances().isEmpty());
		assertThat(views.get(views.size() - 1).state()).isEqualTo(ServiceView.State.LIVE);
	}

	@Test
	void listenersAreToldUntilTheyLeave() throws Exception {
		Testbed.Process consumer = this.testbed.process().connected();
		List<ServiceView> first = new CopyOnWriteArrayList<>();
		List<ServiceView> second = new CopyOnWriteArrayList<>();
		List<Thread> threads = new CopyOnWriteArrayList<>();
		List<Integer> changes = new CopyOnWriteArrayList<>();
		Subscription leaving = consumer.directory.subscribe(USERS, first::add);
		consumer.directory.subscribe(USERS, (view) -> {
			throw new IllegalStateException("a listener that fails");
		});
		consumer.directory.subscribe(USERS, (view) -> {
			threads.add(Thread.currentThread());
			second.add(view);
		});
		consumer.directory.onChange(() -> changes.add(1));
		await().atMost(LONG).until(() -> first.size() == 1 && second.size() == 1);

		leaving.close();
		this.raw.ephemeral(SERVICE + "/Login/10.0.0.1:9090", "");
		await().atMost(LONG).until(() -> second.size() == 2 && !changes.isEmpty());

		assertThat(first).hasSize(1);
		assertThat(threads).allMatch((thread) -> thread.getName().equals("mprpc-registry-listeners"));
	}

	@Test
	void anotherNamespaceIsNotSeen() throws Exception {
		Raw other = this.raw;
		other.ephemeral("/mprpc/prod/services/demo.UserService/Login/10.0.0.1:9090", "");
		other.ephemeral(SERVICE + "/Login/10.0.0.2:9090", "");
		Testbed.Process consumer = this.testbed.process().connected();
		assertThat(consumer.awaitInstances(USERS, 1).instances().get(0).endpoint().host()).isEqualTo("10.0.0.2");
	}

	@Test
	void aViewThatMayNotBeReadSaysSo(CapturedOutput output) throws Exception {
		this.raw.persistent(SERVICE);
		this.raw.zooKeeper()
			.setACL(SERVICE, Arrays.asList(new ACL(ZooDefs.Perms.ADMIN, ZooDefs.Ids.ANYONE_ID_UNSAFE)), -1);
		Testbed.Process consumer = this.testbed.process().connected();
		assertThat(consumer.directory.view(USERS).state()).isEqualTo(ServiceView.State.LOADING);
		await().atMost(LONG).until(() -> output.getAll().contains("No permission to read znode " + SERVICE));
		assertThat(consumer.directory.view(USERS).state()).isEqualTo(ServiceView.State.LOADING);
	}

	@Test
	void withoutZooKeeperAViewComesFromItsSnapshot(CapturedOutput output) throws Exception {
		Instant before = Instant.now();
		Testbed.Process provider = this.testbed.process().connected();
		Testbed.awaitState(provider.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login")),
				Publication.State.PUBLISHED);
		Testbed.Process consumer = this.testbed.process(Fixtures.settings(this.testbed.address()), withSnapshots());
		List<RpcInstance> instances = consumer.awaitInstances(USERS, 1).instances();
		consumer.awaitInstances(FRIENDS, 0);
		consumer.close();
		this.testbed.close();

		Testbed.Process restarted = this.testbed.process(Fixtures.settings(this.testbed.address()), withSnapshots());
		List<ServiceView> views = restarted.views(USERS);

		assertThat(views.get(0).state()).isEqualTo(ServiceView.State.SNAPSHOT);
		assertThat(views.get(0).instances()).isEqualTo(instances);
		assertThat(views.get(0).asOf()).isBetween(before, Instant.now());
		assertThat(restarted.directory.view(FRIENDS).state()).isEqualTo(ServiceView.State.LOADING);
		assertThat(output).contains("does not answer: demo.UserService starts with 1 instances");
		try (Stream<Path> files = Files.walk(this.snapshots)) {
			assertThat(files.filter(Files::isRegularFile)).containsExactly(snapshotFile(this.testbed.address()));
		}
	}

	@Test
	void aSnapshotGivesWayToTheRegistry() throws Exception {
		TcpProxy proxy = this.testbed.proxy();
		snapshot("mprpc-view-1", proxy.address(), proxy.address());
		proxy.refuse();
		Testbed.Process consumer = this.testbed.process(Fixtures.settings(proxy.address()), withSnapshots());
		List<ServiceView> views = consumer.views(USERS);
		assertThat(views.get(0).state()).isEqualTo(ServiceView.State.SNAPSHOT);

		proxy.forward();

		await().atMost(LONG).until(() -> views.get(views.size() - 1).state() == ServiceView.State.LIVE);
		assertThat(views.get(views.size() - 1).instances()).isEmpty();
	}

	@Test
	void aSnapshotThatCannotBeUsedIsIgnored(CapturedOutput output) throws Exception {
		this.testbed.close();
		List<String> reasons = new ArrayList<>();
		for (String[] bad : new String[][] { { "mprpc-view-1", "elsewhere:2181" },
				{ "other", this.testbed.address() } }) {
			snapshot(bad[0], bad[1], this.testbed.address());
			try (Testbed.Process consumer = new Testbed.Process(Fixtures.settings(this.testbed.address()),
					withSnapshots())) {
				consumer.directory.view(USERS);
				reasons.add(bad[0].equals("other") ? "its format is 'other'" : "its registry is 'elsewhere:2181'");
				await().atMost(LONG).until(() -> output.getAll().contains(reasons.get(reasons.size() - 1)));
				assertThat(consumer.directory.view(USERS).state()).isEqualTo(ServiceView.State.LOADING);
			}
		}
		Files.writeString(snapshotFile(this.testbed.address()), "garbage {");
		try (Testbed.Process consumer = new Testbed.Process(Fixtures.settings(this.testbed.address()),
				withSnapshots())) {
			consumer.directory.view(USERS);
			await().atMost(LONG).until(() -> output.getAll().contains("is ignored because it is not JSON"));
		}
	}

	@Test
	void aDirectoryThatCannotBeWrittenIsSaidOnce(CapturedOutput output) throws Exception {
		Path file = Files.createFile(this.snapshots.resolve(FileName.of(this.testbed.address())));
		this.raw.ephemeral(SERVICE + "/Login/10.0.0.1:9090", "");
		this.raw.ephemeral("/mprpc/test/services/demo.FriendService/GetFriendsList/10.0.0.1:9090", "");
		Testbed.Process consumer = this.testbed.process(Fixtures.settings(this.testbed.address()), withSnapshots());
		consumer.awaitInstances(USERS, 1);
		consumer.awaitInstances(FRIENDS, 1);
		consumer.close();
		assertThat(output).containsOnlyOnce("cannot be written").contains("The snapshot " + file);
	}

	@Test
	void twoRegistriesDoNotShareSnapshots() throws Exception {
		this.raw.ephemeral(SERVICE + "/Login/10.0.0.1:9090", "");
		String chroot = this.testbed.address() + "/elsewhere";
		this.raw.ephemeral("/elsewhere" + SERVICE + "/Login/10.0.0.2:9090", "");
		for (String address : List.of(this.testbed.address(), chroot)) {
			Testbed.Process consumer = this.testbed.process(Fixtures.settings(address), withSnapshots());
			consumer.awaitInstances(USERS, 1);
			consumer.close();
		}
		assertThat(Files.readString(snapshotFile(this.testbed.address()))).contains("10.0.0.1:9090");
		assertThat(Files.readString(snapshotFile(chroot))).contains("10.0.0.2:9090");
	}

	@Test
	void aLongNameIsANameOfAFileToo() {
		assertThat(FileName.of("demo.UserService")).isEqualTo("demo.UserService");
		assertThat(FileName.of("zk1:2181,zk2:2181/a*")).isEqualTo("zk1%3A2181%2Czk2%3A2181%2Fa%2A");
		assertThat(FileName.of("\u7528".repeat(200))).hasSizeLessThan(150)
			.isNotEqualTo(FileName.of("\u7528".repeat(201)));
	}

	private Path snapshotFile(String address) {
		return this.snapshots.resolve(FileName.of(address)).resolve("test").resolve("demo.UserService.json");
	}

	private void snapshot(String format, String registry, String address) throws Exception {
		Path file = snapshotFile(address);
		Files.createDirectories(file.getParent());
		Files.writeString(file, """
				{"format":"%s","registry":"%s","namespace":"test","service":"demo.UserService",
				"asOf":"2026-11-20T12:00:00Z","instances":[{"endpoint":"10.0.0.1:9090","methods":["Login"]}]}"""
			.formatted(format, registry));
	}

	private DirectorySettings withSnapshots() {
		return new DirectorySettings(Duration.ofMillis(20), this.snapshots, Duration.ofMillis(300));
	}

}
