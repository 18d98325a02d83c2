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

package io.mprpc.internal.grpc.balancer.admission;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.grpc.LoadBalancer.Helper;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.mprpc.internal.grpc.client.RegistrationReader;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * Evidence that an instance whose process cannot prove its identity still stands at its
 * address. A registration that follows the registry is taken as such until the connection
 * breaks: a dead process stays registered until its session ends, and another may have
 * its address by then. A new connection counts only if the registration is read again
 * after it has stood for that time: a process that is registered then was alive when it
 * was made. Confined to the synchronization context.
 */
final class RegistrationProof {

	// The registry rounds the end of a session up to its next tick.
	private static final int SLACK_DIVISOR = 4;

	private final Helper helper;

	private final TimeSource time;

	private final RegistryReach reach;

	private final RpcInstance instance;

	private final Runnable onChange;

	private boolean broken;

	private boolean connected;

	private long connectedAt;

	private boolean holds;

	private boolean closed;

	private long generation;

	private @Nullable ScheduledHandle next;

	/**
	 * Creates the evidence of an instance.
	 * @param helper the balancer's helper
	 * @param time the time
	 * @param reach how far the registry can be asked
	 * @param instance the instance
	 * @param holds whether it counts to begin with
	 * @param broken whether its connection is known to have been broken if it does not
	 * @param onChange to be called when it counts
	 */
	RegistrationProof(Helper helper, TimeSource time, RegistryReach reach, RpcInstance instance, boolean holds,
			boolean broken, Runnable onChange) {
		this.helper = helper;
		this.time = time;
		this.reach = reach;
		this.instance = instance;
		this.onChange = onChange;
		this.holds = holds;
		this.broken = broken;
	}

	/**
	 * Whether it counts.
	 * @return whether a process that stands at the address is taken for the instance
	 */
	boolean holds() {
		return this.holds;
	}

	/**
	 * Whether the instance is to be waited for. One that was first met while the registry
	 * was away is not: it goes on as the last resort that it was until then.
	 * @return whether it is only a matter of time until this counts or the instance is
	 * gone
	 */
	boolean isPending() {
		return this.broken && this.reach.isLive();
	}

	/**
	 * To be called when there is a new connection.
	 */
	void connected() {
		this.connected = true;
		this.connectedAt = this.time.nanoTime();
		if (!this.holds) {
			readLater();
		}
	}

	/**
	 * To be called when the connection broke or could not be made.
	 */
	void broke() {
		this.broken = true;
		this.connected = false;
		this.holds = false;
		cancel();
	}

	/**
	 * To be called when the registry went out of reach or came back.
	 */
	void reachChanged() {
		if (this.holds) {
			return;
		}
		// Its first connection is still to come.
		if (this.reach.isLive() && !this.broken && !this.connected) {
			hold();
		}
		else {
			readLater();
		}
	}

	void close() {
		this.closed = true;
		cancel();
	}

	private void readLater() {
		cancel();
		RegistrationReader reader = this.reach.reader();
		if (this.closed || !this.connected || !this.reach.isLive()) {
			return;
		}
		if (reader == null) {
			hold();
			return;
		}
		long now = this.time.nanoTime();
		long stood = Math.min(now - this.connectedAt, now - this.reach.liveSince());
		this.next = schedule(() -> read(reader), Math.max(0, wait(reader.sessionTimeout()) - stood));
	}

	private static long wait(Duration sessionTimeout) {
		return sessionTimeout.plus(sessionTimeout.dividedBy(SLACK_DIVISOR)).toNanos();
	}

	private void read(RegistrationReader reader) {
		this.next = null;
		long asked = this.generation;
		reader.isRegistered(this.instance)
			.whenComplete((registered, failure) -> this.helper.getSynchronizationContext().execute(() -> {
				if (asked != this.generation || this.closed) {
					return;
				}
				if (failure == null && registered) {
					hold();
				}
				else if (this.reach.isLive()) {
					this.next = schedule(() -> read(reader), wait(reader.sessionTimeout()));
				}
			}));
	}

	private void hold() {
		cancel();
		this.holds = true;
		this.onChange.run();
	}

	private ScheduledHandle schedule(Runnable task, long delay) {
		return this.helper.getSynchronizationContext()
			.schedule(task, delay, TimeUnit.NANOSECONDS, this.helper.getScheduledExecutorService());
	}

	private void cancel() {
		this.generation++;
		if (this.next != null) {
			this.next.cancel();
			this.next = null;
		}
	}

}
