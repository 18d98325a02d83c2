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
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.NettyServerBuilder;

/**
 * Another program at the address of a killed provider. It implements the same service,
 * and must not receive any call.
 */
final class Stranger implements AutoCloseable {

	private final ScheduledExecutorService work = Executors.newScheduledThreadPool(1);

	private final AtomicLong calls = new AtomicLong();

	private final AtomicLong connections = new AtomicLong();

	private final Server server;

	Stranger(int port) throws IOException {
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
			.addService(ServerInterceptors.intercept(new ProviderProcess.TargetService(this.work, port), new Counter()))
			.addTransportFilter(new ServerTransportFilter() {

				@Override
				public Attributes transportReady(Attributes attributes) {
					Stranger.this.connections.incrementAndGet();
					return attributes;
				}

			})
			.build()
			.start();
	}

	/**
	 * Number of calls that it received.
	 */
	long calls() {
		return this.calls.get();
	}

	/**
	 * Number of connections that it accepted.
	 */
	long connections() {
		return this.connections.get();
	}

	@Override
	public void close() {
		this.server.shutdownNow();
		this.work.shutdownNow();
	}

	private final class Counter implements ServerInterceptor {

		@Override
		public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
				ServerCallHandler<Q, A> next) {
			Stranger.this.calls.incrementAndGet();
			return next.startCall(call, headers);
		}

	}

}
