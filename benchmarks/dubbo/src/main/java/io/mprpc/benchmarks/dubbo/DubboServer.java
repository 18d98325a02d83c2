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
package io.mprpc.benchmarks.dubbo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.proto.EchoService;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ProviderConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;

/**
 * Dubbo's server, Triple or its own protocol, with its ZooKeeper registry.
 */
public class DubboServer implements EchoServer {

	private static final String TRIPLE = "tri";

	private final List<DubboBootstrap> bootstraps = new ArrayList<>();

	@Override
	public String start(Settings settings) throws IOException {
		Loopback.advertise();
		List<String> addresses = new ArrayList<>();
		for (int i = 0; i < settings.getInt(Settings.INSTANCES); i++) {
			int port = freePort();
			String address = "127.0.0.1:" + port;
			this.bootstraps.add(Applications.named("echo-provider", settings)
				.protocol(new ProtocolConfig(settings.get("protocol"), port))
				.provider(withoutWarmUp())
				.service(service(settings.get("protocol"), address))
				.start());
			addresses.add(address);
		}
		return String.join(",", addresses);
	}

	private ProviderConfig withoutWarmUp() {
		ProviderConfig provider = new ProviderConfig();
		provider.setWarmup(0);
		return provider;
	}

	private ServiceConfig<?> service(String protocol, String name) {
		if (protocol.equals(TRIPLE)) {
			ServiceConfig<EchoService> service = new ServiceConfig<>();
			service.setInterface(EchoService.class);
			service.setRef(new TripleEcho(name));
			return service;
		}
		ServiceConfig<TcpEcho> service = new ServiceConfig<>();
		service.setInterface(TcpEcho.class);
		service.setRef(new TcpEchoService(name));
		return service;
	}

	/** Dubbo has no port 0 for these protocols. */
	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() {
		this.bootstraps.forEach(DubboBootstrap::stop);
	}

	private record TcpEchoService(String name) implements TcpEcho {

		@Override
		public TcpMessage echo(TcpMessage message) {
			return message;
		}

		@Override
		public String who() {
			return this.name;
		}

	}

}
