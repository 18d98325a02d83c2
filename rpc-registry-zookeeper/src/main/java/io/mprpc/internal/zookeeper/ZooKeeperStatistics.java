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

package io.mprpc.internal.zookeeper;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.RegistryMeters;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.RegistryStatistics;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a connection and of the parts that use it.
 *
 * @since 0.1
 */
public final class ZooKeeperStatistics implements RegistryStatistics {

	private final RegistryMeters meters;

	private final @Nullable ZooKeeperInstancePublisher publisher;

	private final @Nullable ZooKeeperInstanceDirectory directory;

	/**
	 * Creates statistics.
	 * @param connection the connection
	 * @param publisher the publisher on it, {@code null} if there is none
	 * @param directory the directory on it, {@code null} if there is none
	 */
	public ZooKeeperStatistics(ZooKeeperConnection connection, @Nullable ZooKeeperInstancePublisher publisher,
			@Nullable ZooKeeperInstanceDirectory directory) {
		this.meters = connection.meters();
		this.publisher = publisher;
		this.directory = directory;
	}

	@Override
	public long sessions() {
		return this.meters.sessions.sum();
	}

	@Override
	public long disconnections() {
		return this.meters.disconnections.sum();
	}

	@Override
	public long events() {
		return this.meters.events.sum();
	}

	@Override
	public long registrations() {
		return this.meters.registrations.sum();
	}

	@Override
	public long repairs() {
		return this.meters.repairs.sum();
	}

	@Override
	public long unreadable() {
		return this.meters.unreadable.sum();
	}

	@Override
	public List<Publication> publications() {
		return (this.publisher != null) ? this.publisher.publications() : List.of();
	}

	@Override
	public List<ServiceView> views() {
		return (this.directory != null) ? this.directory.views() : List.of();
	}

	@Override
	public ServiceView view(ServiceName service) {
		return (this.directory != null) ? this.directory.view(service) : ServiceView.loading(service);
	}

	@Override
	public Subscription onApplied(Consumer<Duration> listener) {
		Consumer<Duration> entry = listener::accept;
		this.meters.appliedListeners.add(entry);
		return () -> this.meters.appliedListeners.remove(entry);
	}

}
