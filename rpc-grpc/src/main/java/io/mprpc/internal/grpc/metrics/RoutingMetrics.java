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

package io.mprpc.internal.grpc.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.grpc.ConnectivityState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.mprpc.internal.grpc.balancer.InstanceRoute;
import io.mprpc.internal.grpc.balancer.RoutingExplainer;
import io.mprpc.internal.grpc.balancer.RoutingSnapshot;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.InstanceStatus;

/**
 * Meters of the instances behind channels, as the balancers see them. Channels come with
 * use, so that their meters do too: from the reading after the first call.
 *
 * @since 0.1
 */
public final class RoutingMetrics implements MeterBinder {

	private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final Map<String, Predicate<InstanceRoute>> STATES = Map.of("seen", (route) -> true, "eligible",
			RoutingMetrics::isEligible, "ready", (route) -> route.connectivity() == ConnectivityState.READY, "ejected",
			InstanceRoute::isEjected, "draining",
			(route) -> route.instance() != null && route.instance().metadata().status() == InstanceStatus.DRAINING,
			"grace", (route) -> route.graceLeft() != null);

	private final RoutingExplainer explainer;

	private final TimeSource time;

	private volatile Explained last;

	/**
	 * Creates the meters.
	 * @param explainer explains every channel
	 * @param time source of time
	 */
	public RoutingMetrics(RoutingExplainer explainer, TimeSource time) {
		this.explainer = explainer;
		this.time = time;
		this.last = new Explained(time.nanoTime() - FRESH_NANOS, List.of());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		RpcMeter.CLIENT_UNVERIFIED.counter(registry, this.explainer, RoutingExplainer::unverifiedCalls);
		Set<String> known = ConcurrentHashMap.newKeySet();
		RpcMeter.CLIENT_CHANNELS.gauge(registry, () -> {
			List<RoutingSnapshot> snapshots = current();
			for (RoutingSnapshot snapshot : snapshots) {
				Resolution resolution = snapshot.resolution();
				if (resolution != null && known.add(snapshot.channel())) {
					STATES.keySet()
						.forEach((state) -> RpcMeter.CLIENT_INSTANCES.gauge(registry,
								() -> count(snapshot.channel(), state), resolution.target().service().value(),
								snapshot.channel(), state));
				}
			}
			return snapshots.size();
		});
	}

	// An instance's share of several channels to one target is the same: they are counted
	// as one.
	private long count(String channel, String state) {
		return current().stream()
			.filter((snapshot) -> snapshot.channel().equals(channel))
			.findFirst()
			.map((snapshot) -> snapshot.instances().stream().filter(STATES.get(state)).count())
			.orElse(0L);
	}

	/** One explanation serves all meters of a reading. */
	private List<RoutingSnapshot> current() {
		Explained explained = this.last;
		long now = this.time.nanoTime();
		if (now - explained.at() >= FRESH_NANOS) {
			explained = new Explained(now, this.explainer.explain());
			this.last = explained;
		}
		return explained.snapshots();
	}

	private static boolean isEligible(InstanceRoute route) {
		return route.connectivity() != ConnectivityState.IDLE
				&& (route.instance() == null || route.instance().metadata().status() == InstanceStatus.UP);
	}

	private record Explained(long at, List<RoutingSnapshot> snapshots) {
	}

}
