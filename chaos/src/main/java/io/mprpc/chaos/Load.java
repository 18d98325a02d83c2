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

package io.mprpc.chaos;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.grpc.stub.BlockingClientCall;
import io.mprpc.chaos.api.Reply;
import io.mprpc.chaos.api.Request;

/**
 * Load at a constant rate: one half by a timer (open loop), the other half by threads
 * that wait for each response (closed loop).
 */
final class Load {

	private static final int CLOSED_LOOP_THREADS = 8;

	private static final long TICK_MILLIS = 5;

	private final Stubs stubs;

	private final OpenCalls open;

	private final int rate;

	private volatile Tally tally = new Tally();

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	private long turn;

	private double due;

	private volatile boolean running = true;

	Load(Stubs stubs, int rate) {
		this.stubs = stubs;
		this.open = new OpenCalls(stubs);
		this.rate = rate;
	}

	void start() {
		this.clock.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
		for (int i = 0; i < CLOSED_LOOP_THREADS; i++) {
			int thread = i;
			Thread caller = new Thread(() -> loop(thread), "closed-loop-" + i);
			caller.setDaemon(true);
			caller.start();
		}
	}

	void stop() {
		this.running = false;
		this.clock.shutdownNow();
	}

	Tally current() {
		return this.tally;
	}

	/**
	 * Begins a new tally and waits for the calls of the old one, each of which has a
	 * deadline.
	 */
	Tally mark() {
		Tally old = this.tally;
		this.tally = new Tally();
		long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		do {
			// Also covers calls that read the old tally just before it was replaced.
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
		}
		while (old.inFlight() > 0 && System.nanoTime() < giveUp);
		return old;
	}

	private void tick() {
		this.due += this.rate / 2.0 * TICK_MILLIS / 1000.0;
		while (this.due >= 1) {
			this.due -= 1;
			this.open.begin(this.turn++, this.tally);
		}
	}

	private void loop(int thread) {
		long interval = (long) (1_000_000_000L * CLOSED_LOOP_THREADS / (this.rate / 2.0));
		long next = System.nanoTime();
		long id = 0;
		while (this.running) {
			closedLoopCall(thread, id++);
			next = Math.max(next + interval, System.nanoTime() - interval);
			while (System.nanoTime() < next) {
				LockSupport.parkNanos(next - System.nanoTime());
			}
		}
	}

	private void closedLoopCall(int thread, long id) {
		Request request = Request.newBuilder().setId(id).build();
		CallKind kind = List.of(CallKind.READ, CallKind.WRITE, CallKind.READ, CallKind.STREAM).get(thread % 4);
		boolean second = thread >= 4;
		Tally.Call call = this.tally.begin(kind, second ? "blocking-v2" : "blocking");
		try {
			call.succeeded(switch (kind) {
				case READ ->
					(second ? this.stubs.blockingV2().read(request) : this.stubs.blocking().read(request)).getPort();
				case WRITE ->
					(second ? this.stubs.blockingV2().write(request) : this.stubs.blocking().write(request)).getPort();
				case STREAM -> second ? readAll(this.stubs.blockingV2().stream(request))
						: readAll(this.stubs.blocking().stream(request));
			});
		}
		catch (Exception ex) {
			call.failed(ex);
		}
	}

	private static int readAll(Iterator<Reply> replies) {
		int port = 0;
		while (replies.hasNext()) {
			port = replies.next().getPort();
		}
		return port;
	}

	private static int readAll(BlockingClientCall<?, Reply> replies) throws Exception {
		int port = 0;
		while (replies.hasNext()) {
			Reply reply = replies.read();
			port = (reply != null) ? reply.getPort() : port;
		}
		return port;
	}

}
