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

import java.util.concurrent.CompletableFuture;

import io.mprpc.internal.zookeeper.session.SessionClient;
import org.apache.zookeeper.Watcher;

/**
 * Handler of what happens in a {@link WatchedTree}. All calls come on the thread of the
 * {@link WatchLoop}.
 */
public interface TreeHandler {

	/**
	 * Lists the tree and applies what is listed.
	 * @return completes when all is applied
	 */
	CompletableFuture<?> load(SessionClient sessionClient);

	/** Something happened in the tree. */
	void event(SessionClient sessionClient, Watcher.Event.EventType type, String path);

	/** A listing has been applied: what is known is true. */
	void current();

	/** The connection is lost: what is known was true. */
	void stale();

	/** Something in the tree must not be read. */
	default void denied() {
		// Tried again: nothing is known until then.
	}

}
