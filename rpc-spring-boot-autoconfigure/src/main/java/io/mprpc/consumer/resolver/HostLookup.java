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

package io.mprpc.consumer.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import io.grpc.SynchronizationContext;
import io.mprpc.registry.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the addresses of hosts away from the channel's threads. A transport would look
 * up an unresolved address on its event loop, where a slow name server holds up every
 * other connection. Confined to the synchronization context.
 * <p>
 * A host has one address here, the first that the platform prefers: an instance is one
 * connection, and its calls are counted as those of one.
 */
final class HostLookup {

	private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.|$)){4}");

	private static final long REFRESH_INTERVAL = TimeUnit.SECONDS.toNanos(5);

	private final Executor executor;

	private final SynchronizationContext synchronization;

	private final Resolver resolver;

	private final LongSupplier nanoTime;

	private final Map<String, InetAddress> addresses = new HashMap<>();

	private final Set<String> lookedUp = new TreeSet<>();

	private boolean running;

	private long lastRun;

	HostLookup(Executor executor, SynchronizationContext synchronization, Resolver resolver, LongSupplier nanoTime) {
		this.executor = executor;
		this.synchronization = synchronization;
		this.resolver = resolver;
		this.nanoTime = nanoTime;
	}

	/**
	 * The address of an endpoint.
	 * @param endpoint the endpoint
	 * @return the address, unresolved if its host was looked up in vain (the transport
	 * will try again and report why), {@code null} if its host has to be looked up first
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
		return this.lookedUp.contains(host) ? InetSocketAddress.createUnresolved(host, endpoint.port()) : null;
	}

	/**
	 * Looks up hosts that are not known yet.
	 * @param hosts the hosts
	 * @param whenDone what to run in the synchronization context once they are looked up
	 */
	void lookUp(Collection<String> hosts, Runnable whenDone) {
		Set<String> missing = new TreeSet<>(hosts);
		missing.removeIf((host) -> isLiteral(host) || this.lookedUp.contains(host));
		start(missing, whenDone);
	}

	/**
	 * Looks up again what was looked up before, unless that was a moment ago.
	 * @param whenDone what to run in the synchronization context once that is done
	 */
	void refresh(Runnable whenDone) {
		if (this.nanoTime.getAsLong() - this.lastRun >= REFRESH_INTERVAL) {
			start(new TreeSet<>(this.lookedUp), whenDone);
		}
	}

	/**
	 * Forgets all hosts but some.
	 * @param hosts the hosts to keep
	 */
	void retain(Collection<String> hosts) {
		this.lookedUp.retainAll(hosts);
		this.addresses.keySet().retainAll(hosts);
	}

	private void start(Set<String> hosts, Runnable whenDone) {
		if (this.running || hosts.isEmpty()) {
			return;
		}
		this.running = true;
		this.executor.execute(() -> {
			Map<String, InetAddress> found = new HashMap<>();
			try {
				hosts.forEach((host) -> query(host, found));
			}
			finally {
				this.synchronization.execute(() -> finish(hosts, found, whenDone));
			}
		});
	}

	private void query(String host, Map<String, InetAddress> found) {
		try {
			found.put(host, this.resolver.resolve(host));
		}
		catch (UnknownHostException ex) {
			// Left out: the address stays unresolved and the transport reports the error.
		}
	}

	private void finish(Set<String> hosts, Map<String, InetAddress> found, Runnable whenDone) {
		this.running = false;
		this.lastRun = this.nanoTime.getAsLong();
		this.lookedUp.addAll(hosts);
		this.addresses.putAll(found);
		whenDone.run();
	}

	private static boolean isLiteral(String host) {
		return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
	}

	/**
	 * Asks the platform.
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

}
