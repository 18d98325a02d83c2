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

package io.mprpc.internal.grpc.balancer.admission;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Probe whether the process behind a connection is alive: asks its health service and
 * takes any answer, even that there is no such service. What the answer says does not
 * count, for an application whose registry is lost may well call itself unhealthy.
 */
public final class LivenessProbe {

	private static final long DEADLINE_MILLIS = 1_000;

	public static final MethodDescriptor<byte[], byte[]> CHECK = MethodDescriptor
		.newBuilder(new BytesMarshaller(), new BytesMarshaller())
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName("grpc.health.v1.Health/Check")
		.build();

	private LivenessProbe() {
	}

	/**
	 * Asks, whatever the present thread works for.
	 * @param channel channel over the connection
	 * @param answer is called, on any thread, with whether there was an answer
	 */
	static void ask(Channel channel, Consumer<Boolean> answer) {
		Context.ROOT.run(() -> send(channel, answer));
	}

	private static void send(Channel channel, Consumer<Boolean> answer) {
		ClientCall<byte[], byte[]> call = channel.newCall(CHECK,
				CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS));
		call.start(new ClientCall.Listener<>() {

			private boolean headers;

			@Override
			public void onHeaders(Metadata metadata) {
				this.headers = true;
			}

			@Override
			public void onClose(Status status, Metadata trailers) {
				answer.accept(this.headers || isAnswer(status));
			}

		}, new Metadata());
		call.sendMessage(new byte[0]);
		call.halfClose();
		call.request(1);
	}

	private static boolean isAnswer(Status status) {
		return switch (status.getCode()) {
			case DEADLINE_EXCEEDED, UNAVAILABLE, CANCELLED -> false;
			default -> true;
		};
	}

	private static final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {

		@Override
		public InputStream stream(byte[] value) {
			return new ByteArrayInputStream(value);
		}

		@Override
		public byte[] parse(InputStream stream) {
			try {
				return stream.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
