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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.jspecify.annotations.Nullable;

/**
 * Factory of ZooKeeper's client handles, which hears of their state before Curator does:
 * in that way the state changes in order with what a handle's watches and answers say.
 * Events of a handle after the next one was made are dropped.
 */
final class HandleFactory implements ZookeeperFactory {

	private static final int LONGEST_ANSWER = 8 * 1024 * 1024;

	private final ZooKeeperSettings settings;

	private final BiConsumer<ZooKeeper, Watcher.Event.KeeperState> listener;

	private volatile @Nullable StateWatcher latest;

	/**
	 * Creates a factory.
	 * @param listener told of each handle's state on the handle's event thread
	 */
	HandleFactory(ZooKeeperSettings settings, BiConsumer<ZooKeeper, Watcher.Event.KeeperState> listener) {
		this.settings = settings;
		this.listener = listener;
	}

	@Override
	public ZooKeeper newZooKeeper(String connectString, int sessionTimeout, Watcher watcher, boolean canBeReadOnly)
			throws IOException {
		StateWatcher state = new StateWatcher(this.listener, watcher);
		state.isCurrent = () -> this.latest == state;
		this.latest = state;
		return handle(connectString, sessionTimeout, state);
	}

	/** Whether a handle is the last one that was made for Curator. */
	boolean isCurrent(ZooKeeper handle) {
		StateWatcher state = this.latest;
		return state != null && state.belongsTo(handle);
	}

	/** Makes a handle beside Curator's. */
	ZooKeeper newHandle(BiConsumer<ZooKeeper, Watcher.Event.KeeperState> other) throws IOException {
		return handle(this.settings.connectString().servers(), (int) this.settings.sessionTimeout().toMillis(),
				new StateWatcher(other, (event) -> {
				}));
	}

	private ZooKeeper handle(String connectString, int sessionTimeout, StateWatcher watcher) throws IOException {
		// Events wait until the handle is ready.
		synchronized (watcher) {
			ZooKeeper handle = new ZooKeeper(connectString, sessionTimeout, watcher, false, clientConfig());
			ZooKeeperSettings.Credentials credentials = this.settings.credentials();
			if (credentials != null) {
				handle.addAuthInfo("digest",
						(credentials.username() + ':' + credentials.password()).getBytes(StandardCharsets.UTF_8));
			}
			watcher.handle = handle;
			return handle;
		}
	}

	private ZKClientConfig clientConfig() {
		ZKClientConfig config = completed(new ZKClientConfig());
		this.settings.clientProperties().forEach(config::setProperty);
		return config;
	}

	/** Sets properties that the user has not set. */
	static ZKClientConfig completed(ZKClientConfig config) {
		// With the default of 1 MB a client loses its connection each time that it lists
		// what the limits of the registry permit: 20,000 services have longer names.
		if (config.getProperty(ZKConfig.JUTE_MAXBUFFER) == null) {
			config.setProperty(ZKConfig.JUTE_MAXBUFFER, Integer.toString(LONGEST_ANSWER));
		}
		if (config.getProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY) == null) {
			config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
		}
		return config;
	}

	private static final class StateWatcher implements Watcher {

		private final BiConsumer<ZooKeeper, Event.KeeperState> listener;

		private final Watcher next;

		private volatile BooleanSupplier isCurrent = () -> true;

		private @Nullable ZooKeeper handle;

		StateWatcher(BiConsumer<ZooKeeper, Event.KeeperState> listener, Watcher next) {
			this.listener = listener;
			this.next = next;
		}

		synchronized boolean belongsTo(ZooKeeper other) {
			return this.handle == other;
		}

		@Override
		public void process(WatchedEvent event) {
			ZooKeeper current;
			synchronized (this) {
				current = this.handle;
			}
			if (!this.isCurrent.getAsBoolean()) {
				return;
			}
			if (event.getType() == Event.EventType.None && current != null) {
				this.listener.accept(current, event.getState());
			}
			// Curator would only log it.
			if (event.getState() != Event.KeeperState.AuthFailed) {
				this.next.process(event);
			}
		}

	}

}
