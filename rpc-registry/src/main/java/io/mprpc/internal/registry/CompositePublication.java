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

package io.mprpc.internal.registry;

import java.util.List;
import java.util.function.Function;

import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.ServiceName;

/**
 * Publication of an instance whose services stand with different members of a registry.
 */
final class CompositePublication implements Publication, Runnable {

	private final List<Placement<Publication>> placements;

	private final Object statusLock = new Object();

	private volatile ProviderInstance instance;

	private volatile boolean closed;

	private volatile Runnable onClose = () -> {
	};

	CompositePublication(ProviderInstance instance, Placer placer) {
		this.instance = instance;
		this.placements = instance.services()
			.stream()
			.map((service) -> placer.place(service.service(), (member) -> member.publish(part(service.service()))))
			.toList();
	}

	void onClose(Runnable action) {
		this.onClose = action;
	}

	/** Moves to other members where they have changed. */
	@Override
	public void run() {
		this.placements.forEach(Placement::update);
	}

	@Override
	public ProviderInstance instance() {
		return this.instance;
	}

	@Override
	public State state() {
		if (this.closed) {
			return State.WITHDRAWN;
		}
		List<State> states = parts().stream().map(Publication::state).toList();
		for (State worse : List.of(State.CONFLICT, State.DENIED, State.PENDING)) {
			if (states.contains(worse)) {
				return worse;
			}
		}
		return State.PUBLISHED;
	}

	@Override
	public String reason() {
		State state = state();
		return parts().stream()
			.filter((part) -> part.state() == state)
			.map(Publication::reason)
			.filter((reason) -> !reason.isEmpty())
			.findFirst()
			.orElse("");
	}

	@Override
	public boolean status(InstanceStatus status) {
		synchronized (this.statusLock) {
			if (this.instance.metadata().status() == InstanceStatus.DRAINING && status != InstanceStatus.DRAINING) {
				return false;
			}
			this.instance = this.instance.withStatus(status);
			return parts().stream().map((part) -> part.status(status)).reduce(true, Boolean::logicalAnd);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.onClose.run();
		this.placements.forEach(Placement::close);
	}

	private List<Publication> parts() {
		return this.placements.stream().flatMap((placement) -> placement.placed().stream()).toList();
	}

	private ProviderInstance part(ServiceName service) {
		ProviderInstance whole = this.instance;
		return new ProviderInstance(whole.application(), whole.endpoint(),
				whole.services().stream().filter((each) -> each.service().equals(service)).toList(), whole.metadata(),
				whole.properties());
	}

	/** Placement of a service with the members that hold it. */
	interface Placer {

		Placement<Publication> place(ServiceName service, Function<InstancePublisher, Publication> publishing);

	}

}
