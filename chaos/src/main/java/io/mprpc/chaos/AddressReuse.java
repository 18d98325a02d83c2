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
 * Kills two providers at once, one of this library and one of another language, and gives
 * their addresses to strangers.
 */
final class AddressReuse {

	/** Longer than the registry lists the dead, and than it takes to read that again. */
	private static final int STAY_MILLIS = 7000;

	private final ChaosEnvironment lab;

	private final int own;

	private final int foreign;

	private long calls;

	private long connections;

	AddressReuse(ChaosEnvironment lab) throws IOException {
		this.lab = lab;
		List<Integer> ports = ChaosEnvironment.freePorts(2);
		this.own = ports.get(0);
		this.foreign = ports.get(1);
	}

	/**
	 * Starts the providers, kills them, and lets strangers answer at their addresses.
	 * @param delayMillis time until the strangers stand there
	 */
	void happen(long delayMillis) throws IOException {
		start();
		kill(delayMillis);
	}

	/**
	 * Does the same while the registry is away.
	 */
	void happenWithoutRegistry(long delayMillis) throws IOException {
		start();
		RegistryNode registry = this.lab.registry().get(0);
		registry.process().kill();
		this.lab.letRun(1000);
		kill(delayMillis);
		registry.start();
	}

	private void start() throws IOException {
		List<Integer> both = List.of(this.own, this.foreign);
		this.lab.startProvider(this.own);
		this.lab.startForeign(this.foreign);
		this.lab.awaitReady(both);
		this.lab.awaitServed(both);
	}

	private void kill(long delayMillis) throws IOException {
		this.lab.killProvider(this.own);
		this.lab.killProvider(this.foreign);
		this.lab.letRun(delayMillis);
		try (Stranger first = new Stranger(this.own); Stranger second = new Stranger(this.foreign)) {
			this.lab.letRun(STAY_MILLIS);
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
