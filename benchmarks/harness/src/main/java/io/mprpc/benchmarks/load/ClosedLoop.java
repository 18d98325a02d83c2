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
package io.mprpc.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.mprpc.benchmarks.EchoClient.EchoCall;
import org.HdrHistogram.Histogram;

/**
 * Closed-loop load: callers wait for the response before the next call.
 */
public final class ClosedLoop {

	private final EchoCall call;

	private final int payloadSize;

	/**
	 * Creates a loop.
	 * @param call the call
	 * @param payloadSize required size of each response
	 */
	public ClosedLoop(EchoCall call, int payloadSize) {
		this.call = call;
		this.payloadSize = payloadSize;
	}

	/**
	 * Runs for a time.
	 * @param callers number of threads
	 * @param millis duration
	 * @return the result
	 * @throws InterruptedException if interrupted
	 */
	public LoadResult run(int callers, int millis) throws InterruptedException {
		CountDownLatch start = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(callers);
		// Threads stay until their allocations have been read.
		CountDownLatch end = new CountDownLatch(1);
		List<CallingThread> threads = new ArrayList<>();
		for (int i = 0; i < callers; i++) {
			CallingThread thread = new CallingThread(i, millis, start, done, end);
			threads.add(thread);
			thread.start();
		}
		long allocatedBefore = Allocation.ofAllThreads();
		long before = System.nanoTime();
		start.countDown();
		done.await();
		long nanos = System.nanoTime() - before;
		long allocated = Allocation.ofAllThreads() - allocatedBefore;
		end.countDown();
		Histogram histogram = new Histogram(3);
		long errors = 0;
		for (CallingThread thread : threads) {
			thread.join();
			histogram.add(thread.histogram);
			errors += thread.errors;
		}
		return new LoadResult(histogram.getTotalCount(), errors, nanos, allocated, histogram.getValueAtPercentile(50),
				histogram.getValueAtPercentile(99));
	}

	private final class CallingThread extends Thread {

		private final Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);

		private final long nanos;

		private final CountDownLatch start;

		private final CountDownLatch done;

		private final CountDownLatch end;

		private long errors;

		CallingThread(int number, int millis, CountDownLatch start, CountDownLatch done, CountDownLatch end) {
			super("caller-" + number);
			this.nanos = TimeUnit.MILLISECONDS.toNanos(millis);
			this.start = start;
			this.done = done;
			this.end = end;
		}

		@Override
		public void run() {
			try {
				this.start.await();
				callUntil(System.nanoTime() + this.nanos);
				this.done.countDown();
				this.end.await();
			}
			catch (InterruptedException ex) {
				interrupt();
			}
		}

		private void callUntil(long end) {
			long before = System.nanoTime();
			while (before < end) {
				boolean good = call();
				long after = System.nanoTime();
				if (good) {
					this.histogram.recordValue(after - before);
				}
				else {
					this.errors++;
				}
				before = after;
			}
		}

		private boolean call() {
			try {
				return ClosedLoop.this.call.call() == ClosedLoop.this.payloadSize;
			}
			catch (Exception ex) {
				return false;
			}
		}

	}

}
