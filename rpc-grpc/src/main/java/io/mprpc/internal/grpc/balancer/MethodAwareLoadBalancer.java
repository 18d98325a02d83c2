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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.mprpc.internal.grpc.balancer.admission.RegistryReach;
import io.mprpc.internal.grpc.balancer.backend.Backend;
import io.mprpc.internal.grpc.balancer.backend.OutlierDetection;
import io.mprpc.internal.grpc.balancer.backend.RemovalGracePeriod;
import io.mprpc.internal.grpc.balancer.backend.SubchannelCloser;
import io.mprpc.internal.grpc.balancer.backend.WarmUpShares;
import io.mprpc.internal.grpc.balancer.pick.BalancerSnapshot;
import io.mprpc.internal.grpc.balancer.pick.PickState;
import io.mprpc.internal.grpc.balancer.weight.WarmUp;
import io.mprpc.internal.grpc.client.DestinationSelector;
import io.mprpc.internal.grpc.client.RegistrationReader;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * Load balancer that connects to every instance of a target and spreads calls over those
 * that are ready and serve the called method. Runs in the channel's synchronization
 * context; its pickers run on any thread.
 */
final class MethodAwareLoadBalancer extends LoadBalancer {

	// While an instance warms up, shares are worked out anew this many times until it is
	// warm, but not more often than the interval.
	private static final int WARM_UP_STEPS = 60;

	private static final long MIN_WARM_UP_INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

	private final Helper helper;

	private final TimeSource time;

	private final RandomGenerator random;

	private final SubchannelCloser subchannelCloser;

	private final RegistryReach reach;

	private final PickState pickState;

	private final Map<Object, Backend> backends = new LinkedHashMap<>();

	private final OutlierDetection outlierDetection;

	private BalancerSettings config = BalancerSettings.DEFAULT;

	private @Nullable Resolution resolution;

	private @Nullable DestinationSelector selector;

	private @Nullable Status resolutionError;

	private final @Nullable RoutingExplainer explainer;

	private @Nullable ConnectivityState state;

	// Read for explanations.
	private volatile @Nullable MethodAwarePicker picker;

	private @Nullable ScheduledHandle warmUpTick;

	private boolean updateIsDue;

	private boolean shutDown;

	MethodAwareLoadBalancer(Helper helper, TimeSource time, RandomGenerator random) {
		this.helper = helper;
		this.time = time;
		this.random = random;
		this.subchannelCloser = new SubchannelCloser(helper);
		this.reach = new RegistryReach(time);
		this.outlierDetection = new OutlierDetection(helper, time, this.backends.values(), this::changed);
		this.explainer = helper.getNameResolverArgs().getArg(RoutingExplainer.KEY);
		this.pickState = new PickState(random,
				(this.explainer != null) ? this.explainer.unverifiedCallCount() : new LongAdder());
		if (this.explainer != null) {
			this.explainer.add(this);
		}
	}

	/**
	 * Explains where calls go. For any thread.
	 * @param method simple name of the method, empty for any
	 * @return the explanation, {@code null} before the first resolution
	 */
	@Nullable RoutingSnapshot explain(String method) {
		MethodAwarePicker current = this.picker;
		return (current != null) ? new Explanation(current.snapshot(), method).snapshot(this.helper.getChannelTarget())
				: null;
	}

	@Override
	public Status acceptResolvedAddresses(ResolvedAddresses addresses) {
		this.config = (addresses.getLoadBalancingPolicyConfig() instanceof BalancerSettings given) ? given
				: BalancerSettings.DEFAULT;
		this.resolution = addresses.getAttributes().get(Resolution.RESOLUTION);
		this.selector = addresses.getAttributes().get(DestinationSelector.KEY);
		this.resolutionError = null;
		boolean reachChanged = this.reach.update(this.resolution,
				addresses.getAttributes().get(RegistrationReader.READER));
		boolean verify = this.config.verifyIdentity();
		Map<Object, Backend> gone = new LinkedHashMap<>(this.backends);
		List<Backend> added = new ArrayList<>();
		for (EquivalentAddressGroup address : addresses.getAddresses()) {
			Object key = Backend.key(address);
			gone.remove(key);
			Backend known = this.backends.get(key);
			if (known != null) {
				known.update(address, verify);
			}
			else {
				Backend backend = new Backend(address, this.helper, this.time, this.random, this.subchannelCloser,
						this.reach, verify, this::changed);
				this.backends.put(key, backend);
				added.add(backend);
			}
		}
		start(added);
		removeOrKeep(gone);
		if (reachChanged) {
			this.backends.values().forEach(Backend::reachChanged);
		}
		this.outlierDetection.configure(this.config.outlierDetection());
		update();
		return Status.OK;
	}

	@Override
	public void handleNameResolutionError(Status error) {
		this.resolutionError = error;
		update();
	}

	@Override
	public void shutdown() {
		this.shutDown = true;
		if (this.explainer != null) {
			this.explainer.remove(this);
		}
		this.backends.values().forEach(Backend::close);
		this.backends.clear();
		this.outlierDetection.shutdown();
		this.subchannelCloser.shutdown();
		cancelWarmUpTick();
	}

	// In an order of its own, or all consumers that learn of new instances at the same
	// time would connect to the same one first.
	private void start(List<Backend> added) {
		for (int left = added.size(); left > 0; left--) {
			int next = this.random.nextInt(left);
			Backend chosen = added.get(next);
			added.set(next, added.get(left - 1));
			chosen.start();
		}
	}

	private void removeOrKeep(Map<Object, Backend> gone) {
		if (gone.isEmpty()) {
			return;
		}
		Set<Endpoint> listed = (this.resolution == null) ? Set.of()
				: this.resolution.view().instances().stream().map(RpcInstance::endpoint).collect(Collectors.toSet());
		gone.forEach((key, backend) -> {
			RpcInstance instance = backend.instance();
			boolean vanished = this.resolution != null && instance != null && !listed.contains(instance.endpoint());
			if (vanished && backend.isConnectedForCertain() && backend.isInService()
					&& !this.config.removalGracePeriod().isZero()) {
				backend.keep(new RemovalGracePeriod(this.helper, this.time, backend, this.config.removalGracePeriod(),
						() -> isNeeded(backend), () -> remove(key)));
			}
			else {
				remove(key);
			}
		});
	}

	// Whether one of its methods is served by no other instance that is ready.
	private boolean isNeeded(Backend backend) {
		RpcInstance instance = backend.instance();
		return instance != null && instance.methods()
			.stream()
			.anyMatch((method) -> this.backends.values().stream().noneMatch((other) -> canServe(other, method)));
	}

	private static boolean canServe(Backend backend, String method) {
		RpcInstance instance = backend.instance();
		return !backend.isInGrace() && instance != null && instance.serves(method) && backend.isInService()
				&& backend.condition().isReady();
	}

	private void remove(Object key) {
		Backend removed = this.backends.remove(key);
		if (removed != null) {
			removed.close();
			changed();
		}
	}

	// Changes that are already known to the synchronization context make one picker.
	private void changed() {
		if (!this.updateIsDue) {
			this.updateIsDue = true;
			this.helper.getSynchronizationContext().execute(this::update);
		}
	}

	private void update() {
		this.updateIsDue = false;
		if (this.shutDown) {
			return;
		}
		removeBrokenInGrace();
		WarmUpShares shares = WarmUpShares.of(this.backends.values(), new WarmUp(this.config.warmUp().toNanos()),
				this.time.nanoTime());
		tickWhileWarming(shares.warming());
		BalancerSnapshot snapshot = new BalancerSnapshot(shares.candidates(), this.config, this.resolution,
				this.resolutionError, this.selector);
		MethodAwarePicker next = new MethodAwarePicker(snapshot, this.pickState);
		ConnectivityState nextState = snapshot.connectivity();
		if (nextState != this.state || !next.equals(this.picker)) {
			this.state = nextState;
			this.picker = next;
			this.helper.updateBalancingState(nextState, next);
		}
	}

	private void removeBrokenInGrace() {
		List<Object> broken = new ArrayList<>();
		this.backends.forEach((key, backend) -> {
			if (backend.isInGrace() && !backend.condition().connected()) {
				broken.add(key);
			}
		});
		broken.forEach((key) -> {
			Backend removed = this.backends.remove(key);
			if (removed != null) {
				removed.close();
			}
		});
	}

	private void tickWhileWarming(boolean warming) {
		cancelWarmUpTick();
		if (warming) {
			long interval = Math.max(MIN_WARM_UP_INTERVAL, this.config.warmUp().toNanos() / WARM_UP_STEPS);
			this.warmUpTick = this.helper.getSynchronizationContext()
				.schedule(this::update, interval, TimeUnit.NANOSECONDS, this.helper.getScheduledExecutorService());
		}
	}

	private void cancelWarmUpTick() {
		if (this.warmUpTick != null) {
			this.warmUpTick.cancel();
			this.warmUpTick = null;
		}
	}

}
