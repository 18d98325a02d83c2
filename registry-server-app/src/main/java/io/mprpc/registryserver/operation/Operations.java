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

package io.mprpc.registryserver.operation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.internal.governance.EffectiveService;
import io.mprpc.internal.governance.RuleChange;
import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.governance.RulesView;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceNames;
import io.mprpc.registry.ServiceView;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.journal.JournalEvent;
import io.mprpc.registryserver.journal.JournalEventType;
import io.mprpc.registryserver.journal.LocalRuleChanges;

/**
 * Executes commands of operators: checks them, and writes them to the registry and to the
 * journal. All methods may be called on any thread.
 */
public final class Operations {

	private static final int ATTEMPTS = 5;

	private static final Duration SEEN_WITHIN = Duration.ofSeconds(2);

	private final Catalog catalog;

	private final InstanceDirectory instances;

	private final RulesDirectory rules;

	private final RulesWriter writer;

	private final ServiceNames names;

	private final Journal journal;

	private final LocalRuleChanges own;

	private final InstantSource time;

	/**
	 * Creates the operations.
	 * @param catalog view of the services
	 * @param instances instances as they are published
	 * @param rules repository of rules
	 * @param names names of services, to remove them
	 * @param journal journal for the executed commands
	 * @param own changes that were made through this server
	 * @param time clock for the time of changes
	 */
	public Operations(Catalog catalog, InstanceDirectory instances, RulesDirectory rules, ServiceNames names,
			Journal journal, LocalRuleChanges own, InstantSource time) {
		this.catalog = catalog;
		this.instances = instances;
		this.rules = rules;
		this.writer = new RulesWriter(rules);
		this.names = names;
		this.journal = journal;
		this.own = own;
		this.time = time;
	}

	/**
	 * Executes a command. When this method returns, the catalog shows the change. A
	 * command that conflicts with another one is retried as long as it still applies,
	 * unless the operator expects a certain version of the rules.
	 * @param command the command
	 * @param context author and conditions
	 * @return the result
	 * @throws CommandRefusedException if it is refused
	 */
	public CommandResult execute(Command command, CommandContext context) {
		ServiceName service = command.service();
		if (this.catalog.service(service).isEmpty()) {
			// Before the registry has answered, an absent service proves nothing.
			throw this.catalog.isConnected() ? Refusals.unknownService(service) : Refusals.unreachable(service);
		}
		return (command instanceof Command.RemoveService) ? remove(service, context)
				: executeAll(List.of(command), context).get(0);
	}

	/**
	 * Removes a service of which only the name has been left for a time, and records that
	 * in the journal.
	 * @param service the service
	 * @param after time for which only the name has been left
	 * @throws CommandRefusedException if the service is in use again, or the registry is
	 * unreachable
	 */
	public void retire(ServiceName service, Duration after) {
		remove(service);
		this.journal
			.record(List.of(JournalEvent.of(JournalEventType.SERVICE_RETIRED, service).from(null, after.toString())));
	}

	private CommandResult remove(ServiceName service, CommandContext context) {
		current(service, context);
		remove(service);
		JournalEntry entry = this.journal
			.record(List.of(JournalEvent.of(JournalEventType.SERVICE_REMOVED, service).by(context.actor())))
			.get(0);
		return new CommandResult(service, true, Document.NO_VERSION, entry);
	}

	private void remove(ServiceName service) {
		if (!this.catalog.retired().contains(service)
				|| !this.writer.remove(this.names, service, this.rules.rules(service).version())) {
			throw Refusals.inUse(service);
		}
	}

	/**
	 * Takes all services that an endpoint offers out of service, or puts them back. The
	 * change is one transaction: all or nothing.
	 * @param endpoint the endpoint
	 * @param inService whether they take calls
	 * @param lifetime lifetime of the rules; ignored when they are put back
	 * @param context author and conditions; expected versions are ignored
	 * @return the result for each service
	 * @throws CommandRefusedException if it is refused
	 */
	public List<CommandResult> serveAll(Endpoint endpoint, boolean inService, RuleLifetime lifetime,
			CommandContext context) {
		CommandContext each = new CommandContext(context.actor(), context.force(), null);
		List<Command> commands = this.catalog.instance(endpoint)
			.orElseThrow(() -> Refusals.nothingOffered(endpoint))
			.services()
			.stream()
			.<Command>map((offer) -> new Command.SetInstanceServing(offer.service(), endpoint, inService, lifetime))
			.toList();
		return executeAll(commands, each);
	}

	private List<CommandResult> executeAll(List<Command> commands, CommandContext context) {
		for (int attempt = 1;; attempt++) {
			List<Planned> planned = commands.stream().map((command) -> plan(command, context)).toList();
			try {
				return carryOut(planned, context);
			}
			catch (DocumentChangedException ex) {
				ServiceName service = new ServiceName(ex.name().last());
				if (context.expectedRulesVersion() != null || attempt == ATTEMPTS || !isNews(planned, service)) {
					throw Refusals.changedMeanwhile(service, null);
				}
			}
		}
	}

	private Planned plan(Command command, CommandContext context) {
		RulesView before = current(command.service(), context);
		Change change = change(command, context, before);
		RuleChange note = new RuleChange(context.actor(), this.time.instant(), change.text());
		return new Planned(command.service(), before, change, note);
	}

	/** Whether changed rules will be seen soon. */
	private boolean isNews(List<Planned> planned, ServiceName service) {
		int known = planned.stream()
			.filter((each) -> each.service().equals(service))
			.mapToInt((each) -> each.before().version())
			.findFirst()
			.orElse(Document.NO_VERSION);
		return this.writer.await(service, (view) -> view.version() != known, SEEN_WITHIN);
	}

	private List<CommandResult> carryOut(List<Planned> planned, CommandContext context) {
		List<Planned> changing = planned.stream().filter(Planned::changesAnything).toList();
		Map<ServiceName, RulesView> written = write(changing);
		List<JournalEntry> entries = this.journal
			.record(changing.stream().map((each) -> each.change().event().by(context.actor())).toList());
		written.forEach((service, rules) -> this.writer.await(service, (view) -> view.version() >= rules.version(),
				SEEN_WITHIN));
		return planned.stream().map((each) -> {
			int changed = changing.indexOf(each);
			return (changed < 0) ? new CommandResult(each.service(), false, each.before().version(), null)
					: new CommandResult(each.service(), true,
							written.getOrDefault(each.service(), each.before()).version(), entries.get(changed));
		}).toList();
	}

	private Map<ServiceName, RulesView> write(List<Planned> changing) {
		if (changing.isEmpty()) {
			return Map.of();
		}
		changing.forEach((each) -> this.own.expect(each.note()));
		try {
			List<RulesView> rules = this.writer.writeAll(changing.stream()
				.map((each) -> new RulesDirectory.Write(each.service(), each.change().rules().changedBy(each.note()),
						each.before().version()))
				.toList());
			Map<ServiceName, RulesView> written = new LinkedHashMap<>();
			for (int i = 0; i < changing.size(); i++) {
				written.put(changing.get(i).service(), rules.get(i));
			}
			return written;
		}
		catch (RuntimeException ex) {
			// May have been written nevertheless, and is then recorded when the registry
			// reports it.
			changing.forEach((each) -> this.own.forget(each.note()));
			throw ex;
		}
	}

	/** Applies the command to the rules, if it is allowed. */
	private Change change(Command command, CommandContext context, RulesView before) {
		ServiceName service = command.service();
		EffectiveService found = EffectiveService.of(this.instances.view(service), before);
		Change change = new RuleEditor(new CommandState(found), context.force()).change(command);
		Set<String> lost = found.availableMethods();
		lost.removeAll(found.withRules(change.rules()).availableMethods());
		if (!lost.isEmpty() && !context.force()) {
			throw Refusals.lastInService(service, lost);
		}
		return change;
	}

	private RulesView current(ServiceName service, CommandContext context) {
		RulesView view = this.rules.rules(service);
		if (view.state() != Document.State.LIVE || this.instances.view(service).state() != ServiceView.State.LIVE) {
			throw Refusals.unreachable(service);
		}
		if (view.problem() != null) {
			throw Refusals.unreadable(service);
		}
		Integer expected = context.expectedRulesVersion();
		if (expected != null && expected != view.version()) {
			RuleChange last = view.rules().lastChange();
			throw Refusals.changedMeanwhile(service, (last != null) ? last.by() : null);
		}
		return view;
	}

	private static boolean sameRules(ServiceRules some, ServiceRules others) {
		return some.versionsOutOfService().equals(others.versionsOutOfService())
				&& some.instances().equals(others.instances());
	}

	/**
	 * A checked command.
	 *
	 * @param service the service that it applies to
	 * @param before the current rules
	 * @param change the change
	 * @param note author and description of the change
	 */
	private record Planned(ServiceName service, RulesView before, Change change, RuleChange note) {

		boolean changesAnything() {
			return !sameRules(this.change.rules(), this.before.rules());
		}

	}

}
