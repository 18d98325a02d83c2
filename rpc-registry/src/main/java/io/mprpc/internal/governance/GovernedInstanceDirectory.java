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

import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Directory of instances with the operators' rules applied: their status, their weight
 * and the methods that take calls. A view waits for the rules, so that an instance that
 * is out of service is never seen in service first; that goes for a view from disk, and
 * the rules that were kept with it, too.
 *
 * @since 0.1
 */
public final class GovernedInstanceDirectory implements InstanceDirectory {

	private final InstanceDirectory instances;

	private final RulesDirectory rules;

	/**
	 * Applies rules to what a directory shows.
	 * @param instances the instances as they are published
	 * @param rules the rules
	 */
	public GovernedInstanceDirectory(InstanceDirectory instances, RulesDirectory rules) {
		this.instances = instances;
		this.rules = rules;
	}

	/**
	 * The same rules for another directory.
	 * @param change makes the directory from that of the instances as they are published
	 * @return the directory with the rules applied
	 */
	public GovernedInstanceDirectory over(UnaryOperator<InstanceDirectory> change) {
		return new GovernedInstanceDirectory(change.apply(this.instances), this.rules);
	}

	@Override
	public ServiceView view(ServiceName service) {
		return EffectiveService.of(this.instances.view(service), this.rules.rules(service)).view();
	}

	@Override
	public Subscription subscribe(ServiceName service, Consumer<ServiceView> listener) {
		Follower follower = new Follower(service, listener);
		Subscription toInstances = this.instances.subscribe(service, follower::instances);
		Subscription toRules = this.rules.subscribe(service, follower::rules);
		return () -> {
			follower.close();
			toInstances.close();
			toRules.close();
		};
	}

	@Override
	public CompletionStage<Boolean> isRegistered(RpcInstance instance) {
		return this.instances.isRegistered(instance);
	}

	@Override
	public SortedSet<ServiceName> services() {
		return this.instances.services();
	}

	@Override
	public Subscription onChange(Runnable listener) {
		Subscription toInstances = this.instances.onChange(listener);
		Subscription toRules = this.rules.onChange(listener);
		return () -> {
			toInstances.close();
			toRules.close();
		};
	}

	/** Joins both roads to one listener, one call after the other. */
	private static final class Follower {

		private final Consumer<ServiceView> listener;

		private ServiceView published;

		private RulesView rules = RulesView.LOADING;

		private @Nullable ServiceView seen;

		private boolean closed;

		Follower(ServiceName service, Consumer<ServiceView> listener) {
			this.listener = listener;
			this.published = ServiceView.loading(service);
		}

		synchronized void instances(ServiceView view) {
			this.published = view;
			show();
		}

		synchronized void rules(RulesView view) {
			this.rules = view;
			show();
		}

		synchronized void close() {
			this.closed = true;
		}

		private void show() {
			ServiceView effective = EffectiveService.of(this.published, this.rules).view();
			if (!this.closed && effective.isKnown() && !effective.equals(this.seen)) {
				this.seen = effective;
				this.listener.accept(effective);
			}
		}

	}

}
