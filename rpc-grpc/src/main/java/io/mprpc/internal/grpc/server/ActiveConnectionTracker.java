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

package io.mprpc.internal.grpc.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Tracker of the clients that still use a draining server, because they still begin
 * calls. A client that begins none for a while is not waited for: gRPC lets its open
 * calls end and tells it to go elsewhere. Counts time in nanoseconds of any clock.
 */
final class ActiveConnectionTracker {

	private final long quietNanos;

	private Map<ClientConnection, Activity> seen = Map.of();

	ActiveConnectionTracker(Duration quietPeriod) {
		this.quietNanos = quietPeriod.toNanos();
	}

	/**
	 * Connections that hold on. Expects to be called again and again, first when the
	 * withdrawal was announced.
	 * @param connections the connections that are open
	 * @param now the time
	 * @return those to wait for
	 */
	List<ClientConnection> holding(Collection<ClientConnection> connections, long now) {
		Map<ClientConnection, Activity> open = new IdentityHashMap<>();
		List<ClientConnection> holding = new ArrayList<>();
		for (ClientConnection connection : connections) {
			Activity last = activity(connection, now, this.seen.get(connection));
			open.put(connection, last);
			if (now - last.at() < this.quietNanos) {
				holding.add(connection);
			}
		}
		this.seen = open;
		return holding;
	}

	private static Activity activity(ClientConnection connection, long now, @Nullable Activity before) {
		long calls = connection.startedCalls();
		return (before == null || before.calls() != calls) ? new Activity(calls, now) : before;
	}

	private record Activity(long calls, long at) {
	}

}
