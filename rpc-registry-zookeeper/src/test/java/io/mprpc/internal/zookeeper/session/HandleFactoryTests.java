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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.zookeeper.Testbed;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandleFactory}.
 */
class HandleFactoryTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@Test
	void listsWhatIsLongerThanZooKeepersDefaultAllows() throws Exception {
		try (Testbed testbed = Testbed.start()) {
			ZKClientConfig config = new ZKClientConfig();
			// An embedded server in this JVM has set it.
			config.setProperty(ZKConfig.JUTE_MAXBUFFER, null);
			CountDownLatch connected = new CountDownLatch(1);
			try (ZooKeeper handle = new ZooKeeper(testbed.address(), (int) LONG.toMillis(), (event) -> {
				if (event.getState() == KeeperState.SyncConnected) {
					connected.countDown();
				}
			}, false, HandleFactory.completed(config))) {
				assertThat(connected.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
				handle.create("/long", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
				for (int i = 0; i < 20; i++) {
					handle.create("/long/" + i + "x".repeat(100_000), new byte[0], Ids.OPEN_ACL_UNSAFE,
							CreateMode.PERSISTENT);
				}
				List<String> names = handle.getChildren("/long", false);
				assertThat(names).hasSize(20);
			}
		}
	}

	@Test
	void keepsWhatTheUserHasSet() {
		ZKClientConfig config = new ZKClientConfig();
		config.setProperty(ZKConfig.JUTE_MAXBUFFER, "2000000");
		assertThat(HandleFactory.completed(config).getProperty(ZKConfig.JUTE_MAXBUFFER)).isEqualTo("2000000");
	}

}
