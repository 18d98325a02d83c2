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

package io.mprpc.registry.zookeeper;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets a bounded number of loads run at the same time; the others wait in line. For use
 * on one thread.
 */
final class LoadGate {

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private int free;

	LoadGate(int permits) {
		this.free = permits;
	}

	/** Runs a task now or when its turn comes; it must lead to one {@link #leave()}. */
	void enter(Runnable task) {
		if (this.free > 0) {
			this.free--;
			task.run();
		}
		else {
			this.waiting.add(task);
		}
	}

	void leave() {
		Runnable next = this.waiting.poll();
		if (next != null) {
			next.run();
		}
		else {
			this.free++;
		}
	}

}
