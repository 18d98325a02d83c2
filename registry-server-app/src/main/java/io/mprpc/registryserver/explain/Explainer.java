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

import java.util.List;
import java.util.Optional;

import io.mprpc.internal.governance.EffectiveInstance;
import io.mprpc.internal.governance.EffectiveService;
import io.mprpc.internal.governance.UnavailabilityReason;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.traffic.model.ReportingProcess;

/**
 * Explains where calls of a service go, and why.
 */
public final class Explainer {

	private final Catalog catalog;

	private final Journal journal;

	private final ConsumerExplanations consumers;

	private final ExplanationText texts;

	/**
	 * Creates it.
	 * @param catalog view of the registry
	 * @param journal journal of operations
	 * @param consumers client of consumers
	 * @param texts texts for display
	 */
	public Explainer(Catalog catalog, Journal journal, ConsumerExplanations consumers, ExplanationText texts) {
		this.catalog = catalog;
		this.journal = journal;
		this.consumers = consumers;
		this.texts = texts;
	}

	/**
	 * Explains a method of a service. Waits for consumers for at most two seconds.
	 * @param service the service
	 * @param method simple name of the method, empty for any
	 * @param consumer identity of the process to ask, empty for up to five that report
	 * @return the explanation, empty if the registry does not know the service
	 */
	public Optional<ServiceExplanation> explain(ServiceName service, String method, String consumer) {
		return this.catalog.effective(service).map((effective) -> explain(effective, method, consumer));
	}

	/**
	 * Consumers of a service that can be asked.
	 * @param service the service
	 * @return the processes in the order of their identities
	 */
	public List<ReportingProcess> consumers(ServiceName service) {
		return this.consumers.reporting(service);
	}

	private ServiceExplanation explain(EffectiveService service, String method, String consumer) {
		Commands commands = Commands.of(this.journal, service.name());
		List<InstanceExplanation> instances = service.instances()
			.stream()
			.map((instance) -> explain(instance, method, commands))
			.toList();
		List<ConsumerAnswer> answers = consumer.isEmpty() ? this.consumers.ask(service.name(), method)
				: List.of(this.consumers.ask(service.name(), method, consumer));
		boolean told = answers.stream().anyMatch((answer) -> answer.error() == null);
		return new ServiceExplanation(service.name(), method, service.published().state(),
				service.rules().rules().lastChange(), shared(instances), answers,
				(told || !consumer.isEmpty()) ? null : this.texts.noConsumer());
	}

	private InstanceExplanation explain(EffectiveInstance instance, String method, Commands commands) {
		RpcInstance effective = instance.effective();
		InstanceMetadata metadata = effective.metadata();
		List<UnavailabilityReason> reasons = method.isEmpty() ? instance.reasons() : instance.reasons(method);
		return new InstanceExplanation(effective.endpoint(), metadata.application(), metadata.version(),
				metadata.zone(), metadata.weight(), reasons.isEmpty(), 0,
				reasons.stream()
					.map((reason) -> Reason.of(reason, this.texts.reason(reason),
							commands.of(effective.endpoint(), reason)))
					.toList());
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
