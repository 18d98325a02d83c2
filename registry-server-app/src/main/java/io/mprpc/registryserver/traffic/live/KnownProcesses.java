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

package io.mprpc.registryserver.traffic.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.NaturalOrder;
import io.mprpc.registryserver.traffic.ProcessIdentity;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.registryserver.traffic.RegisteredProcesses;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.ReportingProcess.State;
import org.jspecify.annotations.Nullable;

/**
 * Processes that the registry knows or that report, at one moment, in natural order of
 * their identities. Those that have just gone are found and not listed.
 */
final class KnownProcesses {

	private static final ServiceName ANY = new ServiceName("any");

	private final Map<String, Known> byId = new LinkedHashMap<>();

	// A provider is known by its endpoint before it reports.
	private final Map<String, String> aliases = new HashMap<>();

	private final List<ReportingProcess> list;

	private final int reporting;

	KnownProcesses(RegisteredProcesses registered, ReportedProcesses reported, Predicate<String> muted,
			Predicate<ProcessFigures> isSilent) {
		List<Known> found = new ArrayList<>();
		Set<String> keys = new HashSet<>();
		for (RegisteredProcess each : registered.all()) {
			ReportedProcess figures = reported.byKey(each.publicKey()).orElse(null);
			if (figures != null) {
				keys.add(figures.figures().identity().publicKey());
			}
			found.add(new Known(process(each, figures, reported, muted, isSilent), figures));
			if (figures != null) {
				this.aliases.put(each.id(), figures.figures().identity().id());
			}
		}
		List<Known> gone = new ArrayList<>();
		for (ReportedProcess each : reported.all()) {
			if (!keys.contains(each.figures().identity().publicKey())) {
				Known known = new Known(process(null, each, reported, muted, isSilent), each);
				(each.figures().isConnected() ? found : gone).add(known);
			}
		}
		// Where nodes with several keys tell one identity, the process that reports has
		// it.
		found.sort((one, other) -> {
			int order = NaturalOrder.compare(one.process().id(), other.process().id());
			return (order != 0) ? order : Boolean.compare(other.process().isReporting(), one.process().isReporting());
		});
		found.forEach((each) -> this.byId.putIfAbsent(each.process().id(), each));
		this.list = this.byId.values().stream().map(Known::process).toList();
		// Its last calls are still shown.
		gone.forEach((each) -> this.byId.putIfAbsent(each.process().id(), each));
		this.reporting = (int) this.list.stream().filter(KnownProcesses::isReporting).count();
	}

	List<ReportingProcess> list() {
		return this.list;
	}

	int reporting() {
		return this.reporting;
	}

	int silent() {
		return this.list.size() - this.reporting;
	}

	@Nullable Known find(String id) {
		Known found = this.byId.get(id);
		String other = (found != null) ? null : this.aliases.get(id);
		return (other != null) ? this.byId.get(other) : found;
	}

	private static boolean isReporting(ReportingProcess process) {
		return process.state() == State.REPORTING || process.state() == State.CONNECTED;
	}

	private static ReportingProcess process(@Nullable RegisteredProcess registered, @Nullable ReportedProcess reported,
			ReportedProcesses all, Predicate<String> muted, Predicate<ProcessFigures> isSilent) {
		ProcessFigures figures = (reported != null) ? reported.figures() : null;
		ProcessIdentity identity = (figures != null) ? figures.identity() : named(registered);
		String refusal = (figures != null && figures.isConnected()) ? null : all.refusal(identity.id());
		State state = (refusal != null) ? State.REFUSED : state(figures, isSilent);
		Instant since = (figures != null) ? figures.since() : null;
		return new ReportingProcess(identity.id(), identity.application(), identity.host(), identity.pid(),
				(registered != null) ? registered.endpoints().values().stream().distinct().sorted().toList()
						: List.<Endpoint>of(),
				(registered != null) ? names(registered.provides().keySet()) : List.of(),
				(registered != null) ? names(registered.consumes()) : List.of(), state, since,
				(figures != null) ? figures.lastReport() : null, identity.software(),
				(reported != null) ? reported.drops().number() : 0,
				(refusal != null) ? refusal : (reported != null) ? reported.drops().reason() : null,
				muted.test(identity.application()));
	}

	private static State state(@Nullable ProcessFigures figures, Predicate<ProcessFigures> isSilent) {
		if (figures == null || !figures.isConnected()) {
			return State.SILENT;
		}
		if (figures.lastReport() == null) {
			return State.CONNECTED;
		}
		if (isSilent.test(figures)) {
			return State.SILENT;
		}
		return (figures.seconds() > 0) ? State.REPORTING : State.CONNECTED;
	}

	/** Identity of a process that has never reported. */
	private static ProcessIdentity named(@Nullable RegisteredProcess registered) {
		String id = (registered != null) ? registered.id() : "";
		String application = (registered != null) ? registered.application() : "";
		if (registered != null && !registered.consumes().isEmpty()) {
			try {
				ConsumerReference parsed = ConsumerReference.parse(ANY, id);
				return new ProcessIdentity(id, "", application, parsed.host(), parsed.pid(), "");
			}
			catch (IllegalArgumentException ex) {
				// Only its text is known.
			}
		}
		String host = (registered != null)
				? registered.endpoints().values().stream().sorted().findFirst().map(Endpoint::host).orElse("") : "";
		return new ProcessIdentity(id, "", application, host, 0, "");
	}

	private static List<ServiceName> names(Collection<String> services) {
		return services.stream().sorted().map(ServiceName::new).toList();
	}

	/**
	 * A process.
	 *
	 * @param process the process
	 * @param reported what it reports, {@code null} if it never has
	 */
	record Known(ReportingProcess process, @Nullable ReportedProcess reported) {

	}

}
