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
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.mprpc.internal.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wait of a provider that announced its withdrawal until consumers have released it.
 */
public final class Drain {

	private static final Logger logger = LoggerFactory.getLogger(Drain.class);

	private static final int NAMED = 10;

	private static final Duration STEP = Duration.ofMillis(20);

	private final Supplier<Collection<ClientConnection>> connections;

	private final DrainSettings settings;

	private final TimeSource time;

	private final Predicate<Duration> pause;

	/**
	 * Creates a drain.
	 * @param connections the connected clients
	 * @param settings how long to wait
	 * @param time source of time
	 * @param pause waits at most for a time and says whether to go on
	 */
	public Drain(Supplier<Collection<ClientConnection>> connections, DrainSettings settings, TimeSource time,
			Predicate<Duration> pause) {
		this.connections = connections;
		this.settings = settings;
		this.time = time;
		this.pause = pause;
	}

	/**
	 * Waits, at most for the longest time set, and logs the clients that stayed.
	 */
	public void await() {
		if (this.settings.maxWait().isZero()) {
			return;
		}
		long begin = this.time.nanoTime();
		ActiveConnectionTracker activeConnectionTracker = new ActiveConnectionTracker(this.settings.quietPeriod());
		while (true) {
			List<ClientConnection> holding = activeConnectionTracker.holding(remote(), this.time.nanoTime());
			Duration waited = Duration.ofNanos(this.time.nanoTime() - begin);
			if (holding.isEmpty()) {
				logger.debug("Consumers have released this provider after " + waited.toMillis() + " ms");
				return;
			}
			if (waited.compareTo(this.settings.maxWait()) >= 0) {
				logger.warn(describe(holding));
				return;
			}
			if (!this.pause.test(STEP)) {
				return;
			}
		}
	}

	private List<ClientConnection> remote() {
		return this.connections.get().stream().filter(ClientConnection::isRemote).toList();
	}

	private String describe(List<ClientConnection> holding) {
		String named = holding.stream()
			.limit(NAMED)
			.map((connection) -> connection + " (" + connection.openCalls() + " open calls)")
			.collect(Collectors.joining(", "));
		String more = (holding.size() > NAMED) ? " and " + (holding.size() - NAMED) + " more" : "";
		return holding.size() + " clients still began calls " + this.settings.maxWait().toMillis()
				+ " ms after this instance announced its withdrawal (rpc.server.drain.max-wait): " + named + more
				+ ". They do not follow the registry, or cannot reach it; their open calls may end, new ones are "
				+ "refused from now on";
	}

}
