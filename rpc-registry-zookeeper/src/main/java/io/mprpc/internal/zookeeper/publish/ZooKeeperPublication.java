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

package io.mprpc.internal.zookeeper.publish;

import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publication of one instance, as the publisher's caller holds it.
 */
final class ZooKeeperPublication implements Publication {

	private static final Logger logger = LoggerFactory.getLogger(ZooKeeperPublication.class);

	private final ZooKeeperInstancePublisher publisher;

	// Written on the publisher's thread only.
	private volatile Progress progress = new Progress(State.PENDING, "ZooKeeper has not answered yet");

	private final Object statusLock = new Object();

	private volatile ProviderInstance instance;

	private @Nullable EphemeralGroup keeper;

	ZooKeeperPublication(ZooKeeperInstancePublisher publisher, ProviderInstance instance) {
		this.publisher = publisher;
		this.instance = instance;
	}

	/** Called once, before any other code has this. */
	void keptBy(EphemeralGroup newKeeper) {
		this.keeper = newKeeper;
	}

	/** Called on the publisher's thread. */
	void outcome(State state, String reason) {
		Progress before = this.progress;
		if (before.state() == State.WITHDRAWN) {
			return;
		}
		Progress now = new Progress(state, reason);
		this.progress = now;
		if (!now.equals(before)) {
			log(before, now);
		}
	}

	@Override
	public ProviderInstance instance() {
		return this.instance;
	}

	@Override
	public State state() {
		return this.progress.state();
	}

	@Override
	public String reason() {
		return this.progress.reason();
	}

	@Override
	public boolean status(InstanceStatus status) {
		EphemeralGroup kept = this.keeper;
		synchronized (this.statusLock) {
			if (this.instance.metadata().status() == InstanceStatus.DRAINING && status != InstanceStatus.DRAINING) {
				// Consumers have begun to leave, and the server stops.
				return false;
			}
			this.instance = this.instance.withStatus(status);
			return kept != null
					&& Boolean.TRUE.equals(this.publisher.await(this.publisher.replace(kept, this.instance)));
		}
	}

	@Override
	public void close() {
		EphemeralGroup kept = this.keeper;
		if (kept != null) {
			this.publisher.await(this.publisher.withdraw(this, kept));
		}
	}

	private void log(Progress before, Progress now) {
		String label = "Instance " + this.instance.endpoint() + " of application '" + this.instance.application() + "'";
		switch (now.state()) {
			case PUBLISHED -> logger
				.info(label + " is registered with " + this.instance.services().size() + " services in ZooKeeper");
			case WITHDRAWN -> logger
				.info(label + " is withdrawn" + ((now.reason().isEmpty()) ? " from ZooKeeper" : ": " + now.reason()));
			case CONFLICT -> logger.error(label + " is not registered: " + now.reason());
			case DENIED -> logger.error(label + " cannot be registered: " + now.reason());
			case PENDING -> {
				if (before.state() == State.PENDING) {
					logger.debug(label + " is not registered yet: " + now.reason());
				}
				else {
					logger.warn(label + " is to be registered again: " + now.reason());
				}
			}
		}
	}

	private record Progress(State state, String reason) {

	}

}
