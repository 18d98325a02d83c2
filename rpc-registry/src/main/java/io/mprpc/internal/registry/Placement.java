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

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import io.mprpc.registry.InstancePublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publications of one service, by the members of a registry that hold it.
 *
 * @param <T> type of a member's handle of it, which is closed to withdraw it
 */
final class Placement<T extends AutoCloseable> {

	private static final Logger logger = LoggerFactory.getLogger(Placement.class);

	private final Supplier<List<InstancePublisher>> members;

	private final Function<InstancePublisher, T> publishing;

	private final Executor withdrawals;

	private Map<InstancePublisher, T> placed = Map.of();

	private boolean closed;

	Placement(Supplier<List<InstancePublisher>> members, Function<InstancePublisher, T> publishing,
			Executor withdrawals) {
		this.members = members;
		this.publishing = publishing;
		this.withdrawals = withdrawals;
	}

	/** Publishes to members that are new, then withdraws from those that are left. */
	synchronized void update() {
		if (this.closed) {
			return;
		}
		Map<InstancePublisher, T> next = new LinkedHashMap<>();
		try {
			for (InstancePublisher member : this.members.get()) {
				T known = this.placed.get(member);
				next.put(member, (known != null) ? known : this.publishing.apply(member));
			}
		}
		catch (RuntimeException ex) {
			// To be withdrawn with the rest.
			this.placed.forEach(next::putIfAbsent);
			this.placed = next;
			throw ex;
		}
		Set<T> left = Collections.newSetFromMap(new IdentityHashMap<>());
		left.addAll(this.placed.values());
		left.removeAll(next.values());
		this.placed = next;
		left.forEach((each) -> this.withdrawals.execute(() -> close(each)));
	}

	/** The placed services, with the member first that is to keep the service. */
	synchronized List<T> placed() {
		return List.copyOf(this.placed.values());
	}

	void close() {
		List<T> all;
		synchronized (this) {
			this.closed = true;
			all = new ArrayList<>(this.placed.values());
			this.placed = Map.of();
		}
		all.forEach(Placement::close);
	}

	private static void close(AutoCloseable placed) {
		try {
			placed.close();
		}
		catch (Exception ex) {
			logger.warn("A member of the registry did not withdraw its publication", ex);
		}
	}

}
