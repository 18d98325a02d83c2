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

package io.mprpc.internal.grpc.balancer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.grpc.NameResolver;
import io.mprpc.registry.ServiceName;

/**
 * Explainer of routing: where calls go and why, from the state of the balancers. Set on a
 * channel's builder as the name resolver's argument {@link #KEY}, it knows that channel's
 * balancer for as long as there is one: not while the channel is idle.
 *
 * @since 0.1
 */
public final class RoutingExplainer {

	/** Argument of a channel's name resolver: the explainer of its routing. */
	public static final NameResolver.Args.Key<RoutingExplainer> KEY = NameResolver.Args.Key
		.create("io.mprpc.routing-explainer");

	private final Set<MethodAwareLoadBalancer> balancers = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private final LongAdder unverifiedCalls = new LongAdder();

	/**
	 * Calls that were sent to an instance although its identity could not be verified:
	 * the registry was out of reach and no other instance served the method.
	 * @return the number since the start
	 */
	public long unverifiedCalls() {
		return this.unverifiedCalls.sum();
	}

	LongAdder unverifiedCallCount() {
		return this.unverifiedCalls;
	}

	/**
	 * Explains one method of a service.
	 * @param service the service
	 * @param method simple name of the method
	 * @return one snapshot for each channel whose target is the service
	 */
	public List<RoutingSnapshot> explain(ServiceName service, String method) {
		return explain(method).stream()
			.filter((snapshot) -> snapshot.resolution() != null
					&& snapshot.resolution().target().service().equals(service))
			.toList();
	}

	/**
	 * Explains every channel, without regard to methods.
	 * @return one snapshot for each channel
	 */
	public List<RoutingSnapshot> explain() {
		return explain("");
	}

	private List<RoutingSnapshot> explain(String method) {
		List<MethodAwareLoadBalancer> current;
		synchronized (this.balancers) {
			current = new ArrayList<>(this.balancers);
		}
		return current.stream().map((balancer) -> balancer.explain(method)).filter(Objects::nonNull).toList();
	}

	void add(MethodAwareLoadBalancer balancer) {
		this.balancers.add(balancer);
	}

	void remove(MethodAwareLoadBalancer balancer) {
		this.balancers.remove(balancer);
	}

}
