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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Attributes;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.identity.v1.GetIdentityRequest;
import io.mprpc.identity.v1.GetIdentityResponse;
import io.mprpc.identity.v1.IdentityServiceGrpc;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers Login with its name.
 */
public final class RunningServer implements AutoCloseable {

	/** Name of a user whose login is answered when the test says so. */
	public static final String HELD = "held";

	private final HealthStatusManager health = new HealthStatusManager();

	private final AtomicInteger connections = new AtomicInteger();

	private final List<StreamObserver<LoginReply>> held = new CopyOnWriteArrayList<>();

	private final String name;

	private final Server server;

	private volatile boolean failing;

	RunningServer(String name, int port) throws IOException {
		this(name, port, null);
	}

	/**
	 * A server that tells who it is.
	 */
	RunningServer(String name, int port, @Nullable String uuid) throws IOException {
		this.name = name;
		NettyServerBuilder builder = NettyServerBuilder
			.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
			.addService(new Users())
			.addService(this.health.getHealthService())
			.addTransportFilter(new ConnectionCounter());
		if (uuid != null) {
			builder.addService(new Identity(uuid));
		}
		this.server = builder.build().start();
	}

	int port() {
		return this.server.getPort();
	}

	/** Where it is called at. */
	public String endpoint() {
		return "127.0.0.1:" + port();
	}

	int connections() {
		return this.connections.get();
	}

	public int held() {
		return this.held.size();
	}

	public void release() {
		this.held.forEach(this::answer);
		this.held.clear();
	}

	public void failing(boolean nowFailing) {
		this.failing = nowFailing;
	}

	void health(ServingStatus status) {
		this.health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
	}

	@Override
	public void close() {
		try {
			this.server.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void answer(StreamObserver<LoginReply> responses) {
		responses.onNext(LoginReply.newBuilder().setServedBy(this.name).build());
		responses.onCompleted();
	}

	private final class Users extends UserServiceGrpc.UserServiceImplBase {

		@Override
		public void login(LoginRequest request, StreamObserver<LoginReply> responses) {
			if (RunningServer.this.failing) {
				responses.onError(Status.INTERNAL.withDescription("as the test says").asRuntimeException());
			}
			else if (request.getName().equals(HELD)) {
				RunningServer.this.held.add(responses);
			}
			else {
				answer(responses);
			}
		}

	}

	private static final class Identity extends IdentityServiceGrpc.IdentityServiceImplBase {

		private final String uuid;

		Identity(String uuid) {
			this.uuid = uuid;
		}

		@Override
		public void getIdentity(GetIdentityRequest request, StreamObserver<GetIdentityResponse> response) {
			response.onNext(GetIdentityResponse.newBuilder().setUuid(this.uuid).build());
			response.onCompleted();
		}

	}

	private final class ConnectionCounter extends ServerTransportFilter {

		@Override
		public Attributes transportReady(Attributes attributes) {
			RunningServer.this.connections.incrementAndGet();
			return attributes;
		}

		@Override
		public void transportTerminated(Attributes attributes) {
			RunningServer.this.connections.decrementAndGet();
		}

	}

}
