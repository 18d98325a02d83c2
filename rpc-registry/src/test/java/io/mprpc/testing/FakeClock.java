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

package io.mprpc.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until a test moves it, and a timer that goes by it. Tasks run on
 * the thread that moves the time. For one thread.
 */
public final class FakeClock implements TimeSource {

	/** Time of day at which the clock starts. */
	public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

	private final Timer timer = new Timer();

	private final List<Task<?>> tasks = new ArrayList<>();

	// Not zero, and about to overflow, so that no code counts on either.
	private final long origin = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

	private long elapsed;

	@Override
	public long nanoTime() {
		return this.origin + this.elapsed;
	}

	@Override
	public Instant instant() {
		return START.plusNanos(this.elapsed);
	}

	/**
	 * A timer that goes by this clock.
	 * @return the timer
	 */
	public ScheduledExecutorService timer() {
		return this.timer;
	}

	/**
	 * Moves the time and runs, in their order, the tasks that become due.
	 * @param time how far
	 */
	public void forward(Duration time) {
		long until = this.elapsed + time.toNanos();
		while (true) {
			Task<?> next = this.tasks.stream()
				.filter((task) -> task.due <= until)
				.min(Comparator.comparingLong((task) -> task.due))
				.orElse(null);
			if (next == null) {
				break;
			}
			this.elapsed = Math.max(this.elapsed, next.due);
			this.tasks.remove(next);
			next.run();
			next.rethrow();
		}
		this.elapsed = until;
	}

	/**
	 * Number of tasks that wait for their time.
	 * @return the number
	 */
	public int taskCount() {
		return this.tasks.size();
	}

	/**
	 * Delay of the next task.
	 * @return the time until it is due
	 */
	public Duration untilNextTask() {
		return Duration.ofNanos(this.tasks.stream().mapToLong((task) -> task.due).min().orElseThrow() - this.elapsed);
	}

	private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {

		private final long due;

		private @Nullable Throwable failure;

		Task(Callable<V> callable, long delayNanos) {
			super(callable);
			this.due = FakeClock.this.elapsed + delayNanos;
			FakeClock.this.tasks.add(this);
		}

		/** Lets a task that fails fail its test. */
		void rethrow() {
			if (this.failure != null) {
				throw new AssertionError("A task of the timer failed", this.failure);
			}
		}

		@Override
		protected void setException(Throwable ex) {
			this.failure = ex;
			super.setException(ex);
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			FakeClock.this.tasks.remove(this);
			return super.cancel(mayInterruptIfRunning);
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(this.due - FakeClock.this.elapsed, TimeUnit.NANOSECONDS);
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
		}

	}

	private final class Timer extends AbstractExecutorService implements ScheduledExecutorService {

		@Override
		public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
			return schedule(() -> {
				command.run();
				return null;
			}, delay, unit);
		}

		@Override
		public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
			return new Task<>(callable, unit.toNanos(delay));
		}

		@Override
		public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay,
				TimeUnit unit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void execute(Runnable command) {
			schedule(command, 0, TimeUnit.NANOSECONDS);
		}

		@Override
		public void shutdown() {
			throw new UnsupportedOperationException();
		}

		@Override
		public List<Runnable> shutdownNow() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public boolean isTerminated() {
			return false;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return false;
		}

	}

}
