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

package io.mprpc.internal.grpc.report.stream;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Streams of this process to the registry servers that show its namespace, one to each.
 * Begins when the first node of the process is registered with its key; follows the
 * announcements of servers until it is closed. Its creator closes it.
 *
 * @since 0.1
 */
public final class ReportStreams implements AutoCloseable {

	private final AnnouncedServers servers;

	private final RegistryConnection registry;

	private final ScheduledExecutorService loop;

	private final StreamContext context;

	private final ReportStream.Listener listener = new Streams();

	private final Map<String, ReportStream> streams = new ConcurrentHashMap<>();

	private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

	private boolean following;

	private int accepted;

	private @Nullable CountDownLatch closing;

	/**
	 * Creates streams.
	 * @param thread thread that does all the work
	 * @param identity identity of the process
	 * @param content what to report
	 * @param servers announcements of servers, followed from the first node on
	 * @param registry connection to the registry
	 * @param channels channels to servers
	 */
	public ReportStreams(ReportThread thread, ReportIdentity identity, ReportContent content, AnnouncedServers servers,
			RegistryConnection registry, ReportChannels channels) {
		this(thread, identity, content, servers, registry, channels, StreamTimings.DEFAULT);
	}

	ReportStreams(ReportThread thread, ReportIdentity identity, ReportContent content, AnnouncedServers servers,
			RegistryConnection registry, ReportChannels channels, StreamTimings timings) {
		this.servers = servers;
		this.registry = registry;
		this.loop = thread.loop();
		TimeSource time = thread.time();
		this.context = new StreamContext(identity, registry.namespace(), content.series(), content.load(), channels,
				new QuestionAnswerer(content.explainer(), time), timings, time, thread.random(), this.loop,
				time.nanoTime(), new StreamContext.Counts());
		this.subscriptions.add(identity.key().onUse(() -> this.loop.execute(this::nodeRegistered)));
	}

	/**
	 * States of the streams.
	 * @return one for each server, in the order of their names
	 */
	public List<StreamStatus> statuses() {
		return this.streams.values()
			.stream()
			.map(ReportStream::status)
			.sorted(Comparator.comparing(StreamStatus::server))
			.toList();
	}

	/**
	 * Reports that were sent.
	 * @return the number since the start
	 */
	public long sentReports() {
		return this.context.counts().reports().sum();
	}

	/**
	 * Bytes of all messages that were sent.
	 * @return the number since the start
	 */
	public long sentBytes() {
		return this.context.counts().bytes().sum();
	}

	/**
	 * Reports that were not sent because the server did not read.
	 * @return the number since the start
	 */
	public long skippedReports() {
		return this.context.counts().skipped().sum();
	}

	/**
	 * Sends last reports and ends all streams. Waits until they have gone out, at most
	 * 200 ms.
	 */
	@Override
	public void close() {
		CountDownLatch done = new CountDownLatch(1);
		this.loop.execute(() -> closeStreams(done));
		try {
			done.await(this.context.timings().close().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			// Those that are left: none, as a rule.
			this.loop.execute(() -> this.streams.values().forEach(ReportStream::drop));
		}
	}

	private void closeStreams(CountDownLatch done) {
		this.closing = done;
		this.subscriptions.forEach(Subscription::close);
		List<ReportStream> open = List.copyOf(this.streams.values());
		if (open.isEmpty()) {
			done.countDown();
		}
		open.forEach(ReportStream::close);
	}

	private void nodeRegistered() {
		if (this.closing != null) {
			return;
		}
		if (this.following) {
			// A server that has refused the process may have looked for this node.
			retry();
			return;
		}
		this.following = true;
		UnsentWatch unsent = new UnsentWatch(this.loop, this.context.timings().step().toNanos(), this.context.time(),
				() -> this.streams.values().forEach(ReportStream::reportSoon));
		this.subscriptions.add(this.context.source().onUnsent(unsent));
		this.subscriptions.add(this.servers.onChange(() -> this.loop.execute(this::update)));
		this.subscriptions.add(this.registry.onStateChange(this::registryChanged));
		update();
	}

	private void registryChanged(RegistryConnection.State state) {
		if (state == RegistryConnection.State.CONNECTED) {
			this.loop.execute(() -> {
				update();
				// A registry that returns often means that its servers have restarted.
				retry();
			});
		}
	}

	private void retry() {
		this.streams.values().forEach(ReportStream::retrySoon);
	}

	private void update() {
		if (this.closing != null) {
			return;
		}
		Map<String, AnnouncedServer> announced = this.servers.servers()
			.stream()
			.filter((server) -> server.namespaces().contains(this.context.namespace()))
			.collect(Collectors.toMap(AnnouncedServer::name, Function.identity(), (one, other) -> one));
		announced.forEach((name, server) -> {
			ReportStream known = this.streams.get(name);
			if (known != null) {
				known.announced(server);
			}
			else {
				this.streams.put(name, new ReportStream(server, this.context, this.listener));
			}
		});
		this.streams.forEach((name, stream) -> {
			if (!announced.containsKey(name)) {
				stream.withdrawn();
				removeIfGone(stream);
			}
		});
	}

	// While the registry is away, a server that is not announced may be there all the
	// same.
	private void removeIfGone(ReportStream stream) {
		if (!stream.isAnnounced() && !stream.isOpen() && this.registry.state() == RegistryConnection.State.CONNECTED) {
			this.streams.remove(stream.status().server(), stream);
			stream.drop();
		}
	}

	/**
	 * Counts the streams that take reports.
	 */
	private final class Streams implements ReportStream.Listener {

		@Override
		public void accepted() {
			if (ReportStreams.this.accepted++ == 0) {
				ReportStreams.this.context.source().setActive(true);
			}
		}

		@Override
		public void broken() {
			if (--ReportStreams.this.accepted == 0) {
				ReportStreams.this.context.source().setActive(false);
			}
		}

		@Override
		public void ended(ReportStream stream) {
			CountDownLatch done = ReportStreams.this.closing;
			if (done == null) {
				removeIfGone(stream);
				return;
			}
			ReportStreams.this.streams.remove(stream.status().server(), stream);
			if (ReportStreams.this.streams.isEmpty()) {
				done.countDown();
			}
		}

	}

}
