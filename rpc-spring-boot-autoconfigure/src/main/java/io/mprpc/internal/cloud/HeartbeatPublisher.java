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

package io.mprpc.internal.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publisher of a {@link HeartbeatEvent} after changes in the registry, on a thread of its
 * own: listeners may take time. Its value counts up. Changes that come close together, or
 * while listeners are busy, make one event.
 *
 * @since 0.1
 */
public final class HeartbeatPublisher implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(HeartbeatPublisher.class);

	private final InstanceDirectory services;

	private final ApplicationDirectory applications;

	private final ApplicationEventPublisher events;

	private final Duration window;

	private final AtomicLong beats = new AtomicLong();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final List<Subscription> subscriptions = new ArrayList<>();

	private volatile @Nullable ScheduledExecutorService thread;

	/**
	 * Creates a publisher.
	 * @param services whose changes to tell
	 * @param applications whose changes to tell
	 * @param events where events go
	 * @param window time in which changes are gathered
	 */
	public HeartbeatPublisher(InstanceDirectory services, ApplicationDirectory applications,
			ApplicationEventPublisher events, Duration window) {
		this.services = services;
		this.applications = applications;
		this.events = events;
		this.window = window;
	}

	@Override
	public synchronized void start() {
		if (this.thread != null) {
			return;
		}
		this.thread = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread created = new Thread(task, "mprpc-heartbeat");
			created.setDaemon(true);
			return created;
		});
		this.scheduled.set(false);
		this.subscriptions.add(this.services.onChange(this::changed));
		this.subscriptions.add(this.applications.onChange(this::changed));
		// From now on their names are followed.
		this.services.services();
		this.applications.applications();
	}

	@Override
	public synchronized void stop() {
		this.subscriptions.forEach(Subscription::close);
		this.subscriptions.clear();
		ScheduledExecutorService current = this.thread;
		if (current != null) {
			current.shutdownNow();
			this.thread = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	private void changed() {
		ScheduledExecutorService current = this.thread;
		if (current == null || !this.scheduled.compareAndSet(false, true)) {
			return;
		}
		try {
			current.schedule(this::beat, this.window.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Stopped meanwhile.
		}
	}

	private void beat() {
		// Before the event: a change while it is handled needs another.
		this.scheduled.set(false);
		try {
			this.events.publishEvent(new HeartbeatEvent(this, this.beats.incrementAndGet()));
		}
		catch (RuntimeException ex) {
			logger.warn("A listener failed on a change in the registry", ex);
		}
	}

}
