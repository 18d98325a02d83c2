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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.grpc.InternalChannelz;
import io.grpc.InternalInstrumented;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.mprpc.internal.grpc.client.settings.ChannelKeepalive;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * Regular questions over a connection to an instance that does not permit HTTP/2
 * keepalive probes as often as the channel sends them. Such a server would end the
 * connection with {@code too_many_pings}, and an idle stream with it. An answer is a sign
 * of life, after which no probe is due. Confined to the synchronization context.
 */
public final class LivenessQuestions {

	/** Part of the keepalive time after which the next question is asked. */
	private static final double INTERVAL = 0.6;

	private final Helper helper;

	private final Subchannel connection;

	private final ChannelKeepalive keepalive;

	private @Nullable ScheduledHandle next;

	public LivenessQuestions(Helper helper, Subchannel connection, ChannelKeepalive keepalive) {
		this.helper = helper;
		this.connection = connection;
		this.keepalive = keepalive;
	}

	/**
	 * Whether questions have to take the place of probes.
	 * @param instance instance to probe
	 * @param keepalive how often
	 * @return whether the instance has not said that it permits that
	 */
	public static boolean areNeeded(@Nullable RpcInstance instance, @Nullable ChannelKeepalive keepalive) {
		if (instance == null || keepalive == null) {
			return false;
		}
		Duration permitted = instance.metadata().permitKeepalive();
		return permitted == null || permitted.compareTo(keepalive.time()) > 0;
	}

	public void start() {
		this.next = this.helper.getSynchronizationContext()
			.schedule(this::ask, (long) (this.keepalive.time().toNanos() * INTERVAL), TimeUnit.NANOSECONDS,
					this.helper.getScheduledExecutorService());
	}

	public void stop() {
		if (this.next != null) {
			this.next.cancel();
			this.next = null;
		}
	}

	private void ask() {
		start();
		if (this.keepalive.withoutCalls()) {
			LivenessProbe.ask(this.connection.asChannel(), (alive) -> {
			});
			return;
		}
		whetherCallsAreOpen((open) -> {
			if (open && this.next != null) {
				LivenessProbe.ask(this.connection.asChannel(), (alive) -> {
				});
			}
		});
	}

	// gRPC counts the calls of each connection anyway. The counts come through the
	// synchronization context, before the tasks that are handed to it next.
	@SuppressWarnings("unchecked")
	private void whetherCallsAreOpen(Consumer<Boolean> listener) {
		Future<InternalChannelz.ChannelStats> counts;
		try {
			counts = ((InternalInstrumented<InternalChannelz.ChannelStats>) this.connection.getInternalSubchannel())
				.getStats();
		}
		catch (RuntimeException ex) {
			listener.accept(true);
			return;
		}
		this.helper.getSynchronizationContext().execute(() -> listener.accept(!counts.isDone() || isOpen(counts)));
	}

	private static boolean isOpen(Future<InternalChannelz.ChannelStats> counts) {
		try {
			InternalChannelz.ChannelStats stats = counts.get();
			return stats.callsStarted > stats.callsSucceeded + stats.callsFailed;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
		catch (ExecutionException ex) {
			return true;
		}
	}

}
