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

package io.mprpc.internal.grpc.server;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.testing.Ticks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HandlerThreadPool}.
 */
class HandlerThreadPoolTests {

	private final HandlerThreadPool pool = HandlerThreadPool.obtain(TimeSource.system());

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void handlersThatWaitForOneThatComesLaterDoNotKeepItFromRunning() {
		int waiting = 300;
		CountDownLatch last = new CountDownLatch(1);
		AtomicInteger done = new AtomicInteger();
		for (int i = 0; i < waiting; i++) {
			this.pool.execute(() -> {
				waitFor(last);
				done.incrementAndGet();
			});
		}
		this.pool.execute(last::countDown);
		await().atMost(Duration.ofSeconds(30)).until(() -> done.get() == waiting);
	}

	@Test
	void aBurstOfCallsStartsOneThreadAtATime() throws InterruptedException {
		HeldThreads threads = new HeldThreads();
		Set<Thread> ran = ConcurrentHashMap.newKeySet();
		CountDownLatch done = new CountDownLatch(100);
		try (HandlerThreadPool made = new HandlerThreadPool(threads, TimeSource.system())) {
			for (int i = 0; i < 100; i++) {
				made.execute(() -> {
					ran.add(Thread.currentThread());
					done.countDown();
				});
			}
			assertThat(threads.made()).hasSize(1);
			threads.release(0);
			assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
			// It sent one other thread before its first call, and that one is still held.
			assertThat(ran).containsExactly(threads.made().get(0));
			assertThat(threads.made()).hasSize(2);
			threads.release(1);
		}
	}

	@Test
	void theThreadThatSleptLeastIsWokenFirst() throws InterruptedException {
		HandlerThreadPool made = new HandlerThreadPool(daemons(), TimeSource.system());
		List<Thread> threads = new ArrayList<>();
		List<CountDownLatch> releases = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			CountDownLatch release = new CountDownLatch(1);
			threads.add(runOn(made, release));
			releases.add(release);
		}
		assertThat(threads).doesNotHaveDuplicates();
		for (int i : new int[] { 1, 2, 0 }) {
			releases.get(i).countDown();
			awaitAsleep(threads.get(i));
		}
		for (int i = 0; i < 5; i++) {
			assertThat(runOn(made, new CountDownLatch(0))).isSameAs(threads.get(0));
			awaitAsleep(threads.get(0));
		}
		made.close();
	}

	@Test
	void aThreadEndsAfterAMinuteWithoutACall() throws InterruptedException {
		AtomicLong now = new AtomicLong(Long.MAX_VALUE);
		HandlerThreadPool made = new HandlerThreadPool(daemons(), new Ticks(now::get));
		Thread thread = runOn(made, new CountDownLatch(0));
		awaitAsleep(thread);
		now.addAndGet(TimeUnit.SECONDS.toNanos(59));
		assertThat(runOn(made, new CountDownLatch(0))).isSameAs(thread);
		awaitAsleep(thread);
		now.addAndGet(TimeUnit.SECONDS.toNanos(60) - 1);
		wakeWithoutReason(thread);
		assertThat(runOn(made, new CountDownLatch(0))).isSameAs(thread);
		awaitAsleep(thread);
		now.addAndGet(TimeUnit.SECONDS.toNanos(60));
		LockSupport.unpark(thread);
		awaitEnd(thread);
		assertThat(runOn(made, new CountDownLatch(0))).isNotSameAs(thread);
		made.close();
	}

	@Test
	void threadsEndWhenThePoolIsClosed() throws InterruptedException {
		HandlerThreadPool made = new HandlerThreadPool(daemons(), TimeSource.system());
		CountDownLatch release = new CountDownLatch(1);
		Thread busy = runOn(made, release);
		Thread idle = runOn(made, new CountDownLatch(0));
		awaitAsleep(idle);
		made.close();
		awaitEnd(idle);
		assertThat(busy.isAlive()).isTrue();
		release.countDown();
		awaitEnd(busy);
	}

	@Test
	void threadsHaveTheClassLoaderOfTheirCreatorAndKeepNoProcessAlive() throws Exception {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(new URL[0], before)) {
			Thread.currentThread().setContextClassLoader(classLoader);
			try (HandlerThreadPool made = HandlerThreadPool.obtain(TimeSource.system())) {
				Thread.currentThread().setContextClassLoader(before);
				Queue<Thread> threads = new ConcurrentLinkedQueue<>();
				CountDownLatch release = new CountDownLatch(1);
				for (int i = 0; i < 20; i++) {
					made.execute(() -> {
						threads.add(Thread.currentThread());
						waitFor(release);
					});
				}
				await().atMost(Duration.ofSeconds(30)).until(() -> threads.size() == 20);
				assertThat(threads).allMatch(Thread::isDaemon)
					.allMatch((thread) -> thread.getContextClassLoader() == classLoader);
				release.countDown();
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	@Test
	void noCallIsLeftBehindHoweverTheyCome() throws InterruptedException {
		int each = 50_000;
		int bringers = 4;
		CountDownLatch done = new CountDownLatch(each * bringers);
		for (int i = 0; i < bringers; i++) {
			Thread bringer = new Thread(() -> {
				for (int j = 0; j < each; j++) {
					this.pool.execute(done::countDown);
					if (ThreadLocalRandom.current().nextInt(100) == 0) {
						// So that threads of the pool go to sleep now and then.
						LockSupport.parkNanos(20_000);
					}
				}
			});
			bringer.setDaemon(true);
			bringer.start();
		}
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aCallThatFailsOrIsInterruptedDisturbsNoOther() throws InterruptedException {
		List<Throwable> uncaught = new CopyOnWriteArrayList<>();
		// One thread, so that all calls meet what the others leave.
		HandlerThreadPool made = new HandlerThreadPool(atMost(1), TimeSource.system());
		made.execute(() -> Thread.currentThread().setUncaughtExceptionHandler((failed, ex) -> uncaught.add(ex)));
		made.execute(() -> Thread.currentThread().interrupt());
		made.execute(() -> {
			throw new StackOverflowError("of a handler");
		});
		BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
		made.execute(() -> interrupted.add(Thread.currentThread().isInterrupted()));
		assertThat(interrupted.poll(30, TimeUnit.SECONDS)).isFalse();
		await().atMost(Duration.ofSeconds(30)).until(() -> uncaught.size() == 1);
		made.close();
	}

	@Test
	void anInterruptThatComesTooLateLetsTheThreadSleep() throws Exception {
		BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
		HandlerThreadPool made = new HandlerThreadPool(atMost(1), TimeSource.system());
		made.execute(() -> threads.add(Thread.currentThread()));
		Thread thread = threads.poll(30, TimeUnit.SECONDS);
		await().atMost(Duration.ofSeconds(30)).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
		thread.interrupt();
		await().atMost(Duration.ofSeconds(30))
			.until(() -> !thread.isInterrupted() && thread.getState() == Thread.State.TIMED_WAITING);
		made.close();
	}

	@Test
	void whereTheSystemHasNoMoreThreadsCallsWaitForThoseThatThereAre() throws InterruptedException {
		HandlerThreadPool limited = new HandlerThreadPool(atMost(2), TimeSource.system());
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(10);
		for (int i = 0; i < 10; i++) {
			limited.execute(() -> {
				threads.add(Thread.currentThread());
				waitFor(release);
				done.countDown();
			});
		}
		await().atMost(Duration.ofSeconds(30)).until(() -> threads.size() == 2);
		release.countDown();
		assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(threads).hasSize(2);
		limited.close();
	}

	@Test
	void withoutAnyThreadTheCallFails() {
		HandlerThreadPool none = new HandlerThreadPool(atMost(0), TimeSource.system());
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> none.execute(() -> {
		}));
	}

	@Test
	void applicationsInOneProcessShareAPoolUntilTheLastOneEnds() {
		HandlerThreadPool other = HandlerThreadPool.obtain(TimeSource.system());
		assertThat(other).isSameAs(this.pool);
		other.close();
		BlockingQueue<String> threads = new LinkedBlockingQueue<>();
		this.pool.execute(() -> threads.add(Thread.currentThread().getName()));
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(threads.peek()).startsWith("rpc-call-"));
	}

	@Test
	void whatComesAfterTheEndRunsNevertheless() {
		HandlerThreadPool made = new HandlerThreadPool(Thread::new, TimeSource.system());
		made.close();
		AtomicInteger done = new AtomicInteger();
		made.execute(done::incrementAndGet);
		assertThat(done).hasValue(1);
	}

	/** As where the system has no more threads. */
	private static ThreadFactory atMost(int threads) {
		AtomicInteger made = new AtomicInteger();
		return (work) -> {
			if (made.incrementAndGet() > threads) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return daemons().newThread(work);
		};
	}

	private static ThreadFactory daemons() {
		return (work) -> {
			Thread thread = new Thread(work);
			thread.setDaemon(true);
			return thread;
		};
	}

	/** Runs a call that ends on release; returns the thread that has begun it. */
	private static Thread runOn(HandlerThreadPool pool, CountDownLatch release) throws InterruptedException {
		BlockingQueue<Thread> thread = new LinkedBlockingQueue<>();
		pool.execute(() -> {
			thread.add(Thread.currentThread());
			waitFor(release);
		});
		Thread begun = thread.poll(30, TimeUnit.SECONDS);
		assertThat(begun).isNotNull();
		return begun;
	}

	private static void awaitAsleep(Thread thread) {
		await().atMost(Duration.ofSeconds(30)).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
	}

	/** Lets a thread that sleeps look at the time, without a call for it. */
	private static void wakeWithoutReason(Thread thread) {
		// It unsets the interrupt when it is awake.
		thread.interrupt();
		await().atMost(Duration.ofSeconds(30))
			.until(() -> !thread.isInterrupted() && thread.getState() != Thread.State.RUNNABLE);
	}

	private static void awaitEnd(Thread thread) throws InterruptedException {
		thread.join(Duration.ofSeconds(30).toMillis());
		assertThat(thread.isAlive()).isFalse();
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Threads that begin to work only when the test lets them.
	 */
	private static final class HeldThreads implements ThreadFactory {

		private final List<Thread> made = new CopyOnWriteArrayList<>();

		private final List<CountDownLatch> gates = new CopyOnWriteArrayList<>();

		@Override
		public Thread newThread(Runnable work) {
			CountDownLatch gate = new CountDownLatch(1);
			Thread thread = daemons().newThread(() -> {
				waitFor(gate);
				work.run();
			});
			this.gates.add(gate);
			this.made.add(thread);
			return thread;
		}

		List<Thread> made() {
			return this.made;
		}

		void release(int index) {
			this.gates.get(index).countDown();
		}

	}

}
