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

package io.mprpc.accesslog;

import java.time.InstantSource;
import java.util.function.LongSupplier;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Writes each call that reaches this server, also those that no method or another
 * interceptor refuses: it listens to streams. As an interceptor it only learns the trace,
 * so that it belongs inside the one that starts it.
 *
 * @since 0.1
 */
public final class ServerAccessLog extends ServerStreamTracer.Factory implements ServerInterceptor {

	private static final Context.Key<StreamLog> STREAM = Context.key("mprpc-access-log");

	private static final ServerStreamTracer UNWRITTEN = new ServerStreamTracer() {
	};

	private final AccessLog log;

	private final TraceIdSource traceId;

	private final LongSupplier nanoTime;

	private final InstantSource clock;

	/**
	 * Creates the log of a server.
	 * @param log where calls are written
	 * @param traceId identity of the trace that the current thread works for
	 * @param nanoTime ticking time in nanoseconds
	 * @param clock time of day
	 */
	public ServerAccessLog(AccessLog log, TraceIdSource traceId, LongSupplier nanoTime, InstantSource clock) {
		this.log = log;
		this.traceId = traceId;
		this.nanoTime = nanoTime;
		this.clock = clock;
	}

	@Override
	public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
		String service = MethodDescriptor.extractFullServiceName(fullMethodName);
		if (service == null) {
			service = "";
		}
		return this.log.covers(service) ? new StreamLog(service, fullMethodName) : UNWRITTEN;
	}

	@Override
	public <Q, P> ServerCall.Listener<Q> interceptCall(ServerCall<Q, P> call, Metadata headers,
			ServerCallHandler<Q, P> next) {
		StreamLog stream = STREAM.get();
		if (stream != null) {
			stream.trace = this.traceId.get();
		}
		return next.startCall(call, headers);
	}

	private final class StreamLog extends ServerStreamTracer {

		private final String service;

		private final String method;

		private final long start = ServerAccessLog.this.nanoTime.getAsLong();

		// Each written by one thread at a time, and read when the call has ended.
		private long requestBytes;

		private long responseBytes;

		private volatile Attributes transport = Attributes.EMPTY;

		private volatile @Nullable String trace;

		StreamLog(String service, String fullMethodName) {
			this.service = service;
			this.method = fullMethodName.substring(service.isEmpty() ? 0 : service.length() + 1);
		}

		@Override
		public Context filterContext(Context context) {
			return context.withValue(STREAM, this);
		}

		@Override
		public void serverCallStarted(ServerCallInfo<?, ?> call) {
			this.transport = call.getAttributes();
		}

		@Override
		public void inboundUncompressedSize(long bytes) {
			this.requestBytes += bytes;
		}

		@Override
		public void outboundUncompressedSize(long bytes) {
			this.responseBytes += bytes;
		}

		@Override
		public void streamClosed(Status status) {
			ServerAccessLog server = ServerAccessLog.this;
			server.log.write(new AccessRecord(AccessRecord.Side.SERVER, server.clock.millis(), this.service,
					this.method, PeerAddress.of(this.transport), status, server.nanoTime.getAsLong() - this.start,
					this.requestBytes, this.responseBytes, 1, this.trace));
		}

	}

}
