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

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.registry.ViewChange;

/**
 * History of the last changes of each service that is followed. Changes that the
 * directory tells together are seen together.
 *
 * @since 0.1
 */
public final class RecentChanges implements AutoCloseable {

	/** Changes that are remembered for each service. */
	public static final int LIMIT = 50;

	private final InstanceDirectory directory;

	private final Supplier<? extends Collection<ServiceName>> followed;

	private final InstantSource clock;

	private final Map<ServiceName, History> histories = new HashMap<>();

	private final Subscription subscription;

	/**
	 * Begins to remember.
	 * @param directory views of services, with the rules of operators applied
	 * @param followed services that are followed; others are not looked at, because that
	 * would be to follow them
	 * @param clock time of day
	 */
	public RecentChanges(InstanceDirectory directory, Supplier<? extends Collection<ServiceName>> followed,
			InstantSource clock) {
		this.directory = directory;
		this.followed = followed;
		this.clock = clock;
		this.subscription = directory.onChange(this::look);
		look();
	}

	/**
	 * The last changes of a service.
	 * @param service the service
	 * @return {@value #LIMIT} at most, the latest first
	 */
	public synchronized List<ViewChange> of(ServiceName service) {
		History history = this.histories.get(service);
		return (history != null) ? List.copyOf(history.changes) : List.of();
	}

	@Override
	public void close() {
		this.subscription.close();
	}

	private synchronized void look() {
		Instant now = this.clock.instant();
		for (ServiceName service : this.followed.get()) {
			this.histories.computeIfAbsent(service, History::new).see(this.directory.view(service), now);
		}
	}

	private static final class History {

		private final Deque<ViewChange> changes = new ArrayDeque<>();

		private ServiceView last;

		History(ServiceName service) {
			this.last = ServiceView.loading(service);
		}

		void see(ServiceView view, Instant now) {
			if (view == this.last) {
				return;
			}
			ViewChange.between(this.last, view, now).forEach(this.changes::addFirst);
			while (this.changes.size() > LIMIT) {
				this.changes.removeLast();
			}
			this.last = view;
		}

	}

}
