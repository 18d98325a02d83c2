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

import io.mprpc.benchmarks.EchoClient;
import io.mprpc.benchmarks.Settings;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;

/**
 * Dubbo's client over its own protocol and its default serialization.
 */
public class TcpClient implements EchoClient {

	private DubboBootstrap bootstrap;

	private TcpEcho echo;

	@Override
	public void start(Settings settings) throws IOException {
		Loopback.advertise();
		ReferenceConfig<TcpEcho> reference = new ReferenceConfig<>();
		reference.setInterface(TcpEcho.class);
		this.bootstrap = Applications.named("echo-consumer", settings).reference(reference).start();
		this.echo = reference.get();
	}

	@Override
	public EchoCall prepare(int payloadSize) {
		TcpMessage message = new TcpMessage();
		message.setPayload(new byte[payloadSize]);
		return () -> this.echo.echo(message).getPayload().length;
	}

	@Override
	public String who() {
		return this.echo.who();
	}

	@Override
	public void close() {
		this.bootstrap.stop();
	}

}
