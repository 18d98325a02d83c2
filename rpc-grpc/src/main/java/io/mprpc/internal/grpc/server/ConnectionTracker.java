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

package io.mprpc.internal.grpc.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerBuilder;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.mprpc.internal.grpc.call.ObservedServerCall;
import io.mprpc.internal.grpc.call.ServerCallObserver;
import io.mprpc.internal.grpc.call.Timing;
import org.jspecify.annotations.Nullable;

/**
 * Tracker of the clients that are connected to this application's gRPC servers, and of
 * open calls. Safe for use by several threads; costs a call two counters.
 *
 * @since 0.1
 */
public final class ConnectionTracker implements ServerCallObserver<ConnectionTracker.Counters> {

	private static final Attributes.Key<ClientConnection> CONNECTION = Attributes.Key
		.create("io.mprpc.provider.connection");

	private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();

	private final Map<String, LongAdder> openCalls = new ConcurrentHashMap<>();

	private final Object changes = new Object();

	/** Stands for all clients of a transport that does not tell its connections. */
	private final ClientConnection unknown = new ClientConnection(null);

	/**
	 * Lets a server tell its connections.
	 * @param server builder of the server
	 */
	public void observe(ServerBuilder<?> server) {
		server.addTransportFilter(new Connections());
	}

	@Override
	public Timing timing() {
		return Timing.NONE;
	}

	@Override
	public Counters callStarted(ObservedServerCall call) {
		String method = call.method().getFullMethodName();
		ClientConnection connection = call.attributes().get(CONNECTION);
		Counters counters = new Counters(openCalls(method), (connection != null) ? connection : this.unknown,
				InfrastructureServices.includes(method));
		counters.started();
		return counters;
	}

	@Override
	public void callEnded(ObservedServerCall call, Status status, @Nullable Counters counters) {
		if (counters != null) {
			counters.ended();
		}
	}

	private LongAdder openCalls(String method) {
		// Computing takes a lock even where there is nothing to compute.
		LongAdder known = this.openCalls.get(method);
		return (known != null) ? known : this.openCalls.computeIfAbsent(method, (name) -> new LongAdder());
	}

	/**
	 * Connections that are open now.
	 * @return the number
	 */
	public int connectionCount() {
		return this.connections.size();
	}

	/**
	 * Calls that are open now, gRPC's own such as health watches included.
	 * @return the number of calls by full method name, without methods that have none
	 */
	public Map<String, Long> openCalls() {
		Map<String, Long> open = new TreeMap<>();
		this.openCalls.forEach((method, calls) -> {
			long count = calls.sum();
			if (count > 0) {
				open.put(method, count);
			}
		});
		return open;
	}

	public Collection<ClientConnection> connections() {
		List<ClientConnection> open = new ArrayList<>(this.connections);
		if (this.unknown.startedCalls() > 0) {
			open.add(this.unknown);
		}
		return open;
	}

	/**
	 * Waits for a client to leave, or for a time.
	 * @return whether to go on: not if the thread was interrupted
	 */
	@SuppressWarnings("WaitNotInLoop") // Whoever waits looks again.
	public boolean awaitChange(Duration atMost) {
		try {
			synchronized (this.changes) {
				this.changes.wait(Math.max(1, atMost.toMillis()));
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private final class Connections extends ServerTransportFilter {

		@Override
		public Attributes transportReady(Attributes attributes) {
			ClientConnection connection = new ClientConnection(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
			ConnectionTracker.this.connections.add(connection);
			return attributes.toBuilder().set(CONNECTION, connection).build();
		}

		@Override
		public void transportTerminated(Attributes attributes) {
			ClientConnection connection = (attributes != null) ? attributes.get(CONNECTION) : null;
			if (connection != null) {
				ConnectionTracker.this.connections.remove(connection);
				synchronized (ConnectionTracker.this.changes) {
					ConnectionTracker.this.changes.notifyAll();
				}
			}
		}

	}

	/**
	 * Counters of a call. Health checks and the like are no sign that a client still
	 * picks this instance, so they do not count for their connection.
	 */
	record Counters(LongAdder method, ClientConnection connection, boolean infrastructure) {

		void started() {
			this.method.increment();
			if (!this.infrastructure) {
				this.connection.callStarted();
			}
		}

		void ended() {
			this.method.decrement();
			if (!this.infrastructure) {
				this.connection.callEnded();
			}
		}

	}

}
