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

package io.mprpc.internal.zookeeper.session;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A listener with the value that it received last: it receives the latest value, never
 * one twice, and never two at the same time.
 *
 * @param <T> type of values
 */
public final class LatestListener<T> {

	private final Consumer<T> listener;

	private final Supplier<@Nullable T> latest;

	private final CoalescingCall call;

	private volatile boolean closed;

	private @Nullable T seen;

	/**
	 * Creates an entry.
	 * @param latest the latest value, {@code null} while there is none to tell
	 * @param executor calls the listener
	 */
	public LatestListener(Consumer<T> listener, Supplier<@Nullable T> latest, Executor executor) {
		this.listener = listener;
		this.latest = latest;
		this.call = new CoalescingCall(executor, this::tell);
	}

	/** There may be another value. */
	public void changed() {
		this.call.request();
	}

	/** Ends the calls. */
	public void close() {
		this.closed = true;
	}

	private void tell() {
		T value = this.latest.get();
		if (!this.closed && value != null && value != this.seen) {
			this.seen = value;
			Listeners.call(this.listener, value);
		}
	}

}
