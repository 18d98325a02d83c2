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

package io.mprpc.consumer.balancer;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.PickResult;
import io.mprpc.consumer.Resolution;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * An instance that the balancer knows, with the connection to it where there is one.
 * Confined to the synchronization context.
 */
final class Backend {

	private final Helper helper;

	private final TimeAndChance time;

	private final Runnable onChange;

	private final LettingGo lettingGo;

	private final InFlight load = new InFlight();

	private long lifeSeen;

	private EquivalentAddressGroup address;

	private @Nullable RpcInstance instance;

	private @Nullable Connection connection;

	private @Nullable Grace grace;

	private @Nullable PickResult result;

	private Candidate candidate;

	Backend(EquivalentAddressGroup address, Helper helper, TimeAndChance time, LettingGo lettingGo, Runnable onChange) {
		this.address = address;
		this.helper = helper;
		this.time = time;
		this.lettingGo = lettingGo;
		this.onChange = onChange;
		this.lifeSeen = time.nanoTime().getAsLong();
		this.instance = address.getAttributes().get(Resolution.INSTANCE);
		this.candidate = new Candidate(name(), this.instance, Condition.CONNECTING, 1, this.load, null, null);
		if (!isDraining()) {
			connect();
		}
	}

	/**
	 * What identifies the instance behind an address from one resolution to the next.
	 * @param address the address
	 * @return the endpoint, or the addresses if there is no instance
	 */
	static Object key(EquivalentAddressGroup address) {
		RpcInstance instance = address.getAttributes().get(Resolution.INSTANCE);
		return (instance != null) ? instance.endpoint() : address.getAddresses();
	}

	/**
	 * Takes over what a new resolution says.
	 * @param next the address with its attributes
	 */
	void update(EquivalentAddressGroup next) {
		boolean returned = endGrace();
		RpcInstance before = this.instance;
		EquivalentAddressGroup previous = this.address;
		this.address = next;
		this.instance = next.getAttributes().get(Resolution.INSTANCE);
		Connection current = this.connection;
		if (isDraining()) {
			if (current != null) {
				current.letGo(this.lettingGo);
				this.connection = null;
				this.result = null;
			}
		}
		else if (current == null) {
			connect();
		}
		else if (returned || !previous.equals(next)) {
			current.update(next);
		}
		if (isOtherLife(before, this.instance)) {
			this.lifeSeen = this.time.nanoTime().getAsLong();
			if (current != null) {
				current.retryNow();
			}
		}
	}

	/**
	 * Keeps an instance that the registry has lost.
	 * @param newGrace how long and on what evidence
	 */
	void keep(Grace newGrace) {
		if (this.grace == null) {
			this.grace = newGrace;
			newGrace.start();
		}
	}

	/**
	 * Lets the instance go for good.
	 */
	void close() {
		endGrace();
		Connection current = this.connection;
		if (current != null) {
			current.close();
			this.connection = null;
		}
	}

	/**
	 * The instance as a picker sees it; the same object as before if nothing has changed.
	 * @param share share of its weight that it gets while it warms up
	 * @return the candidate
	 */
	Candidate candidate(double share) {
		Candidate next = new Candidate(this.candidate.name(), this.instance, condition(), share, this.load, this.result,
				this.grace);
		if (!next.equals(this.candidate)) {
			this.candidate = next;
		}
		return this.candidate;
	}

	/**
	 * How far the instance has warmed up.
	 * @param warmUp what counts
	 * @return the part of its age that counts
	 */
	long warmth(WarmUp warmUp) {
		RpcInstance current = this.instance;
		Instant start = (current != null) ? current.metadata().startTime() : null;
		if (start == null) {
			return warmUp.nanos();
		}
		// The clocks of two hosts may differ: what was seen here cannot be doubted.
		long seen = this.time.nanoTime().getAsLong() - this.lifeSeen;
		Duration told = Duration.between(start, this.time.clock().instant());
		return warmUp.warmth(Math.max(seen, (told.toSeconds() < Integer.MAX_VALUE) ? told.toNanos() : Long.MAX_VALUE));
	}

	/**
	 * Whether new calls may go to the instance at all.
	 * @return whether it is in service
	 */
	boolean isInService() {
		return candidate(this.candidate.share()).isInService();
	}

	Condition condition() {
		Connection current = this.connection;
		return (current != null) ? current.condition() : Condition.CONNECTING;
	}

	@Nullable Connection connection() {
		return this.connection;
	}

	@Nullable RpcInstance instance() {
		return this.instance;
	}

	boolean isInGrace() {
		return this.grace != null;
	}

	private void connect() {
		Connection opened = new Connection(this.helper, this.address, this.time, this.onChange);
		this.connection = opened;
		this.result = PickResult.withSubchannel(opened.subchannel());
		opened.open();
	}

	private boolean endGrace() {
		Grace current = this.grace;
		if (current == null) {
			return false;
		}
		current.cancel();
		this.grace = null;
		return true;
	}

	private boolean isDraining() {
		RpcInstance current = this.instance;
		return current != null && current.metadata().status() == InstanceStatus.DRAINING;
	}

	private String name() {
		RpcInstance current = this.instance;
		return (current != null) ? current.endpoint().toString() : this.address.getAddresses().toString();
	}

	private static boolean isOtherLife(@Nullable RpcInstance before, @Nullable RpcInstance after) {
		return before != null && after != null && (!Objects.equals(before.metadata().uuid(), after.metadata().uuid())
				|| !Objects.equals(before.metadata().startTime(), after.metadata().startTime()));
	}

}
