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

package io.mprpc.internal.grpc.report.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.Subscription;

/**
 * A registry whose state and announcements a test sets.
 */
final class FakeRegistry implements RegistryConnection, AnnouncedServers {

	private final List<Consumer<State>> stateListeners = new CopyOnWriteArrayList<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile State state = State.CONNECTED;

	private volatile List<AnnouncedServer> servers = List.of();

	void announce(AnnouncedServer... servers) {
		this.servers = List.of(servers);
		this.listeners.forEach(Runnable::run);
	}

	void state(State state) {
		this.state = state;
		this.stateListeners.forEach((listener) -> listener.accept(state));
	}

	boolean isFollowed() {
		return !this.listeners.isEmpty();
	}

	@Override
	public List<AnnouncedServer> servers() {
		return this.servers;
	}

	@Override
	public Subscription onChange(Runnable listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public String address() {
		return "zk.test:2181";
	}

	@Override
	public String namespace() {
		return "test";
	}

	@Override
	public State state() {
		return this.state;
	}

	@Override
	public String sessionId() {
		return "0x1";
	}

	@Override
	public boolean awaitConnected(Duration atMost) {
		return true;
	}

	@Override
	public Subscription onStateChange(Consumer<State> listener) {
		this.stateListeners.add(listener);
		return () -> this.stateListeners.remove(listener);
	}

}
