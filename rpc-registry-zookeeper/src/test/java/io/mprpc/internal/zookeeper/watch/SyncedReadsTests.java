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

package io.mprpc.internal.zookeeper.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.mprpc.internal.zookeeper.session.NodeAccess;
import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.registry.RegistryAccessException;
import org.apache.zookeeper.AsyncCallback.StatCallback;
import org.apache.zookeeper.AsyncCallback.VoidCallback;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SyncedReads}.
 */
class SyncedReadsTests {

	private final ZooKeeper zooKeeper = mock(ZooKeeper.class);

	private final Queue<VoidCallback> syncs = new ArrayDeque<>();

	private final Queue<StatCallback> lookups = new ArrayDeque<>();

	private final SessionClient sessionClient = new SessionClient(this.zooKeeper, 1, NodeAccess.OPEN, Runnable::run);

	private final SyncedReads reads = new SyncedReads();

	@BeforeEach
	void answerLater() {
		willAnswer((call) -> this.syncs.add(call.getArgument(1))).given(this.zooKeeper)
			.sync(anyString(), any(VoidCallback.class), any());
		willAnswer((call) -> this.lookups.add(call.getArgument(2))).given(this.zooKeeper)
			.exists(anyString(), anyBoolean(), any(StatCallback.class), any());
	}

	@Test
	void aThousandAtOnceTakeTwoSynchronizations() {
		List<CompletableFuture<Boolean>> answers = new ArrayList<>();
		for (int i = 0; i < 1_000; i++) {
			answers.add(this.reads.exists(this.sessionClient, "/" + i));
		}
		assertThat(this.syncs).hasSize(1);
		synced(Code.OK);
		assertThat(this.syncs).as("for those that were asked for later").hasSize(1);
		synced(Code.OK);
		assertThat(this.syncs).isEmpty();
		assertThat(this.lookups).as("reads at a time").hasSize(64);
		while (!this.lookups.isEmpty()) {
			found(Code.OK);
		}
		assertThat(answers).allMatch(CompletableFuture::join);
	}

	@Test
	void nothingIsReadBeforeTheServerHasCaughtUp() {
		CompletableFuture<Boolean> answer = this.reads.exists(this.sessionClient, "/a");
		assertThat(this.lookups).isEmpty();
		synced(Code.OK);
		found(Code.NONODE);
		assertThat(answer).isCompletedWithValue(false);
	}

	@Test
	void whatFailsIsToldAndHoldsUpNothing() {
		CompletableFuture<Boolean> first = this.reads.exists(this.sessionClient, "/a");
		CompletableFuture<Boolean> second = this.reads.exists(this.sessionClient, "/b");
		synced(Code.CONNECTIONLOSS);
		assertThat(first).isCompletedExceptionally();
		synced(Code.OK);
		found(Code.CONNECTIONLOSS);
		assertThat(second).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(KeeperException.ConnectionLossException.class);
		CompletableFuture<Boolean> third = this.reads.exists(this.sessionClient, "/c");
		synced(Code.OK);
		found(Code.OK);
		assertThat(third).isCompletedWithValue(true);
		assertThat(this.reads.exists(null, "/d")).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(RegistryAccessException.class);
	}

	private void synced(Code code) {
		this.syncs.remove().processResult(code.intValue(), "/", null);
	}

	private void found(Code code) {
		this.lookups.remove().processResult(code.intValue(), "/", null, (code == Code.OK) ? new Stat() : null);
	}

}
