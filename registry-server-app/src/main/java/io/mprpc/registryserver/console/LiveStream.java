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

package io.mprpc.registryserver.console;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.journal.Journal;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * Tells open pages that something has changed; what has changed they ask for themselves.
 * Ends its streams before the web server waits for requests to end.
 */
@Controller
class LiveStream implements SmartLifecycle {

	private static final int MOST_PAGES = 1000;

	private static final Duration LONGEST = Duration.ofMinutes(30);

	private static final Duration MERGED = Duration.ofMillis(100);

	/** Finds pages that are gone, and keeps proxies from closing quiet streams. */
	private static final Duration HEARTBEAT = Duration.ofSeconds(15);

	private final Catalog catalog;

	private final Journal journal;

	private final Set<SseEmitter> pages = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean told = new AtomicBoolean();

	private volatile List<Subscription> following = List.of();

	private final ScheduledExecutorService thread;

	private volatile boolean running;

	LiveStream(Catalog catalog, Journal journal) {
		this.catalog = catalog;
		this.journal = journal;
		this.thread = Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread created = new Thread(work, "console-live");
			created.setDaemon(true);
			return created;
		});
	}

	@GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter live() {
		if (!this.running || this.pages.size() >= MOST_PAGES) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
		}
		SseEmitter page = new SseEmitter(LONGEST.toMillis());
		page.onCompletion(() -> this.pages.remove(page));
		page.onTimeout(page::complete);
		page.onError((ex) -> this.pages.remove(page));
		this.pages.add(page);
		send(page, SseEmitter.event().comment("hello"));
		return page;
	}

	@Override
	public void start() {
		this.thread.scheduleWithFixedDelay(() -> sendAll(""), HEARTBEAT.toMillis(),
				HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
		this.running = true;
		this.following = List.of(this.catalog.onChange(this::changed),
				this.journal.onEntries((entries) -> changed()));
	}

	@Override
	public void stop() {
		this.running = false;
		this.following.forEach(Subscription::close);
		this.thread.shutdownNow();
		this.pages.forEach(SseEmitter::complete);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void changed() {
		if (this.running && this.told.compareAndSet(false, true)) {
			this.thread.schedule(() -> {
				this.told.set(false);
				sendAll("change");
			}, MERGED.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void sendAll(String name) {
		for (SseEmitter page : this.pages) {
			send(page, name.isEmpty() ? SseEmitter.event().comment("") : SseEmitter.event().name(name).data(""));
		}
	}

	private void send(SseEmitter page, SseEventBuilder event) {
		try {
			page.send(event);
		}
		catch (IOException | IllegalStateException ex) {
			this.pages.remove(page);
		}
	}

}
