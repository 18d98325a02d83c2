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

package io.mprpc.registryserver.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.Catalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes services of which only the name has been left for a time. The time starts over
 * with each start of this server.
 */
public final class RetiredServices implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RetiredServices.class);

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	// Bounds the time of one check.
	private static final int AT_ONCE = 100;

	private final Catalog catalog;

	private final Operations operations;

	private final Duration after;

	private final InstantSource time;

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread made = new Thread(task, "registry-retired-services");
		made.setDaemon(true);
		return made;
	});

	// On the thread only.
	private final Map<ServiceName, Instant> since = new HashMap<>();

	/**
	 * Creates it.
	 * @param catalog view of the services
	 * @param operations removal of services
	 * @param after time for which only the name must have been left
	 * @param time time of day
	 */
	public RetiredServices(Catalog catalog, Operations operations, Duration after, InstantSource time) {
		this.catalog = catalog;
		this.operations = operations;
		this.after = after;
		this.time = time;
	}

	/**
	 * Starts checking, once a minute.
	 */
	public void start() {
		this.thread.scheduleWithFixedDelay(this::look, 0, INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

	private void retire(ServiceName service) {
		// Retried after the same time, so that it does not delay other services.
		this.since.remove(service);
		try {
			this.operations.retire(service, this.after);
		}
		catch (CommandRefusedException ex) {
			logger.warn("{} has had no instance, consumer and rule for {} but was not removed: {}", service, this.after,
					ex.getMessage());
		}
	}

	void look() {
		try {
			if (this.catalog.isConnected()) {
				List<ServiceName> retired = this.catalog.retired();
				this.since.keySet().retainAll(retired);
				Instant now = this.time.instant();
				retired.forEach((service) -> this.since.putIfAbsent(service, now));
				retired.stream()
					.filter((service) -> !this.since.getOrDefault(service, now).plus(this.after).isAfter(now))
					.limit(AT_ONCE)
					.forEach(this::retire);
			}
		}
		catch (RuntimeException ex) {
			logger.error("Unused services could not be removed", ex);
		}
	}

}
