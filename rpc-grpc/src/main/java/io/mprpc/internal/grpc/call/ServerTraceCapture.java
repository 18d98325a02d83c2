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
package io.mprpc.internal.grpc.call;

import java.util.function.Supplier;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Interceptor that gives observers the trace of each call. Belongs inside the interceptor
 * that starts the trace.
 *
 * @since 0.1
 */
public final class ServerTraceCapture implements ServerInterceptor {

	private final Supplier<@Nullable String> traceId;

	/**
	 * Creates the interceptor.
	 * @param traceId identity of the trace that the current thread works for
	 */
	public ServerTraceCapture(Supplier<@Nullable String> traceId) {
		this.traceId = traceId;
	}

	@Override
	public <Q, P> ServerCall.Listener<Q> interceptCall(ServerCall<Q, P> call, Metadata headers,
			ServerCallHandler<Q, P> next) {
		ObservedServerCall observed = ObservedServerCall.current();
		if (observed != null) {
			observed.trace(this.traceId.get());
		}
		return next.startCall(call, headers);
	}

}
