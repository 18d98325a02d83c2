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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.grpc.ConnectivityState;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.backend.Candidate;
import io.mprpc.internal.grpc.balancer.pick.BalancerSnapshot;
import io.mprpc.internal.grpc.balancer.pick.PickFailure;
import io.mprpc.internal.grpc.balancer.pick.Weights;
import io.mprpc.internal.grpc.balancer.reason.RouteReason;
import io.mprpc.internal.grpc.balancer.reason.RouteReason.Code;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * Explanation of a snapshot for one method, with the same rules by which pickers choose.
 */
final class Explanation {

	private final BalancerSnapshot snapshot;

	private final String method;

	private final Weights weights;

	private final Set<String> picked = new HashSet<>();

	private final long totalWeight;

	/**
	 * Creates an explanation.
	 * @param snapshot the snapshot
	 * @param method simple name of the method, empty for any
	 */
	Explanation(BalancerSnapshot snapshot, String method) {
		this.snapshot = snapshot;
		this.method = method;
		List<Candidate> able = new ArrayList<>();
		snapshot.candidates().stream().filter((each) -> each.isInService() && serves(each)).forEach(able::add);
		Candidate.resort(able);
		this.weights = new Weights(able, snapshot.config());
		able.removeIf((each) -> !each.isReady() || !this.weights.counts(each));
		able.forEach((each) -> this.picked.add(each.name()));
		this.totalWeight = able.stream().mapToLong(this.weights::of).sum();
	}

	/**
	 * Explains.
	 * @param channel target of the channel
	 * @return the explanation
	 */
	RoutingSnapshot snapshot(String channel) {
		List<InstanceRoute> routes = new ArrayList<>();
		Set<String> known = new HashSet<>();
		for (Candidate candidate : this.snapshot.candidates()) {
			known.add(candidate.name());
			routes.add(route(candidate));
		}
		Resolution resolution = this.snapshot.resolution();
		if (resolution != null) {
			for (RpcInstance instance : resolution.view().instances()) {
				if (!known.contains(instance.endpoint().toString())) {
					routes.add(unfit(resolution, instance));
				}
			}
		}
		return new RoutingSnapshot(channel, this.method, resolution, rules(), this.snapshot.connectivity(),
				text(this.snapshot.error()), routes);
	}

	private InstanceRoute route(Candidate candidate) {
		boolean picked = isPicked(candidate);
		double share = picked ? (double) this.weights.of(candidate) / this.totalWeight : 0;
		Duration graceLeft = (candidate.grace() != null) ? candidate.grace().left() : null;
		return new InstanceRoute(candidate.name(), candidate.instance(), picked, share,
				picked ? remarks(candidate, graceLeft) : List.of(reason(candidate)), candidate.condition().state(),
				candidate.condition().connected(), text(candidate.condition().error()), candidate.share(), graceLeft);
	}

	private static InstanceRoute unfit(Resolution resolution, RpcInstance instance) {
		RouteReason reason = resolution.target().accepts(instance.metadata()) ? RouteReason.of(Code.HOST_LOOKUP)
				: RouteReason.of(Code.TARGET_MISMATCH, resolution.target().toString(), instance.metadata().version(),
						instance.metadata().tags().toString());
		return new InstanceRoute(instance.endpoint().toString(), instance, false, 0, List.of(reason),
				ConnectivityState.IDLE, false, null, 1, null);
	}

	private boolean isPicked(Candidate candidate) {
		return this.picked.contains(candidate.name());
	}

	private RouteReason reason(Candidate candidate) {
		if (!serves(candidate)) {
			return RouteReason.of(Code.METHOD_NOT_OFFERED, this.method);
		}
		if (!candidate.isInService()) {
			return candidate.standing();
		}
		String error = text(candidate.condition().error());
		if (candidate.condition().lastResort()) {
			return RouteReason.ofError(Code.EJECTED, error);
		}
		if (candidate.condition().isEjected()) {
			return RouteReason.ofError(Code.UNHEALTHY, error);
		}
		if (candidate.condition().state() == ConnectivityState.TRANSIENT_FAILURE) {
			return RouteReason.ofError(Code.UNREACHABLE, error);
		}
		if (candidate.isReady()) {
			return RouteReason.of(Code.OTHER_ZONE, this.snapshot.config().zone());
		}
		return (error != null) ? RouteReason.of(Code.RECONNECTING, error) : RouteReason.of(Code.CONNECTING);
	}

	private static List<RouteReason> remarks(Candidate candidate, @Nullable Duration graceLeft) {
		List<RouteReason> remarks = new ArrayList<>();
		if (candidate.condition().lastResort()) {
			remarks.add(RouteReason.ofError(Code.LAST_RESORT, text(candidate.condition().error())));
		}
		if (candidate.share() < 1) {
			remarks.add(RouteReason.of(Code.WARMING_UP, String.format(Locale.ROOT, "%.0f", candidate.share() * 100)));
		}
		if (graceLeft != null) {
			remarks.add(RouteReason.of(Code.GRACE_PERIOD, String.valueOf(graceLeft.toSeconds())));
		}
		return remarks;
	}

	private boolean serves(Candidate candidate) {
		RpcInstance instance = candidate.instance();
		return this.method.isEmpty() || instance == null || instance.serves(this.method);
	}

	private String rules() {
		BalancerSettings config = this.snapshot.config();
		String text = config.policy(this.method) + ", warm-up " + config.warmUp().toMillis() + " ms, removal grace "
				+ config.removalGracePeriod().toMillis() + " ms";
		return config.preferLocalZone() ? text + ", zone '" + config.zone() + "' first" : text;
	}

	private static @Nullable String text(@Nullable Status status) {
		return (status != null) ? PickFailure.error(status) : null;
	}

}
