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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.apache.zookeeper.AsyncCallback;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SessionClient} and {@link SessionCheck}.
 */
class SessionClientTests {

	private final ZooKeeper zooKeeper = mock(ZooKeeper.class);

	@Test
	void anAnswerThatTheClientDoesNotKnowShowsThatTheSessionIsUsable() {
		willAnswer((call) -> {
			call.getArgument(1, AsyncCallback.AllChildrenNumberCallback.class).processResult(-9999, "/", null, 0);
			return null;
		}).given(this.zooKeeper).getAllChildrenNumber(eq("/"), any(), any());
		List<SessionCheck.Result> results = new ArrayList<>();
		SessionCheck.ask(this.zooKeeper, results::add);
		assertThat(results).containsExactly(SessionCheck.Result.USABLE);
	}

	@Test
	void anAnswerThatTheClientDoesNotKnowIsAFailure() {
		willAnswer((call) -> {
			call.getArgument(1, AsyncCallback.VoidCallback.class).processResult(-9999, "/a", null);
			return null;
		}).given(this.zooKeeper).sync(eq("/a"), any(AsyncCallback.VoidCallback.class), any());
		// As the loop does, the executor catches what its tasks throw.
		SessionClient client = new SessionClient(this.zooKeeper, 1, NodeAccess.OPEN, new SerialExecutor(Runnable::run));
		CompletableFuture<Void> synced = client.sync("/a");
		assertThat(synced).isCompletedExceptionally();
		assertThat(synced.handle((done, ex) -> ex)).isCompletedWithValueMatching(
				(ex) -> ex instanceof KeeperException failure && "/a".equals(failure.getPath()));
	}

}
