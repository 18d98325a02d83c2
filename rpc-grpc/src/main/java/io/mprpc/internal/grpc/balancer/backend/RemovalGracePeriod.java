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

package io.mprpc.internal.grpc.balancer.backend;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.grpc.ClientStreamTracer;
import io.grpc.LoadBalancer.Helper;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.grpc.util.ForwardingClientStreamTracer;
import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Grace period of an instance that vanished from the registry without having announced
 * it. A loss of the registry's (a session that expired, data that was wiped) looks the
 * same there as an instance that is dead, but not on the connection: while that stands
 * and the process answers, the instance is kept, for the grace time and beyond that for
 * as long as no other could take its place. A process that does not answer, frozen or cut
 * off, is released immediately. Confined to the synchronization context, but for
 * {@link #left()}.
 */
public final class RemovalGracePeriod {

	/** Time between two questions whether the process answers. */
	static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

	private final Helper helper;

	private final TimeSource time;

	private final Backend backend;

	private final BooleanSupplier needed;

	private final Runnable drop;

	private final long end;

	private @Nullable ScheduledHandle next;

	private boolean ended;

	// One answer counts, that to the latest question.
	private int question;

	/**
	 * Prepares to keep an instance.
	 * @param helper the balancer's helper
	 * @param time the time
	 * @param backend the instance
	 * @param grace how long it is kept at least if it answers
	 * @param needed whether no other could take its place
	 * @param drop releases it
	 */
	public RemovalGracePeriod(Helper helper, TimeSource time, Backend backend, Duration grace, BooleanSupplier needed,
			Runnable drop) {
		this.helper = helper;
		this.time = time;
		this.backend = backend;
		this.needed = needed;
		this.drop = drop;
		this.end = time.nanoTime() + grace.toNanos();
	}

	void start() {
		int asked = ++this.question;
		this.backend.ask((alive) -> this.helper.getSynchronizationContext().execute(() -> {
			if (!this.ended && asked == this.question) {
				decide(alive);
			}
		}));
	}

	/**
	 * The rest of the grace time. For any thread.
	 * @return the rest, zero if it is over
	 */
	public Duration left() {
		return Duration.ofNanos(Math.max(0, this.end - this.time.nanoTime()));
	}

	void cancel() {
		this.ended = true;
		if (this.next != null) {
			this.next.cancel();
		}
	}

	/**
	 * Watches calls to a method that is listed for the instance: a process that does not
	 * know it is another one, unless it can tell that it is not.
	 * @param watched factory that also observes the calls
	 * @return the watching factory
	 */
	public ClientStreamTracer.Factory watching(ClientStreamTracer.Factory watched) {
		return new ClientStreamTracer.Factory() {

			@Override
			public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
				return new ForwardingClientStreamTracer() {

					private final ClientStreamTracer tracer = watched.newClientStreamTracer(info, headers);

					@Override
					protected ClientStreamTracer delegate() {
						return this.tracer;
					}

					@Override
					public void streamClosed(Status status) {
						super.streamClosed(status);
						if (status.getCode() == Status.Code.UNIMPLEMENTED) {
							RemovalGracePeriod.this.helper.getSynchronizationContext()
								.execute(RemovalGracePeriod.this::doubt);
						}
					}

				};
			}

		};
	}

	private void doubt() {
		if (this.ended) {
			return;
		}
		if (!this.backend.tellsWhoItIs()) {
			this.drop.run();
			return;
		}
		if (this.next != null) {
			this.next.cancel();
			this.next = null;
			start();
		}
	}

	private void decide(boolean alive) {
		if (!alive || (left().isZero() && !this.needed.getAsBoolean())) {
			this.drop.run();
			return;
		}
		long wait = left().isZero() ? INTERVAL : Math.min(INTERVAL, left().toNanos());
		this.next = this.helper.getSynchronizationContext().schedule(() -> {
			this.next = null;
			start();
		}, wait, TimeUnit.NANOSECONDS, this.helper.getScheduledExecutorService());
	}

}
