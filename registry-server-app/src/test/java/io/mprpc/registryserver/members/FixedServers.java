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
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.registry.Subscription;

/**
 * Announced servers that a test sets.
 */
final class FixedServers implements AnnouncedServers {

	private final List<AnnouncedServer> servers = new CopyOnWriteArrayList<>();

	void add(AnnouncedServer server) {
		this.servers.add(server);
	}

	void remove(AnnouncedServer server) {
		this.servers.remove(server);
	}

	@Override
	public List<AnnouncedServer> servers() {
		return List.copyOf(this.servers);
	}

	@Override
	public Subscription onChange(Runnable listener) {
		return () -> {
		};
	}

}
