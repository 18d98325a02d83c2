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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The meters of attempts by the instance that they went to, for a bounded number of
 * instances: those that have long had no call lose their meters to new ones, and what
 * still does not fit counts as {@value #OTHER}.
 */
final class InstanceMeters {

	static final String OTHER = "other";

	private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

	private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final MeterRegistry registry;

	private final int limit;

	private final AttemptMeters others;

	private final ConcurrentMap<SocketAddress, AttemptMeters> instances = new ConcurrentHashMap<>();

	private volatile boolean full;

	// Until then no call looks for a place again.
	private volatile long fullUntil;

	/**
	 * Creates the meters.
	 * @param registry where they are
	 * @param limit instances to tell apart at most, zero to tell none apart
	 */
	InstanceMeters(MeterRegistry registry, int limit) {
		this.registry = registry;
		this.limit = limit;
		this.others = new AttemptMeters(registry, (limit > 0) ? OTHER : null, 0);
	}

	AttemptMeters of(Attributes transport, long now) {
		SocketAddress address = (this.limit > 0) ? transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) : null;
		if (address == null) {
			return this.others;
		}
		AttemptMeters known = this.instances.get(address);
		if (known != null) {
			return known;
		}
		// Each attempt at an instance beyond the limit comes here: without a lock.
		return isFull(now) ? this.others : add(address, now);
	}

	private boolean isFull(long now) {
		return this.full && now - this.fullUntil < 0;
	}

	private synchronized AttemptMeters add(SocketAddress address, long now) {
		if (isFull(now)) {
			return this.others;
		}
		if (this.instances.size() >= this.limit) {
			this.instances.values().removeIf((each) -> {
				boolean idle = now - each.lastUsed() > IDLE_NANOS;
				if (idle) {
					each.remove();
				}
				return idle;
			});
		}
		if (this.instances.size() >= this.limit) {
			this.fullUntil = now + SWEEP_NANOS;
			this.full = true;
			return this.others;
		}
		this.full = false;
		return this.instances.computeIfAbsent(address, (key) -> new AttemptMeters(this.registry, text(key), now));
	}

	private static String text(SocketAddress address) {
		InetAddress host = (address instanceof InetSocketAddress internet) ? internet.getAddress() : null;
		if (host == null) {
			return address.toString();
		}
		String name = (host instanceof Inet6Address) ? '[' + host.getHostAddress() + ']' : host.getHostAddress();
		return name + ':' + ((InetSocketAddress) address).getPort();
	}

}
