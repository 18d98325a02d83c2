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

package io.mprpc.registryserver.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.Consumer;
import io.mprpc.registryserver.catalog.InstanceRow;
import io.mprpc.registryserver.catalog.RuleSummary;
import io.mprpc.registryserver.catalog.ServiceDetail;
import io.mprpc.registryserver.explain.Reason.Cause;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.traffic.ConsumerAnswer;
import io.mprpc.registryserver.traffic.ConsumerExplanations;

/**
 * Explains where calls of a service go.
 */
public final class Explainer {

	private static final String NOBODY = "No consumer of the service answered. Set rpc.server.admin.enabled=true in the "
			+ "consumers that serve anything themselves; one that serves nothing stands nowhere in the registry where "
			+ "it could be asked";

	private final Catalog catalog;

	private final Journal journal;

	private final ConsumerExplanations consumers;

	/**
	 * Creates it.
	 * @param catalog what the registry knows
	 * @param journal tells who commanded what
	 * @param consumers asks consumers
	 */
	public Explainer(Catalog catalog, Journal journal, ConsumerExplanations consumers) {
		this.catalog = catalog;
		this.journal = journal;
		this.consumers = consumers;
	}

	/**
	 * Explains a method of a service. Waits two seconds at most for consumers.
	 * @param service the service
	 * @param method simple name of the method, empty for any
	 * @return the explanation, empty if the registry does not know the service
	 */
	public Optional<ServiceExplanation> explain(ServiceName service, String method) {
		return this.catalog.service(service).map((detail) -> explain(detail, method));
	}

	private ServiceExplanation explain(ServiceDetail detail, String method) {
		Commands commands = Commands.of(this.journal, detail.name());
		List<InstanceExplanation> instances = detail.instances()
			.stream()
			.map((instance) -> explain(instance, reasons(instance, method, commands)))
			.toList();
		Set<String> applications = detail.consumers().stream().map(Consumer::application).collect(Collectors.toSet());
		List<ConsumerAnswer> answers = this.consumers.ask(detail.name(), method, applications);
		boolean told = answers.stream().anyMatch((answer) -> answer.error() == null);
		return new ServiceExplanation(detail.name(), method, detail.state(), detail.lastRuleChange(), shared(instances),
				answers, told ? null : NOBODY);
	}

	private static List<Reason> reasons(InstanceRow instance, String method, Commands commands) {
		List<Reason> reasons = new ArrayList<>();
		RuleSummary rule = instance.rule();
		if (!method.isEmpty() && !instance.methods().contains(method)) {
			reasons.add(Reason.of(Cause.NO_METHOD));
		}
		if (rule != null && rule.outOfService()) {
			reasons.add(commands.instanceOut(instance.endpoint()));
		}
		if (rule != null && rule.methodsOutOfService().contains(method)) {
			reasons.add(commands.methodOut(instance.endpoint(), method));
		}
		if (instance.versionOutOfService()) {
			reasons.add(commands.versionOut(instance.version()));
		}
		if (instance.publishedStatus() != InstanceStatus.UP) {
			reasons.add(Reason.of(said(instance.publishedStatus())));
		}
		else if (instance.status() == InstanceStatus.UNREADABLE) {
			reasons.add(Reason.of(Cause.RULES_UNREADABLE));
		}
		if (instance.weight() == 0) {
			reasons.add((rule != null && rule.weight() != null) ? commands.weightZero(instance.endpoint())
					: Reason.of(Cause.WEIGHT_ZERO));
		}
		return reasons;
	}

	private static Cause said(InstanceStatus status) {
		return switch (status) {
			case DRAINING -> Cause.DRAINING;
			case UNREADABLE -> Cause.METADATA_UNREADABLE;
			default -> Cause.SAYS_OUT_OF_SERVICE;
		};
	}

	private static InstanceExplanation explain(InstanceRow instance, List<Reason> reasons) {
		return new InstanceExplanation(instance.endpoint(), instance.application(), instance.version(), instance.zone(),
				instance.weight(), reasons.isEmpty(), 0, reasons);
	}

	private static List<InstanceExplanation> shared(List<InstanceExplanation> instances) {
		double sum = instances.stream()
			.filter(InstanceExplanation::offered)
			.mapToDouble(InstanceExplanation::weight)
			.sum();
		return instances.stream()
			.map((each) -> new InstanceExplanation(each.endpoint(), each.application(), each.version(), each.zone(),
					each.weight(), each.offered(), each.offered() ? each.weight() / sum : 0, each.reasons()))
			.toList();
	}

}
