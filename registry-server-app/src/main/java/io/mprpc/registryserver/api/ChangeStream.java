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

package io.mprpc.registryserver.api;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.http.Quota;
import io.mprpc.registryserver.http.Quota.Grant;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.journal.JournalFilter;
import io.mprpc.registryserver.traffic.Traffic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Stream of changes to many clients, as server-sent events. Changes of the catalog in
 * quick succession are merged into one event. A client that does not keep up is
 * disconnected and reconnects by itself. All streams end before the web server waits for
 * open requests.
 */
@Component
class ChangeStream implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ChangeStream.class);

	private static final Duration GATHER = Duration.ofMillis(100);

	private static final int MOST_ENTRIES = 100;

	private final Catalog catalog;

	private final Journal journal;

	private final JsonMapper mapper;

	private final Traffic traffic;

	private final ChangeStreamSettings settings;

	private final Set<StreamSubscriber> subscribers = ConcurrentHashMap.newKeySet();

	private final AtomicLong opened = new AtomicLong();

	private final Quota streams;

	private final AtomicBoolean due = new AtomicBoolean();

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(daemon("registry-changes"));

	// At most as many threads as clients, and none while idle.
	private final ExecutorService senders = Executors.newCachedThreadPool(daemon("registry-changes-sender"));

	private List<Subscription> following = List.of();

	private volatile boolean running;

	ChangeStream(Catalog catalog, Journal journal, Traffic traffic, JsonMapper mapper, ChangeStreamSettings settings) {
		this.catalog = catalog;
		this.journal = journal;
		this.traffic = traffic;
		this.mapper = mapper;
		this.settings = settings;
		this.streams = new Quota(settings.maxPerUser(), settings.maxSubscribers());
	}

	/**
	 * Opens a stream.
	 * @param owner owner of the stream
	 * @param lastEntry number of the last entry of the journal that the client has seen,
	 * {@code null} if it begins
	 * @param figures whether the client shows call statistics, so that processes report
	 * each second
	 * @throws ErrorResponseException if there are too many streams
	 */
	SseEmitter open(String owner, @Nullable Long lastEntry, boolean figures) {
		Grant grant = this.streams.acquire(owner);
		while (grant == Grant.OWNER_EXHAUSTED && endOldest(owner)) {
			grant = this.streams.acquire(owner);
		}
		if (grant != Grant.GRANTED) {
			throw new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, ProblemDetail
				.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "No more than " + this.settings.maxSubscribers()
						+ " clients can follow the changes at the same time: raise 'rpc.registry-server.changes.max-subscribers'"),
					null);
		}
		StreamSubscriber subscriber = new StreamSubscriber(owner, this.opened.incrementAndGet(), this.senders,
				this::left);
		this.subscribers.add(subscriber);
		if (figures) {
			subscriber.holds(this.traffic.watch());
		}
		subscriber.offer(catalogEvent());
		if (lastEntry != null) {
			List<JournalEntry> missed = this.journal.entries(JournalFilter.newest(MOST_ENTRIES))
				.stream()
				.filter((entry) -> entry.id() > lastEntry)
				.sorted((one, other) -> Long.compare(one.id(), other.id()))
				.toList();
			offerEntries(List.of(subscriber), missed);
		}
		if (!this.running) {
			// Stopped meanwhile, or not started yet.
			subscriber.end();
		}
		return subscriber.emitter();
	}

	@Override
	public void start() {
		this.running = true;
		this.following = List.of(this.catalog.onChange(this::changed), this.journal.onEntries(this::written),
				this.traffic.onChange(this::measured));
		long heartbeat = this.settings.heartbeat().toMillis();
		this.timer.scheduleAtFixedRate(
				() -> this.subscribers.forEach((subscriber) -> subscriber.offer(StreamEvent.HEARTBEAT)), heartbeat,
				heartbeat, TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() {
		this.running = false;
		this.following.forEach(Subscription::close);
		this.timer.shutdownNow();
		this.subscribers.forEach(StreamSubscriber::end);
		this.senders.shutdown();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void left(StreamSubscriber subscriber) {
		if (this.subscribers.remove(subscriber)) {
			this.streams.release(subscriber.owner());
		}
	}

	/**
	 * Makes room for another stream by closing the oldest one, which is the most likely
	 * to be abandoned: a page that was left is noticed with the next heartbeat only.
	 */
	private boolean endOldest(String owner) {
		Optional<StreamSubscriber> oldest = this.subscribers.stream()
			.filter((subscriber) -> subscriber.owner().equals(owner))
			.min(Comparator.comparingLong(StreamSubscriber::number));
		oldest.ifPresent(StreamSubscriber::end);
		return oldest.isPresent();
	}

	private void changed() {
		if (!this.subscribers.isEmpty() && this.due.compareAndSet(false, true)) {
			try {
				this.timer.schedule(this::tellOfCatalog, GATHER.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (RejectedExecutionException ex) {
				// Stopped.
			}
		}
	}

	private void tellOfCatalog() {
		this.due.set(false);
		try {
			StreamEvent event = catalogEvent();
			this.subscribers.forEach((subscriber) -> subscriber.offer(event));
		}
		catch (RuntimeException ex) {
			logger.error("A change could not be sent to the clients", ex);
		}
	}

	private void measured() {
		StreamEvent event = new StreamEvent("traffic", null, "{}");
		this.subscribers.forEach((subscriber) -> subscriber.offer(event));
	}

	private void written(List<JournalEntry> entries) {
		offerEntries(this.subscribers, entries.subList(Math.max(0, entries.size() - MOST_ENTRIES), entries.size()));
	}

	private void offerEntries(Iterable<StreamSubscriber> to, List<JournalEntry> entries) {
		if (entries.isEmpty() || !to.iterator().hasNext()) {
			return;
		}
		StreamEvent event = new StreamEvent("journal", String.valueOf(entries.get(entries.size() - 1).id()),
				this.mapper.writeValueAsString(entries));
		to.forEach((subscriber) -> subscriber.offer(event));
	}

	private StreamEvent catalogEvent() {
		return new StreamEvent("catalog", null, this.mapper.writeValueAsString(this.catalog.overview()));
	}

	private static ThreadFactory daemon(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

}
