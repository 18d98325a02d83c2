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
package io.mprpc.benchmarks.grpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;

/**
 * Plain grpc-java server: the baseline of all comparisons.
 */
public class GrpcServer implements EchoServer {

	private final List<Server> servers = new ArrayList<>();

	@Override
	public String start(Settings settings) throws Exception {
		for (int i = 0; i < settings.getInt(Settings.INSTANCES); i++) {
			GrpcEchoService service = new GrpcEchoService();
			NettyServerBuilder builder = NettyServerBuilder
				.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
				.addService(service);
			Tuning.apply(settings, builder);
			Server server = builder.build().start();
			service.setName(address(server));
			this.servers.add(server);
		}
		return this.servers.stream().map(this::address).collect(Collectors.joining(","));
	}

	private String address(Server server) {
		return "127.0.0.1:" + server.getPort();
	}

	@Override
	public void close() {
		this.servers.forEach(Server::shutdown);
		this.servers.forEach(this::awaitEnd);
	}

	private void awaitEnd(Server server) {
		try {
			server.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
