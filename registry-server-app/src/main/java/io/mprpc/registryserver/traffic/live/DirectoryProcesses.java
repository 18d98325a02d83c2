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

package io.mprpc.registryserver.traffic.live;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.ConsumerDirectory;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.registryserver.traffic.RegisteredProcesses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes that the directories of instances and consumers show. They are grouped anew
 * after a change, on the thread of the timer, which takes at most a tenth of its time.
 */
final class DirectoryProcesses implements RegisteredProcesses, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(DirectoryProcesses.class);

	private static final long SHORTEST_PAUSE = Duration.ofMillis(50).toNanos();

	private static final int SHARE_OF_TIME = 10;

	private final InstanceDirectory instances;

	private final ConsumerDirectory consumers;

	private final ScheduledExecutorService timer;

	private final TimeSource time;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final AtomicBoolean due = new AtomicBoolean();

	private final List<Subscription> following;

	// Confined to the timer's thread after the construction.
	private long notBefore;

	private volatile ProcessIndex index = ProcessIndex.EMPTY;

	DirectoryProcesses(InstanceDirectory instances, ConsumerDirectory consumers, ScheduledExecutorService timer,
			TimeSource time) {
		this.instances = instances;
		this.consumers = consumers;
		this.timer = timer;
		this.time = time;
		this.notBefore = time.nanoTime();
		this.following = List.of(instances.onChange(this::changed), consumers.onChange(this::changed));
		changed();
	}

	@Override
	public Optional<RegisteredProcess> byKey(String publicKey) {
		return Optional.ofNullable(this.index.byKey(publicKey));
	}

	@Override
	public Collection<RegisteredProcess> all() {
		return this.index.all();
	}

	@Override
	public Subscription onChange(Runnable listener) {
		Runnable entry = listener::run;
		this.listeners.add(entry);
		return () -> this.listeners.remove(entry);
	}

	@Override
	public void close() {
		this.following.forEach(Subscription::close);
	}

	private void changed() {
		if (this.due.compareAndSet(false, true)) {
			schedule(0);
		}
	}

	private void schedule(long delayNanos) {
		try {
			this.timer.schedule(this::update, delayNanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Stopped.
		}
	}

	private void update() {
		long begin = this.time.nanoTime();
		if (begin - this.notBefore < 0) {
			schedule(this.notBefore - begin);
			return;
		}
		// A change from now on leads to another update.
		this.due.set(false);
		try {
			ProcessIndex now = read();
			boolean changed = !now.equals(this.index);
			this.index = now;
			if (changed) {
				this.listeners.forEach(Runnable::run);
			}
		}
		catch (RuntimeException ex) {
			logger.error("The processes in the registry could not be read", ex);
		}
		long end = this.time.nanoTime();
		this.notBefore = end + Math.max(SHORTEST_PAUSE, (end - begin) * SHARE_OF_TIME);
	}

	private ProcessIndex read() {
		ProcessIndex.Builder builder = new ProcessIndex.Builder();
		for (ServiceName service : this.instances.services()) {
			for (RpcInstance instance : this.instances.view(service).instances()) {
				builder.add(instance, instance.metadata().reportKey());
			}
		}
		for (ConsumerReference reference : this.consumers.references()) {
			builder.add(reference, reference.reportKey());
		}
		return builder.build();
	}

}
