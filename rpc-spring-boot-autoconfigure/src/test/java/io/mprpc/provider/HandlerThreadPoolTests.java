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

package io.mprpc.provider;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HandlerThreadPool}.
 */
class HandlerThreadPoolTests {

	private final HandlerThreadPool pool = new HandlerThreadPool();

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
	void callsThatFollowEachOtherShareAThread() throws InterruptedException {
		Set<String> threads = ConcurrentHashMap.newKeySet();
		for (int i = 0; i < 1000; i++) {
			CountDownLatch done = new CountDownLatch(1);
			this.pool.execute(() -> {
				threads.add(Thread.currentThread().getName());
				done.countDown();
			});
			done.await();
		}
		assertThat(threads).hasSizeLessThan(20).allMatch((name) -> name.startsWith("rpc-call-"));
	}

	@Test
	void threadsHaveTheClassLoaderOfWhoeverMadeThePoolAndKeepNoProcessAlive() throws Exception {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(new URL[0], before)) {
			Thread.currentThread().setContextClassLoader(classLoader);
			try (HandlerThreadPool made = new HandlerThreadPool()) {
				Thread.currentThread().setContextClassLoader(before);
				Queue<Thread> threads = new ConcurrentLinkedQueue<>();
				CountDownLatch release = new CountDownLatch(1);
				// Enough for both kinds of threads.
				for (int i = 0; i < 200; i++) {
					made.execute(() -> {
						threads.add(Thread.currentThread());
						waitFor(release);
					});
				}
				await().atMost(Duration.ofSeconds(30)).until(() -> threads.size() == 200);
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
	void whatComesAfterTheEndRunsNevertheless() {
		this.pool.close();
		AtomicInteger done = new AtomicInteger();
		this.pool.execute(done::incrementAndGet);
		assertThat(done).hasValue(1);
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
