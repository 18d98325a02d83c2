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

package io.mprpc.registryserver;

import java.nio.file.Path;

import io.mprpc.registryserver.testing.RegistryProcess;
import io.mprpc.registryserver.testing.ZooKeeperClient;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the archive that users start, after it has been packaged.
 */
class RegistryServerJarTests {

	@TempDir
	private Path directory;

	@Test
	void theArchiveIsARegistryByItself() throws Exception {
		String jar = System.getProperty("registry.server.jar");
		Assumptions.assumeTrue(jar != null, "The archive is there after packaging: run mvn verify");
		try (RegistryProcess registry = RegistryProcess.startJar(Path.of(jar), this.directory).awaitReady();
				ZooKeeper client = ZooKeeperClient.connect(registry.connectString())) {
			client.create("/node", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			assertThat(registry.get("/actuator/health").body()).contains("\"status\":\"UP\"");
		}
	}

}
