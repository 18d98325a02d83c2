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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.Testbed;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.testing.FakeClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.mprpc.internal.zookeeper.Fixtures.FRIENDS;
import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of listeners, some of which block.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerExecutorTests {

	private static final Duration SOON = ListenerExecutor.PATIENCE.dividedBy(2);

	private final FakeClock clock = new FakeClock();

	private final Steps thread = new Steps();

	private final Steps spare = new Steps();

	private final ListenerExecutor executor = new ListenerExecutor(this.thread, this.spare,
			new LoopTasks(this.clock.timer()), this.clock);

	private final List<String> calls = new ArrayList<>();

	@Test
	void callsAreMadeInOrderOnOneThread() {
		this.executor.execute(() -> this.calls.add("a"));
		this.executor.execute(() -> this.calls.add("b"));
		this.executor.execute(() -> {
			throw new IllegalStateException("a listener that fails");
		});
		this.executor.execute(() -> this.calls.add("c"));
		assertThat(this.calls).isEmpty();
		this.thread.run();
		assertThat(this.calls).containsExactly("a", "b", "c");
		this.clock.forward(Duration.ofMinutes(1));
		assertThat(this.spare.tasks).isEmpty();
	}

	@Test
	void anErrorEndsNeitherTheThreadNorTheListener() {
		CoalescingCall failing = new CoalescingCall(this.executor, () -> {
			this.calls.add("failing");
			throw new NoClassDefFoundError("a listener whose classes are gone");
		});
		for (int i = 0; i < 2; i++) {
			failing.request();
			this.executor.execute(() -> this.calls.add("next"));
			this.thread.run();
		}
		assertThat(this.calls).containsExactly("failing", "next", "failing", "next");
	}

	@Test
	void aCallThatTakesShortKeepsTheOthersOnTheThread() {
		this.executor.execute(() -> this.clock.forward(SOON));
		this.executor.execute(() -> this.clock.forward(SOON));
		this.executor.execute(() -> this.calls.add("last"));
		this.thread.run();
		assertThat(this.calls).containsExactly("last");
		assertThat(this.spare.tasks).isEmpty();
	}

	@Test
	void whileACallBlocksTheOthersAreMadeOnTheSpareThread(CapturedOutput output) {
		this.executor.execute(() -> {
			this.executor.execute(() -> this.calls.add("waiting"));
			this.clock.forward(ListenerExecutor.PATIENCE);
			this.spare.run();
			assertThat(this.calls).containsExactly("waiting");
			this.executor.execute(() -> this.calls.add("later"));
			this.spare.run();
			assertThat(this.calls).containsExactly("waiting", "later");
			assertThat(output).doesNotContain("A listener to the registry blocks its thread");
			this.clock.forward(ListenerExecutor.REPORTED_AFTER);
			this.calls.add("blocked");
		});
		this.thread.run();
		assertThat(this.calls).containsExactly("waiting", "later", "blocked");
		assertThat(output).containsOnlyOnce("A listener to the registry blocks its thread")
			.contains("The listener stands here", ListenerExecutorTests.class.getName());

		this.executor.execute(() -> this.calls.add("again"));
		this.thread.run();
		assertThat(this.calls).endsWith("again");
	}

	@Test
	void aCallThatReturnsSoonIsNotReported(CapturedOutput output) {
		this.executor.execute(() -> {
			this.executor.execute(() -> this.calls.add("waiting"));
			this.clock.forward(ListenerExecutor.PATIENCE);
			this.spare.run();
		});
		this.thread.run();
		this.clock.forward(Duration.ofMinutes(1));
		assertThat(this.calls).containsExactly("waiting");
		assertThat(output).doesNotContain("A listener to the registry blocks its thread");
	}

	@Test
	void whereTheSpareThreadBlocksTooCallsWait() {
		this.executor.execute(() -> {
			this.executor.execute(() -> {
				this.executor.execute(() -> this.calls.add("waiting"));
				this.clock.forward(Duration.ofMinutes(1));
				assertThat(this.spare.tasks).isEmpty();
				assertThat(this.calls).isEmpty();
			});
			this.clock.forward(ListenerExecutor.PATIENCE);
			this.spare.run();
			assertThat(this.calls).containsExactly("waiting");
		});
		this.thread.run();
		assertThat(this.calls).containsExactly("waiting");
	}

	@Test
	void aListenerThatBlocksHoldsUpNoOtherAndIsToldTheLatestAfterwards() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		List<Integer> ofUsers = new CopyOnWriteArrayList<>();
		List<Integer> ofFriends = new CopyOnWriteArrayList<>();
		try (Testbed testbed = Testbed.start()) {
			Testbed.Process provider = testbed.process().connected();
			Testbed.Process consumer = testbed.process().connected();
			consumer.directory.subscribe(USERS, (view) -> {
				ofUsers.add(view.instances().size());
				blocked.countDown();
				await(end);
			});
			assertThat(blocked.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
			consumer.directory.subscribe(FRIENDS, (view) -> ofFriends.add(view.instances().size()));
			Testbed.awaitState(
					provider.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START,
							Map.of(USERS, Set.of("Login"), FRIENDS, Set.of("GetFriendsList")))),
					Publication.State.PUBLISHED);

			Awaitility.await().atMost(LONG).until(() -> ofFriends.contains(1));
			consumer.awaitInstances(USERS, 1);
			assertThat(ofUsers).containsExactly(0);

			end.countDown();
			Awaitility.await().atMost(LONG).until(() -> ofUsers.equals(List.of(0, 1)));
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** A thread that makes a step when the test says so. */
	private static final class Steps implements Executor {

		private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

		@Override
		public void execute(Runnable task) {
			this.tasks.add(task);
		}

		void run() {
			for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
				task.run();
			}
		}

	}

}
