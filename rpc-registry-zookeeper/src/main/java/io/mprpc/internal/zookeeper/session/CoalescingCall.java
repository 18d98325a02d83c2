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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A call that is made after each request, once for those that come before it is made, and
 * never twice at the same time.
 */
public final class CoalescingCall {

	private final Executor executor;

	private final Runnable call;

	private final Executor serial = new SerialExecutor(Runnable::run);

	private final AtomicBoolean due = new AtomicBoolean();

	/**
	 * Creates a call.
	 * @param executor makes it; where the last one is under way, that one's thread does
	 */
	public CoalescingCall(Executor executor, Runnable call) {
		this.executor = executor;
		this.call = call;
	}

	/** Requests the call. */
	public void request() {
		if (this.due.compareAndSet(false, true)) {
			this.executor.execute(() -> this.serial.execute(() -> {
				this.due.set(false);
				this.call.run();
			}));
		}
	}

}
