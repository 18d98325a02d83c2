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

package io.mprpc.registryserver.members;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.internal.registry.ReportKey;
import org.jspecify.annotations.Nullable;

/**
 * Members of the ensemble that show the same namespace, as they are announced.
 */
public final class Members {

	private final String namespace;

	private final ReportKey key;

	private final Supplier<@Nullable AnnouncedServer> own;

	private final AnnouncedServers announced;

	/**
	 * Creates a view.
	 * @param namespace namespace that this server shows
	 * @param key key of this server
	 * @param own announcement of this server, {@code null} while it does not stand
	 * @param announced all announcements
	 */
	public Members(String namespace, ReportKey key, Supplier<@Nullable AnnouncedServer> own,
			AnnouncedServers announced) {
		this.namespace = namespace;
		this.key = key;
		this.own = own;
		this.announced = announced;
	}

	String namespace() {
		return this.namespace;
	}

	ReportKey key() {
		return this.key;
	}

	/** The announcement of this server, empty while it does not stand. */
	Optional<AnnouncedServer> own() {
		return Optional.ofNullable(this.own.get());
	}

	/** The other members. */
	List<AnnouncedServer> others() {
		String publicKey = this.key.encoded();
		return this.announced.servers()
			.stream()
			.filter((server) -> server.namespaces().contains(this.namespace) && !server.publicKey().equals(publicKey))
			.toList();
	}

	Optional<AnnouncedServer> other(String name) {
		return others().stream().filter((server) -> server.name().equals(name)).findFirst();
	}

}
