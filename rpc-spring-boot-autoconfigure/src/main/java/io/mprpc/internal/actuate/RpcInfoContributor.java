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

package io.mprpc.internal.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.RegistryConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Section {@code rpc} of the application's info: the version of mprpc, the namespace, and
 * how many services are provided and consumed.
 *
 * @since 0.1
 */
public final class RpcInfoContributor implements InfoContributor {

	private final RpcEndpoint.Sources sources;

	/**
	 * Creates a contributor.
	 * @param sources where it looks
	 */
	public RpcInfoContributor(RpcEndpoint.Sources sources) {
		this.sources = sources;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> section = new LinkedHashMap<>();
		String version = version();
		if (version != null) {
			section.put("version", version);
		}
		RegistryConnection connection = this.sources.connection();
		if (connection != null) {
			section.put("namespace", connection.namespace());
		}
		InstancePublisher.Publication publication = this.sources.publication().get();
		section.put("provides", (publication != null) ? publication.instance().services().size() : 0);
		section.put("consumes",
				this.sources.channels().get().stream().map((channel) -> channel.service()).distinct().count());
		builder.withDetail("rpc", section);
	}

	// Of the library's archive; there is none where its classes lie in a directory.
	private static @Nullable String version() {
		return RpcInfoContributor.class.getPackage().getImplementationVersion();
	}

}
