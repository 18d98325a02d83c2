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

import com.google.protobuf.ByteString;
import io.mprpc.benchmarks.EchoClient.EchoCall;
import io.mprpc.benchmarks.proto.EchoMessage;
import io.mprpc.benchmarks.proto.EchoServiceGrpc.EchoServiceBlockingStub;

/**
 * Calls through a blocking stub, which is what most users write.
 */
public final class GrpcCalls {

	private final EchoServiceBlockingStub stub;

	/**
	 * Creates calls.
	 * @param stub the contender's stub
	 */
	public GrpcCalls(EchoServiceBlockingStub stub) {
		this.stub = stub;
	}

	/**
	 * Prepares an echo.
	 * @param payloadSize size of the payload in bytes
	 * @return the call
	 */
	public EchoCall prepare(int payloadSize) {
		EchoMessage message = EchoMessage.newBuilder().setPayload(ByteString.copyFrom(new byte[payloadSize])).build();
		return () -> this.stub.echo(message).getPayload().size();
	}

	/**
	 * Asks for the name of the instance.
	 * @return the name
	 */
	public String who() {
		return this.stub.who(EchoMessage.getDefaultInstance()).getPayload().toStringUtf8();
	}

}
