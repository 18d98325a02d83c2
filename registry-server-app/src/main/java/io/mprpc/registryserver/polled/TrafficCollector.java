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

package io.mprpc.registryserver.polled;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.grpc.stub.StreamObserver;
import io.mprpc.admin.v1.ExplainReply;
import io.mprpc.admin.v1.ExplainRequest;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the call statistics of all instances, a few at a time, and keeps them for the
 * last hour. Instances without an admin service are polled less often.
 */
public final class TrafficCollector implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TrafficCollector.class);

	// About 100 MB in total.
	private static final int MAX_SERIES = 20_000;

	private final TrafficSettings settings;

	private final Supplier<? extends Collection<Target>> targets;

	private final TimeSource time;

	private final History history;

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread made = new Thread(task, "registry-traffic");
		made.setDaemon(true);
		return made;
	});

	private final Map<Endpoint, PolledInstance> instances = new ConcurrentHashMap<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	// Confined to the collector's thread.
	private final Set<PolledInstance> waiting = new LinkedHashSet<>();

	private int asked;

	private boolean asking;

	/**
	 * Creates a collector.
	 * @param settings settings of polling
	 * @param targets the current instances
	 * @param time source of time
	 */
	public TrafficCollector(TrafficSettings settings, Supplier<? extends Collection<Target>> targets, TimeSource time) {
		this.settings = settings;
		this.targets = targets;
		this.time = time;
		this.history = new History(MAX_SERIES, time);
	}

	/**
	 * Starts polling.
	 */
	public void start() {
		long nanos = this.settings.interval().toNanos();
		this.thread.scheduleAtFixedRate(this::round, 0, nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Calls a listener after each round of polls, if any instance reports statistics.
	 * @param listener what to call; must not block
	 * @return handle that removes the listener
	 */
	public Subscription onRound(Runnable listener) {
		Runnable entry = listener::run;
		this.listeners.add(entry);
		return () -> this.listeners.remove(entry);
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
		this.instances.values().forEach(PolledInstance::close);
	}

	private boolean isMeasuring() {
		return this.instances.values().stream().anyMatch((each) -> each.traffic().state() == PollState.MEASURED);
	}

	List<InstanceTraffic> instances() {
		return this.instances.values().stream().map(PolledInstance::traffic).toList();
	}

	Optional<InstanceTraffic> instance(Endpoint endpoint) {
		return Optional.ofNullable(this.instances.get(endpoint)).map(PolledInstance::traffic);
	}

	History history() {
		return this.history;
	}

	/**
	 * Instances with an admin service, as far as known.
	 * @return the instances in the order of their endpoints
	 */
	public List<Target> answering() {
		return instances().stream()
			.filter((each) -> each.state() == PollState.MEASURED || each.state() == PollState.WAITING)
			.sorted(Comparator.comparing(InstanceTraffic::endpoint))
			.map((each) -> new Target(each.endpoint(), each.application(), Set.of()))
			.toList();
	}

	/**
	 * Queries an instance about where its calls go, if it is known.
	 * @param endpoint where the instance takes calls
	 * @param request the request
	 * @param deadline deadline of the response
	 * @param observer receiver of the response
	 * @param failed called if the instance cannot be queried
	 * @return whether the instance is known
	 */
	public boolean explain(Endpoint endpoint, ExplainRequest request, Duration deadline,
			StreamObserver<ExplainReply> observer, Consumer<RuntimeException> failed) {
		return withClient(endpoint, (client) -> client.explain(request, deadline, observer), failed);
	}

	/**
	 * Runs a task with the client of an instance, if it is known, on the collector's
	 * thread.
	 */
	private boolean withClient(Endpoint endpoint, Consumer<AdminClient> task, Consumer<RuntimeException> failed) {
		PolledInstance found = this.instances.get(endpoint);
		if (found == null) {
			return false;
		}
		try {
			this.thread.execute(() -> {
				// A removed instance is closed already, and its client would leak.
				if (this.instances.get(endpoint) == found) {
					try {
						task.accept(found.client());
					}
					catch (RuntimeException ex) {
						failed.accept(ex);
					}
				}
			});
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	private void round() {
		try {
			follow();
			for (PolledInstance each : this.instances.values()) {
				if (each.isDue()) {
					this.waiting.add(each);
				}
			}
			askMore();
		}
		catch (RuntimeException ex) {
			logger.error("The call statistics of the instances could not be polled", ex);
		}
	}

	private void follow() {
		Set<Endpoint> alive = new HashSet<>();
		for (Target target : this.targets.get()) {
			if (alive.size() >= this.settings.maxInstances()) {
				break;
			}
			alive.add(target.endpoint());
			this.instances.computeIfAbsent(target.endpoint(), (key) -> new PolledInstance(target, new Connections()))
				.follow(target);
		}
		this.instances.entrySet().removeIf((entry) -> {
			boolean gone = !alive.contains(entry.getKey());
			if (gone) {
				entry.getValue().close();
				this.waiting.remove(entry.getValue());
			}
			return gone;
		});
	}

	private void askMore() {
		if (this.asking) {
			// An immediate failure: the loop continues with the next.
			return;
		}
		this.asking = true;
		try {
			while (this.asked < this.settings.parallelism() && !this.waiting.isEmpty()) {
				PolledInstance next = this.waiting.iterator().next();
				this.waiting.remove(next);
				this.asked++;
				next.ask(this::ended);
			}
		}
		finally {
			this.asking = false;
		}
	}

	private void ended() {
		this.asked--;
		askMore();
		if (this.asked == 0 && isMeasuring()) {
			this.listeners.forEach(Runnable::run);
		}
	}

	private final class Connections implements Polling {

		@Override
		public long now() {
			return TrafficCollector.this.time.nanoTime();
		}

		@Override
		public long retryNanos() {
			return TrafficCollector.this.settings.retryInterval().toNanos();
		}

		@Override
		public AdminClient connect(Endpoint endpoint) {
			return new AdminClient(endpoint, TrafficCollector.this.settings, TrafficCollector.this.thread);
		}

		@Override
		public void measured(InstanceTraffic traffic) {
			if (traffic.latest().isKnown()) {
				TrafficCollector.this.history.add(traffic.endpoint().toString(), traffic.latest());
			}
		}

	}

}
