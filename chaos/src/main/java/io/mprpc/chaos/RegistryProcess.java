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

package io.mprpc.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.internal.zookeeper.embedded.EnsembleSettings;
import io.mprpc.internal.zookeeper.embedded.ServerAccess;

/**
 * Server of the registry. Arguments: client port, data directory, its number, the members
 * of its ensemble as {@code host:quorumPort:electionPort} separated by commas, if any,
 * and the password of {@value #USER}, if any.
 */
final class RegistryProcess {

	static final String USER = "chaos";

	/** User with all permissions. */
	static final String OPERATOR = "operator:who-looks-on";

	private RegistryProcess() {
	}

	static void main(String[] args) throws InterruptedException {
		EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults()
			.withAddress("127.0.0.1", Integer.parseInt(args[0]))
			.withDataDirectory(Path.of(args[1]))
			.withStartTimeout(Duration.ofMinutes(2));
		if (args.length > 3 && !args[3].isEmpty()) {
			TreeMap<Integer, EnsembleSettings.Member> members = new TreeMap<>();
			for (String member : args[3].split(",")) {
				members.put(members.size() + 1, EnsembleSettings.Member.parse(member));
			}
			settings = settings.withEnsemble(new EnsembleSettings(Integer.valueOf(args[2]), members));
		}
		if (args.length > 4 && !args[4].isEmpty()) {
			int colon = OPERATOR.indexOf(':');
			settings = settings.withAccess(new ServerAccess(null, Map.of(USER, args[4]),
					new ServerAccess.User(OPERATOR.substring(0, colon), OPERATOR.substring(colon + 1))));
		}
		EmbeddedZooKeeper server = EmbeddedZooKeeper.start(settings);
		Runtime.getRuntime().addShutdownHook(new Thread(server::close));
		new CountDownLatch(1).await();
	}

}
