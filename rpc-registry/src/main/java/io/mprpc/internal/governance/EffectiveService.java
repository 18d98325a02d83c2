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
package io.mprpc.internal.governance;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;

/**
 * A service as it is published, its rules, and the result for consumers: the one place
 * that decides which instances a consumer may call, and why. Immutable; made anew for
 * each change of the instances or the rules.
 * <p>
 * Nothing is known before both the instances and the rules are, so that an instance that
 * is out of service is never seen in service first. That goes for a view from disk, and
 * the rules that were kept with it, too.
 *
 * @since 0.1
 */
public final class EffectiveService {

	private final ServiceView published;

	private final RulesView rules;

	private final ServiceView view;

	private EffectiveService(ServiceView published, RulesView rules) {
		this.rules = rules;
		this.published = (published.isKnown() && rules.isKnown()) ? published
				: ServiceView.loading(published.service());
		this.view = apply(this.published, rules.rules());
	}

	/**
	 * Applies rules to instances.
	 * @param published the instances as they are published
	 * @param rules the rules
	 * @return the service
	 */
	public static EffectiveService of(ServiceView published, RulesView rules) {
		return new EffectiveService(published, rules);
	}

	private static ServiceView apply(ServiceView published, ServiceRules rules) {
		if (rules.isEmpty()) {
			return published;
		}
		List<RpcInstance> instances = published.instances().stream().map(rules::applyTo).toList();
		return new ServiceView(published.service(), instances, published.state(), published.asOf());
	}

	/**
	 * The same instances under other rules.
	 * @param other the rules
	 * @return the service as it would be
	 */
	public EffectiveService withRules(ServiceRules other) {
		return new EffectiveService(this.published,
				new RulesView(other, this.rules.version(), this.rules.state(), this.rules.problem()));
	}

	/**
	 * Name of the service.
	 * @return the name
	 */
	public ServiceName name() {
		return this.published.service();
	}

	/**
	 * Whether anything is known.
	 * @return whether the instances mean something
	 */
	public boolean isKnown() {
		return this.published.isKnown();
	}

	/**
	 * The instances as they are published.
	 * @return the instances, none while not {@linkplain #isKnown() known}
	 */
	public ServiceView published() {
		return this.published;
	}

	/**
	 * The operators' rules.
	 * @return the rules
	 */
	public RulesView rules() {
		return this.rules;
	}

	/**
	 * The instances as consumers see them.
	 * @return the instances in the order of the published ones, which they are if no rule
	 * is set
	 */
	public ServiceView view() {
		return this.view;
	}

	/**
	 * All instances.
	 * @return the instances in the order of the published ones
	 */
	public List<EffectiveInstance> instances() {
		return all().toList();
	}

	/**
	 * The instance at an endpoint.
	 * @param endpoint where the instance takes calls
	 * @return the instance, empty if there is none
	 */
	public Optional<EffectiveInstance> instance(Endpoint endpoint) {
		return all().filter((each) -> each.published().endpoint().equals(endpoint)).findFirst();
	}

	/**
	 * Methods that instances offer, whether or not they take calls.
	 * @return simple names of the methods
	 */
	public SortedSet<String> offeredMethods() {
		SortedSet<String> methods = new TreeSet<>();
		this.published.instances().forEach((instance) -> methods.addAll(instance.methods()));
		return methods;
	}

	/**
	 * Methods of which at least one instance takes calls.
	 * @return simple names of the methods
	 */
	public SortedSet<String> availableMethods() {
		SortedSet<String> methods = new TreeSet<>();
		this.view.instances()
			.stream()
			.filter(RpcInstance::takesCalls)
			.forEach((instance) -> methods.addAll(instance.methods()));
		return methods;
	}

	private Stream<EffectiveInstance> all() {
		return IntStream.range(0, this.published.instances().size())
			.mapToObj((index) -> new EffectiveInstance(this.published.instances().get(index),
					this.view.instances().get(index), this.rules.rules()));
	}

}
