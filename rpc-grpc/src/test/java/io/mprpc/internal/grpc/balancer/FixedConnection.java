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

package io.mprpc.internal.grpc.balancer;

import java.time.Duration;
import java.util.function.Consumer;

import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.Subscription;

/**
 * A connection to a registry that never changes.
 */
final class FixedConnection implements RegistryConnection {

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
		return State.CONNECTED;
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
		return () -> {
		};
	}

}
