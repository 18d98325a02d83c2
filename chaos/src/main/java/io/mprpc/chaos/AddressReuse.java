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

package io.mprpc.chaos;

import java.io.IOException;
import java.util.List;

/**
 * Scenario that kills two providers, one of this library and one of another language, and
 * reuses their addresses for other servers.
 */
final class AddressReuse {

	/** Longer than the session timeout and the subsequent refresh. */
	private static final int STAY_MILLIS = 7000;

	private final ChaosEnvironment environment;

	private final int own;

	private final int foreign;

	private long calls;

	private long connections;

	AddressReuse(ChaosEnvironment environment) throws IOException {
		this.environment = environment;
		List<Integer> ports = ChaosEnvironment.freePorts(2);
		this.own = ports.get(0);
		this.foreign = ports.get(1);
	}

	/**
	 * Starts the providers, kills them, and starts strangers at their addresses.
	 * @param delayMillis time until the strangers start
	 */
	void happen(long delayMillis) throws IOException {
		start();
		kill(delayMillis);
	}

	/**
	 * Does the same while the registry is down.
	 */
	void happenWithoutRegistry(long delayMillis) throws IOException {
		start();
		RegistryNode registry = this.environment.registry().get(0);
		registry.process().kill();
		this.environment.letRun(1000);
		kill(delayMillis);
		registry.start();
	}

	private void start() throws IOException {
		List<Integer> both = List.of(this.own, this.foreign);
		this.environment.startProvider(this.own);
		this.environment.startForeign(this.foreign);
		this.environment.awaitReady(both);
		this.environment.awaitServed(both);
	}

	private void kill(long delayMillis) throws IOException {
		this.environment.killProvider(this.own);
		this.environment.killProvider(this.foreign);
		this.environment.letRun(delayMillis);
		try (Stranger first = new Stranger(this.own); Stranger second = new Stranger(this.foreign)) {
			this.environment.letRun(STAY_MILLIS);
			this.calls += first.calls() + second.calls();
			this.connections += first.connections() + second.connections();
		}
	}

	/**
	 * Whether no call reached a stranger, though consumers connected to them.
	 */
	boolean isHarmless() {
		return this.calls == 0 && this.connections > 0;
	}

	String describe() {
		return this.calls + " calls reached a stranger over " + this.connections + " connections";
	}

}
