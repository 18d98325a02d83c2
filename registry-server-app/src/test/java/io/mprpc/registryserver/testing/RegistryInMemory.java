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

package io.mprpc.registryserver.testing;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.CatalogSources;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.journal.JournalFilter;
import io.mprpc.registryserver.journal.JournalSettings;
import io.mprpc.registryserver.journal.LocalRuleChanges;
import io.mprpc.registryserver.operation.Operations;
import io.mprpc.testing.FakeClock;
import io.mprpc.testing.InMemoryRegistry;
import io.mprpc.testing.MemoryDocuments;

/**
 * In-memory registry with the registry server's components.
 */
public final class RegistryInMemory {

	/** Start time of the instances of this registry: an hour before its clock starts. */
	public static final Instant BEGAN = FakeClock.START.minusSeconds(3600);

	private final FakeClock clock = new FakeClock();

	private final InMemoryRegistry instances = new InMemoryRegistry();

	private final MemoryDocuments documents = new MemoryDocuments(false);

	private final RulesDirectory rules = new RulesDirectory(this.documents);

	private final MemoryConsumers consumers = new MemoryConsumers();

	private final SwitchedConnection connection = new SwitchedConnection();

	private final Catalog catalog;

	private final Journal journal;

	private final LocalRuleChanges own = new LocalRuleChanges();

	private final List<ServiceName> removed = new ArrayList<>();

	private final Operations operations;

	public RegistryInMemory(Path directory) {
		this.catalog = new Catalog(
				new CatalogSources(this.connection, this.instances, this.rules, this.consumers, this.instances),
				this.clock);
		this.journal = new Journal(new JournalSettings(directory, 1000), this.clock);
		this.operations = new Operations(this.catalog, this.instances, this.rules, this::remove, this.journal, this.own,
				this.clock);
	}

	/**
	 * An instance of the application {@code shop} in the zone {@code a}.
	 */
	public static RpcInstance instance(String service, String endpoint, String version, String uuid,
			String... methods) {
		return new RpcInstance(new ServiceName(service), Endpoint.parse(endpoint), Set.of(methods),
				new InstanceMetadata(uuid, "shop", version, 100, "a", Map.of("tier", "gold"), InstanceStatus.UP, BEGAN,
						Map.of("http", 8080)));
	}

	private CompletionStage<Boolean> remove(ServiceName service, int documentVersion) {
		this.removed.add(service);
		return CompletableFuture.completedFuture(true);
	}

	/**
	 * Services that were removed; their names are kept here.
	 */
	public List<ServiceName> removed() {
		return this.removed;
	}

	public FakeClock clock() {
		return this.clock;
	}

	public InMemoryRegistry instances() {
		return this.instances;
	}

	public MemoryDocuments documents() {
		return this.documents;
	}

	public RulesDirectory rules() {
		return this.rules;
	}

	public ServiceRules rules(String service) {
		return this.rules.rules(new ServiceName(service)).rules();
	}

	public MemoryConsumers consumers() {
		return this.consumers;
	}

	public SwitchedConnection connection() {
		return this.connection;
	}

	public Catalog catalog() {
		return this.catalog;
	}

	public Journal journal() {
		return this.journal;
	}

	public LocalRuleChanges own() {
		return this.own;
	}

	public Operations operations() {
		return this.operations;
	}

	public List<JournalEntry> entries() {
		return this.journal.entries(JournalFilter.newest(100));
	}

}
