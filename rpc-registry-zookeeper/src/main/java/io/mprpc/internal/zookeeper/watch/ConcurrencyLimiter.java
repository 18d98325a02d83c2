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

package io.mprpc.internal.zookeeper.watch;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limiter of the loads that run at the same time; the others wait in line. For use on one
 * thread, on which the loads end too.
 */
public final class ConcurrencyLimiter {

	private static final Logger logger = LoggerFactory.getLogger(ConcurrencyLimiter.class);

	private final Queue<Supplier<? extends CompletionStage<?>>> waiting = new ArrayDeque<>();

	private int free;

	private boolean admitting;

	public ConcurrencyLimiter(int permits) {
		this.free = permits;
	}

	/** Begins a load now or when its turn comes. Its place is free again when it ends. */
	public void enter(Supplier<? extends CompletionStage<?>> load) {
		this.waiting.add(load);
		admit();
	}

	private void leave() {
		this.free++;
		admit();
	}

	// A loop: thousands of loads that end together, as when the connection is lost, would
	// fill the stack if each began the next.
	private void admit() {
		if (this.admitting) {
			return;
		}
		this.admitting = true;
		try {
			while (this.free > 0 && !this.waiting.isEmpty()) {
				this.free--;
				begin(this.waiting.remove());
			}
		}
		finally {
			this.admitting = false;
		}
	}

	private void begin(Supplier<? extends CompletionStage<?>> load) {
		CompletionStage<?> running;
		try {
			running = load.get();
		}
		catch (RuntimeException ex) {
			logger.error("Reading from ZooKeeper failed", ex);
			this.free++;
			return;
		}
		running.whenComplete((ignored, ex) -> leave());
	}

}
