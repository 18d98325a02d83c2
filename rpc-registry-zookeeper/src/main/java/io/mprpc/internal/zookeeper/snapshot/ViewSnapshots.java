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

package io.mprpc.internal.zookeeper.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.mprpc.internal.zookeeper.session.ConnectionThreads;
import io.mprpc.internal.zookeeper.session.LoopTasks;
import io.mprpc.internal.zookeeper.session.SerialExecutor;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Store on disk of the last good view of each service together with the operators' rules
 * that applied to it, for a start without ZooKeeper: one file per service in a directory
 * per registry and namespace, each replaced as a whole, so that several processes can
 * share them. Trouble with the disk is said and never fatal.
 */
public final class ViewSnapshots implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ViewSnapshots.class);

	private static final Duration WRITE_DELAY = Duration.ofSeconds(1);

	private static final long CLOSE_MILLIS = 2000;

	private final @Nullable Path directory;

	private final String registry;

	private final String namespace;

	private final Executor disk;

	private final LoopTasks timer;

	// By tasks for the disk only, as all below.
	private final Map<ServiceName, ServiceView> views = new HashMap<>();

	private final Map<ServiceName, String> rules = new HashMap<>();

	private final Set<ServiceName> unwritten = new LinkedHashSet<>();

	private boolean failed;

	private volatile boolean governed;

	private ViewSnapshots(@Nullable Path directory, String registry, String namespace, ConnectionThreads threads) {
		this.directory = directory;
		this.registry = registry;
		this.namespace = namespace;
		this.disk = new SerialExecutor(threads.blocking());
		this.timer = new LoopTasks(threads.loop());
	}

	/**
	 * Keeps snapshots.
	 * @param directory where, {@code null} for nowhere
	 * @param connection leads to the registry: snapshots of another are not used
	 */
	public static ViewSnapshots in(@Nullable Path directory, ZooKeeperConnection connection) {
		String registry = connection.address();
		String namespace = connection.namespace();
		return new ViewSnapshots(
				(directory != null) ? directory.resolve(FileName.of(registry)).resolve(namespace) : null, registry,
				namespace, connection.threads());
	}

	/** Views are of use only with the rules that applied to them. */
	public void governed() {
		this.governed = true;
	}

	/** Keeps a view, soon; an empty one says nothing that would help. */
	public void keep(ServiceView view) {
		if (!view.instances().isEmpty()) {
			keep(view.service(), () -> this.views.put(view.service(), view));
		}
	}

	/**
	 * Keeps rules, soon, once there is a view.
	 * @param text the rules, empty if there are none
	 */
	void keepRules(ServiceName service, String text) {
		keep(service, () -> this.rules.put(service, text));
	}

	private void keep(ServiceName service, Runnable change) {
		if (this.directory == null) {
			return;
		}
		execute(() -> {
			if (this.unwritten.isEmpty()) {
				this.timer.schedule(WRITE_DELAY, () -> execute(this::writeAll));
			}
			change.run();
			this.unwritten.add(service);
		});
	}

	/** Reads a view and hands it over, on another thread, if there is one. */
	public void read(ServiceName service, Consumer<ServiceView> receiver) {
		if (this.directory != null) {
			Path file = file(this.directory, service);
			execute(() -> {
				ViewSnapshot snapshot = read(file, service);
				if (snapshot != null && this.governed && snapshot.rules() == null) {
					logger.warn("The snapshot " + file + " is ignored because it lacks the rules of operators");
				}
				else if (snapshot != null) {
					ServiceView view = snapshot.view();
					logger.warn("ZooKeeper at " + this.registry + " does not answer: " + service + " starts with "
							+ view.instances().size() + " instances as of " + view.asOf() + " from " + file);
					receiver.accept(view);
				}
			});
		}
	}

	/**
	 * Reads the rules that a view was kept with and hands them over, on another thread;
	 * {@code null} if there are none.
	 */
	public void readRules(ServiceName service, Consumer<@Nullable String> receiver) {
		Path target = this.directory;
		if (target == null) {
			receiver.accept(null);
			return;
		}
		execute(() -> {
			ViewSnapshot snapshot = read(file(target, service), service);
			receiver.accept((snapshot != null) ? snapshot.rules() : null);
		});
	}

	/** Writes the pending snapshots, within a bounded time. */
	@Override
	public void close() {
		this.timer.close();
		if (this.directory == null) {
			return;
		}
		CountDownLatch written = new CountDownLatch(1);
		execute(() -> {
			writeAll();
			written.countDown();
		});
		try {
			if (!written.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
				logger.debug("The snapshots of " + this.registry + " are not written yet");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private @Nullable ViewSnapshot read(Path file, ServiceName service) {
		try {
			return ViewCodec.read(Files.readAllBytes(file), this.registry, this.namespace, service);
		}
		catch (NoSuchFileException ex) {
			logger.debug("There is no snapshot " + file);
		}
		catch (IOException ex) {
			logger.warn("The snapshot " + file + " is ignored because it cannot be read: " + ex);
		}
		catch (IllegalArgumentException ex) {
			logger.warn("The snapshot " + file + " is ignored because " + ex.getMessage());
		}
		return null;
	}

	private void writeAll() {
		Path target = this.directory;
		if (target == null) {
			return;
		}
		for (ServiceName service : this.unwritten) {
			ServiceView view = this.views.get(service);
			String rulesOfView = this.rules.get(service);
			if (view != null && (rulesOfView != null || !this.governed)) {
				write(target, new ViewSnapshot(view, rulesOfView));
			}
		}
		this.unwritten.clear();
	}

	private void write(Path target, ViewSnapshot snapshot) {
		Path file = file(target, snapshot.view().service());
		try {
			Files.createDirectories(target);
			Path temporary = Files.createTempFile(target, ".", ".tmp");
			try {
				Files.write(temporary, ViewCodec.write(snapshot, this.registry, this.namespace));
				Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}
			finally {
				Files.deleteIfExists(temporary);
			}
			this.failed = false;
		}
		catch (IOException ex) {
			if (!this.failed) {
				logger.warn("The snapshot " + file + " cannot be written, so that a start without ZooKeeper would "
						+ "not know the service: " + ex);
			}
			this.failed = true;
		}
	}

	private static Path file(Path directory, ServiceName service) {
		return directory.resolve(FileName.of(service.value()) + ".json");
	}

	private void execute(Runnable task) {
		try {
			this.disk.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// Closed.
		}
	}

}
