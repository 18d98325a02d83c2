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

package io.mprpc.registryserver.ensemble;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import org.apache.zookeeper.Version;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Information about the embedded ZooKeeper for the info endpoint.
 */
public final class ZooKeeperInfoContributor implements InfoContributor {

	private final EmbeddedZooKeeper zooKeeper;

	private final Map<Integer, String> members;

	/**
	 * Creates the contributor of a server.
	 * @param zooKeeper the server
	 * @param members addresses of the members of its ensemble by their numbers, empty for
	 * a standalone server
	 */
	public ZooKeeperInfoContributor(EmbeddedZooKeeper zooKeeper, Map<Integer, String> members) {
		this.zooKeeper = zooKeeper;
		this.members = members;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("version", Version.getVersion());
		details.put("address", this.zooKeeper.connectString());
		details.put("role", this.zooKeeper.role().name().toLowerCase(Locale.ROOT));
		if (!this.members.isEmpty()) {
			details.put("members", this.members);
		}
		builder.withDetail("zookeeper", details);
	}

}
