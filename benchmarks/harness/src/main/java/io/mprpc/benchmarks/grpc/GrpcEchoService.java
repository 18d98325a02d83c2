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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.mprpc.benchmarks.proto.EchoMessage;
import io.mprpc.benchmarks.proto.EchoServiceGrpc;

/**
 * Service of all contenders based on grpc-java.
 */
public class GrpcEchoService extends EchoServiceGrpc.EchoServiceImplBase {

	/** Milliseconds that a handler waits, as for a database; none if not set. */
	private static final int HANDLER_MILLIS = Integer.getInteger("benchmarks.handler-millis", 0);

	private volatile EchoMessage name = EchoMessage.getDefaultInstance();

	/**
	 * Creates the service.
	 * @param instance {@code host:port}
	 */
	public void setName(String instance) {
		this.name = EchoMessage.newBuilder().setPayload(ByteString.copyFromUtf8(instance)).build();
	}

	@Override
	public void echo(EchoMessage request, StreamObserver<EchoMessage> answer) {
		if (HANDLER_MILLIS > 0) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(HANDLER_MILLIS));
		}
		answer.onNext(request);
		answer.onCompleted();
	}

	@Override
	public void who(EchoMessage request, StreamObserver<EchoMessage> answer) {
		answer.onNext(this.name);
		answer.onCompleted();
	}

}
