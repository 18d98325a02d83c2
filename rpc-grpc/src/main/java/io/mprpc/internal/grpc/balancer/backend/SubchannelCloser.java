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

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closer of connections to instances that are about to stop, as soon as their calls have
 * ended. A draining provider waits for that, and gRPC's own shutdown of a subchannel
 * comes five seconds late: until then it would look as if this consumer still needed the
 * provider.
 * <p>
 * A call that was given the connection just before it closes is not lost: gRPC sends it
 * again by itself, as it never left this process. Only a call whose request is larger
 * than gRPC keeps for that (a megabyte), or a channel without retries, relies on the
 * pause before; it would fail with {@code UNAVAILABLE}.
 */
public final class SubchannelCloser {

	// Longer than a call takes from its pick to its stream on any thread that runs.
	private static final long PAUSE_MILLIS = 100;

	private static final Status REASON = Status.UNAVAILABLE.withDescription("The instance is about to stop");

	private static final Logger logger = LoggerFactory.getLogger(SubchannelCloser.class);

	private final Helper helper;

	private final Set<Closing> closings = new HashSet<>();

	public SubchannelCloser(Helper helper) {
		this.helper = helper;
	}

	/**
	 * Lets a subchannel go. No picker may offer it any more.
	 * @param subchannel the subchannel
	 */
	void release(Subchannel subchannel) {
		subchannel.shutdown();
		new Closing(subchannel).schedule();
	}

	/**
	 * Closes a subchannel that has lost its connection, immediately: a call that was
	 * given it must not connect it again.
	 * @param subchannel the subchannel
	 */
	void discard(Subchannel subchannel) {
		subchannel.shutdown();
		new Closing(subchannel).run();
	}

	/**
	 * Closes all remaining subchannels immediately: a channel that shuts down picks no
	 * more, and waiting for its end would take gRPC's five seconds.
	 */
	public void shutdown() {
		List.copyOf(this.closings).forEach((closing) -> {
			closing.cancel();
			closing.run();
		});
	}

	private final class Closing implements Runnable {

		private final Subchannel subchannel;

		private @Nullable ScheduledHandle handle;

		Closing(Subchannel subchannel) {
			this.subchannel = subchannel;
		}

		void schedule() {
			SubchannelCloser.this.closings.add(this);
			this.handle = SubchannelCloser.this.helper.getSynchronizationContext()
				.schedule(this, PAUSE_MILLIS, TimeUnit.MILLISECONDS,
						SubchannelCloser.this.helper.getScheduledExecutorService());
		}

		void cancel() {
			if (this.handle != null) {
				this.handle.cancel();
			}
		}

		@Override
		public void run() {
			SubchannelCloser.this.closings.remove(this);
			try {
				// gRPC has no public way to do this.
				Object connection = this.subchannel.getInternalSubchannel();
				Method shutdown = connection.getClass().getMethod("shutdown", Status.class);
				shutdown.setAccessible(true);
				shutdown.invoke(connection, REASON);
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				logger.debug("A connection closes a few seconds later than it could", ex);
			}
		}

	}

}
