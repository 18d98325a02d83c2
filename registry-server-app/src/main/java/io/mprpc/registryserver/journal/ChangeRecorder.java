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

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import io.mprpc.internal.governance.RuleChange;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.governance.RulesView;
import io.mprpc.registry.ConsumerDirectory;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Document;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records observed changes of the registry in the journal. Only live snapshots are
 * compared: while the registry is unreachable, arrivals and departures are unknown. The
 * initial content of the registry is not recorded.
 */
public final class ChangeRecorder implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ChangeRecorder.class);

	private final RecordedSources sources;

	private final Journal journal;

	private final LocalRuleChanges own;

	private final Instant start;

	private final ExecutorService thread = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "registry-journal");
		thread.setDaemon(true);
		return thread;
	});

	private final AtomicBoolean due = new AtomicBoolean();

	private final List<Subscription> subscriptions;

	// On the thread of the recorder only.
	private final Map<ServiceName, ServiceView> seen = new HashMap<>();

	private final Map<ServiceName, RulesView> seenRules = new HashMap<>();

	private Set<ConsumerReference> seenConsumers = Set.of();

	private boolean consumersKnown;

	private boolean settled;

	/**
	 * Sources that are observed. Their creator closes them.
	 *
	 * @param connection the connection that the others read through
	 * @param instances instances as they are published
	 * @param rules rules of operators
	 * @param consumers references of consumers to services
	 */
	public record RecordedSources(RegistryConnection connection, InstanceDirectory instances, RulesDirectory rules,
			ConsumerDirectory consumers) {

	}

	/**
	 * Creates the recorder and starts observing.
	 * @param sources sources to observe
	 * @param journal journal to write to
	 * @param own changes that were made through this server and are recorded there
	 * @param time clock for the time of the start
	 */
	public ChangeRecorder(RecordedSources sources, Journal journal, LocalRuleChanges own, InstantSource time) {
		this.sources = sources;
		this.journal = journal;
		this.own = own;
		this.start = time.instant();
		journal.record(List.of(JournalEvent.of(JournalEventType.SERVER_STARTED, null)));
		this.subscriptions = List.of(sources.instances().onChange(this::look), sources.rules().onChange(this::look),
				sources.consumers().onChange(this::look));
		look();
	}

	/**
	 * Stops observing.
	 */
	@Override
	public void close() {
		this.subscriptions.forEach(Subscription::close);
		this.thread.shutdownNow();
	}

	private void look() {
		if (this.due.compareAndSet(false, true)) {
			try {
				this.thread.execute(this::compare);
			}
			catch (RejectedExecutionException ex) {
				// Closed.
			}
		}
	}

	private void compare() {
		this.due.set(false);
		try {
			List<JournalEvent> events = new ArrayList<>();
			SortedSet<ServiceName> names = new TreeSet<>(this.sources.instances().services());
			boolean allLive = !names.isEmpty();
			for (ServiceName name : names) {
				allLive &= compare(name, events);
			}
			names.addAll(this.sources.rules().services());
			names.forEach((name) -> compareRules(name, events));
			compareConsumers(events);
			this.settled |= allLive;
			this.journal.record(events);
		}
		catch (RuntimeException ex) {
			logger.error("Changes of the registry could not be written into the journal", ex);
		}
	}

	private boolean compare(ServiceName name, List<JournalEvent> events) {
		ServiceView now = this.sources.instances().view(name);
		if (now.state() != ServiceView.State.LIVE) {
			return false;
		}
		ServiceView before = this.seen.put(name, now);
		if (before != now) {
			List<RpcInstance> known = (before != null) ? before.instances() : baseline(now);
			events.addAll(InstanceChanges.between(name, known, now.instances()));
		}
		return true;
	}

	/** Initial content of a service that was not observed before. */
	private List<RpcInstance> baseline(ServiceView view) {
		return this.settled ? List.of() : view.instances().stream().filter((instance) -> {
			Instant startTime = instance.metadata().startTime();
			return startTime == null || startTime.isBefore(this.start);
		}).toList();
	}

	private void compareRules(ServiceName name, List<JournalEvent> events) {
		RulesView now = this.sources.rules().rules(name);
		if (now.state() != Document.State.LIVE) {
			return;
		}
		RulesView before = this.seenRules.put(name, now);
		RuleChange change = now.rules().lastChange();
		if (before == now || change == null || this.own.contains(change)) {
			return;
		}
		boolean news = (before != null) ? !Objects.equals(change, before.rules().lastChange())
				: !change.at().isBefore(this.start);
		if (news) {
			events.add(JournalEvent.of(JournalEventType.RULES_CHANGED, name).by(change.by()).from(null, change.what()));
		}
	}

	private void compareConsumers(List<JournalEvent> events) {
		if (!this.sources.consumers().isKnown()
				|| this.sources.connection().state() != RegistryConnection.State.CONNECTED) {
			return;
		}
		// A consumer that changes its key neither comes nor goes.
		Set<ConsumerReference> now = this.sources.consumers()
			.references()
			.stream()
			.map((reference) -> reference.withReportKey(null))
			.collect(Collectors.toSet());
		if (this.consumersKnown) {
			differ(now, this.seenConsumers, JournalEventType.CONSUMER_ARRIVED, events);
			differ(this.seenConsumers, now, JournalEventType.CONSUMER_LEFT, events);
		}
		this.consumersKnown = true;
		this.seenConsumers = now;
	}

	private static void differ(Set<ConsumerReference> some, Set<ConsumerReference> others, JournalEventType kind,
			List<JournalEvent> events) {
		some.stream()
			.filter((reference) -> !others.contains(reference))
			.forEach((reference) -> events.add(JournalEvent.of(kind, reference.service()).about(reference.toString())));
	}

}
