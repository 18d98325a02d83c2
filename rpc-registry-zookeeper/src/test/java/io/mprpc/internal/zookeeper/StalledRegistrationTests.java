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

package io.mprpc.internal.zookeeper;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import io.mprpc.internal.zookeeper.layout.NodeGroup;
import io.mprpc.internal.zookeeper.publish.EphemeralGroup;
import io.mprpc.internal.zookeeper.publish.GroupWriter;
import io.mprpc.internal.zookeeper.session.LoopTasks;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.internal.zookeeper.session.SessionListener;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstancePublisher.Publication.State;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.TcpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.zookeeper.Fixtures.FRIENDS;
import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Registrations whose answers do not come, beside others that share the connection.
 */
class StalledRegistrationTests {

	private static final String LOGIN = "/mprpc/test/services/demo.UserService/Login/10.0.0.1:9090";

	private Testbed testbed;

	@BeforeEach
	void start() {
		this.testbed = Testbed.start();
	}

	@AfterEach
	void stop() throws Exception {
		this.testbed.close();
	}

	@Test
	void aStalledRegistrationHoldsUpNoChangeOfAnotherService() throws Exception {
		Testbed.Process other = this.testbed.process().connected();
		Publication leaving = other.publisher
			.publish(Fixtures.provider("10.0.0.2:9090", "uuid-2", START, Map.of(FRIENDS, Set.of("GetFriendsList"))));
		other.publisher
			.publish(Fixtures.provider("10.0.0.3:9090", "uuid-3", START, Map.of(FRIENDS, Set.of("GetFriendsList"))));
		TcpProxy proxy = this.testbed.proxy();
		Testbed.Process stalled = this.testbed.process(proxy, Duration.ofSeconds(40)).connected();
		stalled.awaitInstances(FRIENDS, 2);

		proxy.holdRequests();
		Publication first = stalled.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		Publication second = stalled.publisher.publish(Fixtures.provider("10.0.0.4:9090", "uuid-4", START, "Login"));
		leaving.close();

		ServiceView view = stalled.awaitInstances(FRIENDS, 1);
		assertThat(view.instances().get(0).endpoint().host()).isEqualTo("10.0.0.3");
		assertThat(first.state()).isEqualTo(State.PENDING);
		assertThat(second.state()).isEqualTo(State.PENDING);

		proxy.forward();
		Testbed.awaitState(first, State.PUBLISHED);
		Testbed.awaitState(second, State.PUBLISHED);
	}

	@Test
	void registrationsDoNotWaitForOneAnother() throws Exception {
		try (Groups groups = new Groups(this.testbed.process().connected(), LONG)) {
			EphemeralGroup held = groups.keep("10.0.0.1:9090", groups.held);
			EphemeralGroup free = groups.keep("10.0.0.2:9090", groups.loop);
			assertThat(groups.written(free)).succeedsWithin(LONG).isEqualTo(true);
			CompletableFuture<Boolean> late = groups.written(held);
			assertThat(late).isNotDone();

			groups.held.release();
			assertThat(late).succeedsWithin(LONG).isEqualTo(true);
		}
	}

	@Test
	void whatIsWithdrawnWhileItIsWrittenIsGone() throws Exception {
		try (Groups groups = new Groups(this.testbed.process().connected(), LONG); Raw raw = this.testbed.raw()) {
			EphemeralGroup held = groups.keep("10.0.0.1:9090", groups.held);
			await().atMost(LONG).until(() -> !groups.held.answers.isEmpty());
			CompletableFuture<Void> removed = groups.onLoop(() -> held.remove((path) -> false));
			assertThat(removed).isNotDone();

			groups.held.release();
			assertThat(removed).succeedsWithin(LONG);
			assertThat(raw.exists(LOGIN)).isFalse();
		}
	}

	@Test
	void anAnswerThatDoesNotComeInTimeIsAskedForAgain() throws Exception {
		try (Groups groups = new Groups(this.testbed.process().connected(), Duration.ofMillis(50))) {
			EphemeralGroup held = groups.keep("10.0.0.1:9090", groups.held);
			await().atMost(LONG).until(() -> groups.reason.contains("ZooKeeper did not answer in time"));

			groups.held.release();
			await().atMost(LONG).until(() -> groups.written(held).get());
		}
	}

	/**
	 * Groups on a connection, some of which get their answers late.
	 */
	private static final class Groups implements AutoCloseable {

		private final ZooKeeperConnection connection;

		private final LoopTasks loop;

		private final Held held;

		private final GroupWriter writer;

		private final CompletableFuture<SessionClient> sessionClient = new CompletableFuture<>();

		private volatile String reason = "";

		Groups(Testbed.Process process, Duration timeout) {
			this.connection = process.connection;
			this.loop = new LoopTasks(this.connection.threads().loop());
			this.held = new Held(this.loop);
			this.writer = new GroupWriter(timeout, this.loop);
			this.connection.listen(new SessionListener() {

				@Override
				public void connected(SessionClient current) {
					Groups.this.sessionClient.complete(current);
				}

				@Override
				public void disconnected(boolean sessionEnded) {
					// Stays connected.
				}

			});
		}

		EphemeralGroup keep(String endpoint, Executor answers) {
			NodeGroup group = new NodeGroup(endpoint,
					Map.of(this.connection.layout().instance(USERS, "Login", Endpoint.parse(endpoint)), new byte[0]),
					Set.of(), NodeGroup.Rivals.NONE, false);
			EphemeralGroup keeper = new EphemeralGroup(group, this.writer, this.loop, this.connection.meters(),
					this.connection.time(), this.connection.jitter(), (state, why) -> this.reason = why);
			onLoop(() -> keeper.connected(this.sessionClient.join().on(answers)));
			return keeper;
		}

		/** Completes with whether the group is written when its turn has come. */
		CompletableFuture<Boolean> written(EphemeralGroup keeper) {
			return onLoop(() -> keeper.replace(keeper.group()));
		}

		<T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> task) {
			CompletableFuture<CompletableFuture<T>> begun = new CompletableFuture<>();
			this.loop.execute(() -> begun.complete(task.get()));
			return begun.thenCompose(Function.identity());
		}

		@Override
		public void close() {
			this.loop.close();
		}

	}

	/**
	 * Keeps ZooKeeper's answers back until they are released.
	 */
	private static final class Held implements Executor {

		private final Executor loop;

		private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();

		private volatile boolean released;

		Held(Executor loop) {
			this.loop = loop;
		}

		@Override
		public void execute(Runnable answer) {
			this.answers.add(answer);
			if (this.released) {
				release();
			}
		}

		void release() {
			this.released = true;
			this.loop.execute(() -> {
				for (Runnable answer = this.answers.poll(); answer != null; answer = this.answers.poll()) {
					answer.run();
				}
			});
		}

	}

}
