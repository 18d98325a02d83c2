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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A ZooKeeper server with processes around it, all closed at the end of a test.
 */
public final class Testbed implements AutoCloseable {

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	private final String address;

	private Testbed(String address) {
		this.address = address;
	}

	/** A testbed with a server of its own. */
	public static Testbed start() {
		EmbeddedZooKeeper server = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults());
		Testbed testbed = new Testbed(server.connectString());
		testbed.opened.push(server);
		return testbed;
	}

	/** A testbed around a server that the test runs. */
	public static Testbed at(String address) {
		return new Testbed(address);
	}

	public String address() {
		return this.address;
	}

	public TcpProxy proxy() {
		TcpProxy proxy = TcpProxy.to(Integer.parseInt(this.address.substring(this.address.lastIndexOf(':') + 1)));
		this.opened.push(proxy);
		return proxy;
	}

	public Raw raw() throws Exception {
		return opened(new Raw(this.address));
	}

	public Process process() {
		return process(this.address);
	}

	public Process process(TcpProxy proxy, Duration sessionTimeout) {
		return process(Fixtures.settings(proxy.address(), sessionTimeout), DirectorySettings.DEFAULT);
	}

	public Process process(String connectString) {
		return process(Fixtures.settings(connectString), DirectorySettings.DEFAULT);
	}

	public Process process(ZooKeeperSettings settings, DirectorySettings directorySettings) {
		return opened(new Process(settings, directorySettings));
	}

	public static Publication awaitState(Publication publication, Publication.State state) {
		await().atMost(Fixtures.LONG).until(() -> publication.state() == state);
		return publication;
	}

	public <T extends AutoCloseable> T opened(T closeable) {
		this.opened.push(closeable);
		return closeable;
	}

	@Override
	public void close() throws Exception {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
	}

	/**
	 * The registry's parts in one process.
	 */
	public static final class Process implements AutoCloseable {

		public final ZooKeeperConnection connection;

		public final ZooKeeperInstancePublisher publisher;

		public final ZooKeeperInstanceDirectory directory;

		public final ZooKeeperStatistics statistics;

		public Process(ZooKeeperSettings settings, DirectorySettings directorySettings) {
			this.connection = Fixtures.open(settings);
			this.publisher = new ZooKeeperInstancePublisher(this.connection);
			this.directory = new ZooKeeperInstanceDirectory(this.connection, directorySettings);
			this.statistics = new ZooKeeperStatistics(this.connection, this.publisher, this.directory);
		}

		public Process connected() {
			assertThat(this.connection.awaitConnected(Fixtures.LONG)).isTrue();
			return this;
		}

		public void awaitState(RegistryConnection.State state) {
			await().atMost(Fixtures.LONG).until(() -> this.connection.state() == state);
		}

		/** Gathers all views of a service, beginning with the current one. */
		public List<ServiceView> views(ServiceName service) {
			List<ServiceView> views = new CopyOnWriteArrayList<>();
			this.directory.subscribe(service, views::add);
			await().atMost(Fixtures.LONG).until(() -> !views.isEmpty());
			return views;
		}

		public ServiceView awaitInstances(ServiceName service, int count) {
			await().atMost(Fixtures.LONG).until(() -> {
				ServiceView view = this.directory.view(service);
				return view.state() == ServiceView.State.LIVE && view.instances().size() == count;
			});
			return this.directory.view(service);
		}

		@Override
		public void close() {
			this.directory.close();
			this.publisher.close();
			this.connection.close();
		}

	}

}
