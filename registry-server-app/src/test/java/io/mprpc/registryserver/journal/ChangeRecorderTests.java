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

package io.mprpc.registryserver.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.internal.governance.RuleChange;
import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.internal.governance.RulesCodec;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registryserver.journal.ChangeRecorder.RecordedSources;
import io.mprpc.registryserver.operation.Command;
import io.mprpc.registryserver.operation.CommandContext;
import io.mprpc.registryserver.testing.RegistryInMemory;
import io.mprpc.testing.FakeClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeRecorderTests {

	private static final ServiceName USERS = new ServiceName("demo.Users");

	private static final RpcInstance OLD = RegistryInMemory.instance("demo.Users", "10.0.0.1:9090", "1", "a", "Login");

	private static final RpcInstance NEW = RegistryInMemory.instance("demo.Users", "10.0.0.2:9090", "2", "b", "Login");

	private static final Endpoint LAST = Endpoint.parse("10.0.0.99:9090");

	@TempDir
	private Path directory;

	private RegistryInMemory registry;

	private ChangeRecorder recorder;

	private final List<List<JournalEntry>> batches = new CopyOnWriteArrayList<>();

	@BeforeEach
	void anInstanceIsThere() {
		this.registry = new RegistryInMemory(this.directory);
		this.registry.instances().put(OLD);
		this.registry.journal().onEntries(this.batches::add);
		this.recorder = new ChangeRecorder(
				new RecordedSources(this.registry.connection(), this.registry.instances(), this.registry.rules(),
						this.registry.consumers()),
				this.registry.journal(), this.registry.own(), this.registry.clock());
		mark();
	}

	@AfterEach
	void stop() {
		this.recorder.close();
	}

	@Test
	void whatIsThereAtTheBeginningIsNoNews() {
		assertThat(seen()).isEmpty();
		assertThat(this.registry.entries()).last()
			.extracting(JournalEntry::kind)
			.isEqualTo(JournalEventType.SERVER_STARTED);
	}

	@Test
	void arrivalsAndDeparturesAreWrittenDown() {
		this.registry.instances().put(NEW);
		mark();
		this.registry.instances().remove(USERS, OLD.endpoint());
		mark();
		assertThat(seen()).containsExactly("INSTANCE_ARRIVED 10.0.0.2:9090 shop null>2",
				"INSTANCE_LEFT 10.0.0.1:9090 shop 1>null");
	}

	@Test
	void aRestartAndWhatAnInstanceSaysOfItselfAreWrittenDown() {
		this.registry.instances()
			.put(RegistryInMemory.instance("demo.Users", "10.0.0.1:9090", "2", "c", "Login", "Logout"));
		mark();
		this.registry.instances().put(OLD.withMetadata(OLD.metadata().withStatus(InstanceStatus.DRAINING)));
		mark();
		this.registry.instances().put(OLD.withMetadata(OLD.metadata().withWeight(5)));
		mark();
		assertThat(seen()).containsExactly("INSTANCE_RESTARTED 10.0.0.1:9090 shop 1>2",
				"METHODS_CHANGED 10.0.0.1:9090 shop >Logout", "INSTANCE_RESTARTED 10.0.0.1:9090 shop 2>1",
				"STATUS_CHANGED 10.0.0.1:9090 shop UP>DRAINING", "METHODS_CHANGED 10.0.0.1:9090 shop Logout>",
				"STATUS_CHANGED 10.0.0.1:9090 shop DRAINING>UP", "WEIGHT_CHANGED 10.0.0.1:9090 shop 100>5");
	}

	@Test
	void aRegistryOutOfReachIsNotTakenForAnEmptyOne() {
		this.registry.instances().state(ServiceView.State.LOADING);
		this.registry.connection().become(RegistryConnection.State.SUSPENDED);
		this.registry.consumers().put("demo.Users", "web@10.0.0.7:1");
		this.registry.instances().state(ServiceView.State.STALE);
		this.registry.instances().replace(USERS, List.of());
		this.registry.instances().replace(USERS, List.of(OLD));
		this.registry.instances().state(ServiceView.State.LIVE);
		mark();
		assertThat(seen()).isEmpty();
		this.registry.connection().become(RegistryConnection.State.CONNECTED);
		this.registry.consumers().put("demo.Users", "web@10.0.0.8:1");
		mark();
		assertThat(seen()).containsExactlyInAnyOrder("CONSUMER_ARRIVED null web@10.0.0.7:1 null>null",
				"CONSUMER_ARRIVED null web@10.0.0.8:1 null>null");
	}

	@Test
	void consumersThatComeAndGoAreWrittenDown() {
		this.registry.consumers().put("demo.Users", "web@10.0.0.7:1");
		mark();
		this.registry.consumers().clear();
		mark();
		assertThat(seen()).containsExactly("CONSUMER_ARRIVED null web@10.0.0.7:1 null>null",
				"CONSUMER_LEFT null web@10.0.0.7:1 null>null");
	}

	@Test
	void aConsumerWithAnotherKeyNeitherComesNorGoes() {
		this.registry.consumers().put("demo.Users", "web@10.0.0.7:1");
		mark();
		this.registry.consumers().key("A".repeat(43));
		mark();
		assertThat(seen()).containsExactly("CONSUMER_ARRIVED null web@10.0.0.7:1 null>null");
	}

	@Test
	void aBurstIsOneBatch() {
		List<RpcInstance> many = new ArrayList<>(List.of(OLD));
		for (int i = 100; i < 150; i++) {
			many.add(RegistryInMemory.instance("demo.Users", "10.0.0." + i + ":9090", "1", "u" + i, "Login"));
		}
		this.registry.instances().replace(USERS, many);
		mark();
		assertThat(this.batches).anySatisfy((batch) -> assertThat(batch).hasSizeGreaterThanOrEqualTo(50));
	}

	@Test
	void rulesChangedElsewhereAreWrittenDownAndOwnCommandsOnlyOnce() {
		ServiceRules rules = ServiceRules.NONE.withVersionsOutOfService(Set.of("9"))
			.changedBy(new RuleChange("bob", FakeClock.START, "version '9' out of service"));
		this.registry.documents()
			.put(new Document(DocumentName.rules(USERS), RulesCodec.write(rules), 3, Document.State.LIVE));
		mark();
		this.registry.operations()
			.execute(new Command.SetInstanceWeight(USERS, OLD.endpoint(), 5, RuleLifetime.LASTING),
					CommandContext.of("ann"));
		mark();
		assertThat(seen()).containsExactly("RULES_CHANGED null null null>version '9' out of service",
				"WEIGHT_SET 10.0.0.1:9090 null 100>5");
	}

	@Test
	void aServiceThatComesLaterArrivesWithItsInstances() {
		this.registry.instances().put(RegistryInMemory.instance("demo.Orders", "10.0.0.1:9090", "1", "a", "Place"));
		mark();
		assertThat(seen()).containsExactly("INSTANCE_ARRIVED 10.0.0.1:9090 shop null>1");
	}

	/** Waits until all previous events have been processed. */
	private void mark() {
		ServiceName marks = new ServiceName("test.Marks");
		long before = marks(marks);
		if (this.registry.instances().view(marks).instances().isEmpty()) {
			// Later than the start of the recorder, so that even its first snapshot
			// reports it.
			this.registry.instances()
				.put(new RpcInstance(marks, LAST, Set.of("Mark"), new InstanceMetadata("mark", "test", "", 100, "",
						Map.of(), InstanceStatus.UP, FakeClock.START, Map.of())));
		}
		else {
			this.registry.instances().remove(marks, LAST);
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> marks(marks) > before);
	}

	private long marks(ServiceName marks) {
		return this.registry.entries().stream().filter((entry) -> marks.equals(entry.service())).count();
	}

	private List<String> seen() {
		List<String> seen = new ArrayList<>();
		this.registry.entries()
			.stream()
			.filter((entry) -> entry.service() != null && !entry.service().value().startsWith("test."))
			.forEach((entry) -> seen.add(0, entry.kind() + " " + entry.endpoint() + " " + entry.subject() + " "
					+ entry.before() + ">" + entry.after()));
		return seen;
	}

}
