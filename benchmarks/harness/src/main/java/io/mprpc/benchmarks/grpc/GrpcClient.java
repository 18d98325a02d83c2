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

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.mprpc.benchmarks.EchoClient;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.proto.EchoServiceGrpc;

/**
 * Plain grpc-java with round robin over fixed addresses.
 */
public class GrpcClient implements EchoClient {

	private ManagedChannel channel;

	private GrpcCalls calls;

	@Override
	public void start(Settings settings) {
		FixedAddresses.register();
		NettyChannelBuilder builder = NettyChannelBuilder
			.forTarget(FixedAddresses.target(settings.get(Settings.ADDRESSES)))
			.defaultLoadBalancingPolicy("round_robin")
			.usePlaintext();
		Tuning.apply(settings, builder);
		this.channel = builder.build();
		this.calls = new GrpcCalls(EchoServiceGrpc.newBlockingStub(this.channel));
	}

	@Override
	public EchoCall prepare(int payloadSize) {
		return this.calls.prepare(payloadSize);
	}

	@Override
	public String who() {
		return this.calls.who();
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
	}

}
