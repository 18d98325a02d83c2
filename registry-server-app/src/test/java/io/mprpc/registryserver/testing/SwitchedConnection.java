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

package io.mprpc.registryserver.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.Subscription;

/**
 * Connection with a state that a test sets.
 */
public final class SwitchedConnection implements RegistryConnection {

	private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();

	private volatile State state = State.CONNECTED;

	public void become(State newState) {
		this.state = newState;
		this.listeners.forEach((listener) -> listener.accept(newState));
	}

	@Override
	public String address() {
		return "memory";
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
		return this.state == State.CONNECTED;
	}

	@Override
	public Subscription onStateChange(Consumer<State> listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

}
