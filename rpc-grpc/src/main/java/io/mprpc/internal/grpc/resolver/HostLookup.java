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

package io.mprpc.internal.grpc.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.grpc.SynchronizationContext;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Lookup of the addresses of hosts away from the channel's threads, several at a time, so
 * that one that no name server answers for holds up no other. A transport would look up
 * an unresolved address on its event loop, where a slow name server holds up every other
 * connection. Confined to the synchronization context.
 * <p>
 * A host has one address here, the first that the platform prefers: an instance is one
 * connection, and its calls are counted as those of one.
 */
final class HostLookup {

	/** Hosts that are looked up at a time. */
	static final int PARALLELISM = 16;

	/** Time after which a lookup no longer counts; it cannot be interrupted. */
	static final Duration DEADLINE = Duration.ofSeconds(5);

	/** Time for which answers are gathered while other hosts are still looked up. */
	static final Duration GATHERING = Duration.ofMillis(50);

	private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.|$)){4}");

	private static final long REFRESH_INTERVAL = TimeUnit.SECONDS.toNanos(5);

	private final Executor executor;

	private final SynchronizationContext synchronization;

	private final ScheduledExecutorService timer;

	private final Resolver resolver;

	private final TimeSource time;

	private final Map<String, InetAddress> addresses = new HashMap<>();

	private final Set<String> unknown = new HashSet<>();

	private final Set<String> waiting = new LinkedHashSet<>();

	private final Map<String, Query> queries = new HashMap<>();

	private int running;

	private @Nullable ScheduledHandle gathering;

	private Runnable whenChanged = () -> {
	};

	private long lastRun;

	private boolean shutDown;

	/**
	 * Creates a lookup that knows no host.
	 * @param executor runs lookups that may block
	 * @param synchronization the synchronization context
	 * @param timer for delayed tasks
	 * @param resolver asks the platform
	 * @param time source of time
	 */
	HostLookup(Executor executor, SynchronizationContext synchronization, ScheduledExecutorService timer,
			Resolver resolver, TimeSource time) {
		this.executor = executor;
		this.synchronization = synchronization;
		this.timer = timer;
		this.resolver = resolver;
		this.time = time;
	}

	/**
	 * The address of an endpoint.
	 * @param endpoint the endpoint
	 * @return the address, unresolved if its host was looked up in vain (the transport
	 * will try again and report why), {@code null} as long as its host is not looked up
	 */
	@Nullable InetSocketAddress address(Endpoint endpoint) {
		String host = endpoint.host();
		if (isLiteral(host)) {
			return new InetSocketAddress(host, endpoint.port());
		}
		InetAddress address = this.addresses.get(host);
		if (address != null) {
			return new InetSocketAddress(address, endpoint.port());
		}
		return this.unknown.contains(host) ? InetSocketAddress.createUnresolved(host, endpoint.port()) : null;
	}

	/**
	 * Looks up hosts that are not known yet.
	 * @param hosts the hosts
	 * @param listener task to run in the synchronization context when more is known
	 */
	void lookUp(Collection<String> hosts, Runnable listener) {
		this.whenChanged = listener;
		for (String host : new TreeSet<>(hosts)) {
			if (!isLiteral(host) && !this.addresses.containsKey(host) && !this.unknown.contains(host)) {
				enqueue(host);
			}
		}
		startWaiting();
	}

	/**
	 * Looks up the same hosts again, unless that was a moment ago.
	 * @param listener task to run in the synchronization context when more is known
	 */
	void refresh(Runnable listener) {
		this.whenChanged = listener;
		if (this.time.nanoTime() - this.lastRun >= REFRESH_INTERVAL) {
			SortedSet<String> known = new TreeSet<>(this.addresses.keySet());
			known.addAll(this.unknown);
			known.forEach(this::enqueue);
			startWaiting();
		}
	}

	/**
	 * Whether answers may come soon.
	 * @return whether a host is looked up that has not taken too long
	 */
	boolean isBusy() {
		return this.running > 0 || !this.waiting.isEmpty();
	}

	/**
	 * Hosts that no name server has answered for within the deadline.
	 * @return the hosts, in alphabetical order
	 */
	SortedSet<String> overdue() {
		SortedSet<String> overdue = new TreeSet<>();
		this.queries.forEach((host, query) -> {
			if (query.overdue) {
				overdue.add(host);
			}
		});
		return overdue;
	}

	/**
	 * Forgets all hosts but some.
	 * @param hosts the hosts to keep
	 */
	void retain(Collection<String> hosts) {
		Set<String> kept = new HashSet<>(hosts);
		this.addresses.keySet().retainAll(kept);
		this.unknown.retainAll(kept);
		this.waiting.retainAll(kept);
	}

	/**
	 * Looks up nothing any more.
	 */
	void shutdown() {
		this.shutDown = true;
		this.waiting.clear();
		this.queries.values().forEach(Query::stopWaiting);
		stopGathering();
	}

	private void enqueue(String host) {
		if (!this.queries.containsKey(host)) {
			this.waiting.add(host);
		}
	}

	private void startWaiting() {
		while (this.running < PARALLELISM && !this.waiting.isEmpty()) {
			String next = this.waiting.iterator().next();
			this.waiting.remove(next);
			start(next);
		}
	}

	private void start(String host) {
		Query query = new Query(host);
		this.queries.put(host, query);
		this.running++;
		query.deadline = this.synchronization.schedule(() -> overdue(query), DEADLINE.toNanos(), TimeUnit.NANOSECONDS,
				this.timer);
		this.executor.execute(() -> {
			InetAddress found = ask(host);
			this.synchronization.execute(() -> answered(query, found));
		});
	}

	private @Nullable InetAddress ask(String host) {
		try {
			return this.resolver.resolve(host);
		}
		catch (UnknownHostException ex) {
			// The address stays unresolved and the transport reports the error.
			return null;
		}
	}

	private void overdue(Query query) {
		query.overdue = true;
		this.running--;
		changed();
	}

	private void answered(Query query, @Nullable InetAddress found) {
		this.queries.remove(query.host);
		query.stopWaiting();
		if (!query.overdue) {
			this.running--;
		}
		if (found != null) {
			this.addresses.put(query.host, found);
			this.unknown.remove(query.host);
		}
		else if (!this.addresses.containsKey(query.host)) {
			this.unknown.add(query.host);
		}
		changed();
	}

	private void changed() {
		if (this.shutDown) {
			return;
		}
		startWaiting();
		if (!isBusy()) {
			this.lastRun = this.time.nanoTime();
			stopGathering();
			this.whenChanged.run();
		}
		else if (this.gathering == null) {
			this.gathering = this.synchronization.schedule(() -> {
				this.gathering = null;
				this.whenChanged.run();
			}, GATHERING.toNanos(), TimeUnit.NANOSECONDS, this.timer);
		}
	}

	private void stopGathering() {
		if (this.gathering != null) {
			this.gathering.cancel();
			this.gathering = null;
		}
	}

	private static boolean isLiteral(String host) {
		return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
	}

	/**
	 * Lookup by the platform.
	 */
	@FunctionalInterface
	interface Resolver {

		/**
		 * Looks up a host; may block.
		 * @param host the host
		 * @return its address
		 * @throws UnknownHostException if it has none
		 */
		InetAddress resolve(String host) throws UnknownHostException;

	}

	/**
	 * A host that is looked up.
	 */
	private static final class Query {

		private final String host;

		private @Nullable ScheduledHandle deadline;

		private boolean overdue;

		Query(String host) {
			this.host = host;
		}

		void stopWaiting() {
			if (this.deadline != null) {
				this.deadline.cancel();
				this.deadline = null;
			}
		}

	}

}
