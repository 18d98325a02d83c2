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

import com.google.protobuf.ByteString;
import io.mprpc.benchmarks.EchoClient;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.proto.EchoMessage;
import io.mprpc.benchmarks.proto.EchoService;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;

/**
 * Dubbo's client over Triple with generated stubs.
 */
public class TripleClient implements EchoClient {

	private DubboBootstrap bootstrap;

	private EchoService echo;

	@Override
	public void start(Settings settings) throws IOException {
		Loopback.advertise();
		ReferenceConfig<EchoService> reference = new ReferenceConfig<>();
		reference.setInterface(EchoService.class);
		reference.setProtocol("tri");
		this.bootstrap = Applications.named("echo-consumer", settings).reference(reference).start();
		this.echo = reference.get();
	}

	@Override
	public EchoCall prepare(int payloadSize) {
		EchoMessage message = EchoMessage.newBuilder().setPayload(ByteString.copyFrom(new byte[payloadSize])).build();
		return () -> this.echo.echo(message).getPayload().size();
	}

	@Override
	public String who() {
		return this.echo.who(EchoMessage.getDefaultInstance()).getPayload().toStringUtf8();
	}

	@Override
	public void close() {
		this.bootstrap.stop();
	}

}
