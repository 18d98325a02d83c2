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

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One client of the stream. Events wait here while the client reads; if too many wait,
 * the client is disconnected.
 */
class StreamSubscriber {

	private static final int MOST_WAITING = 64;

	private static final long NO_TIMEOUT = 0;

	private final SseEmitter emitter = new SseEmitter(NO_TIMEOUT);

	private final String owner;

	private final long number;

	private final Executor senders;

	private final Consumer<StreamSubscriber> onEnd;

	private final Deque<StreamEvent> waiting = new ArrayDeque<>();

	private @Nullable Subscription held;

	private boolean sending;

	private boolean ended;

	StreamSubscriber(String owner, long number, Executor senders, Consumer<StreamSubscriber> onEnd) {
		this.owner = owner;
		this.number = number;
		this.senders = senders;
		this.onEnd = onEnd;
		this.emitter.onCompletion(this::forget);
		this.emitter.onError((ex) -> forget());
	}

	/** Owner of the stream. */
	String owner() {
		return this.owner;
	}

	/** Sequence number, higher than those of streams opened before. */
	long number() {
		return this.number;
	}

	SseEmitter emitter() {
		return this.emitter;
	}

	/** Holds a subscription until the stream ends. */
	void holds(Subscription subscription) {
		synchronized (this) {
			if (!this.ended) {
				this.held = subscription;
				return;
			}
		}
		subscription.close();
	}

	/** Sends an event after those before it. Does not block. */
	void offer(StreamEvent event) {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			if (this.waiting.size() < MOST_WAITING) {
				this.waiting.add(event);
				if (!this.sending) {
					this.sending = true;
					start(this::send);
				}
				return;
			}
		}
		end();
	}

	/** Ends the stream; the client may reconnect. */
	void end() {
		forget();
		// May block while an event is being written.
		start(this.emitter::complete);
	}

	private void start(Runnable task) {
		try {
			this.senders.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// Stopped.
		}
	}

	private void send() {
		for (StreamEvent event = next(); event != null; event = next()) {
			try {
				this.emitter.send(event.builder());
			}
			catch (IOException | IllegalStateException ex) {
				// The client has disconnected; the web server ends the request.
				forget();
				return;
			}
		}
	}

	private synchronized @Nullable StreamEvent next() {
		StreamEvent event = this.ended ? null : this.waiting.poll();
		this.sending = event != null;
		return event;
	}

	private void forget() {
		Subscription subscription;
		synchronized (this) {
			this.ended = true;
			this.waiting.clear();
			subscription = this.held;
			this.held = null;
		}
		if (subscription != null) {
			subscription.close();
		}
		this.onEnd.accept(this);
	}

}
