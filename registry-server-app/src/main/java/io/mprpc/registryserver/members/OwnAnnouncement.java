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

import java.util.function.Supplier;

import io.mprpc.internal.registry.AnnouncedServer;
import org.jspecify.annotations.Nullable;

/**
 * Announcement of this server, from the moment on at which there is one. The report port
 * answers other members before this server is announced.
 */
public final class OwnAnnouncement implements Supplier<@Nullable AnnouncedServer> {

	private volatile Supplier<@Nullable AnnouncedServer> current = () -> null;

	/**
	 * Sets where the announcement is read from.
	 * @param source the announcement while it stands, {@code null} while it does not
	 */
	public void follow(Supplier<@Nullable AnnouncedServer> source) {
		this.current = source;
	}

	@Override
	public @Nullable AnnouncedServer get() {
		return this.current.get();
	}

}
