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
package io.mprpc.internal.grpc.accesslog;

import java.time.InstantSource;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.internal.grpc.call.ObservedServerCall;
import io.mprpc.internal.grpc.call.ServerCallObserver;
import org.jspecify.annotations.Nullable;

/**
 * Access log of the calls that reach this server, also of those that an interceptor
 * refuses or that no method serves.
 *
 * @since 0.1
 */
public final class ServerAccessLog implements ServerCallObserver<Object> {

	private final AccessLog log;

	private final InstantSource clock;

	/**
	 * Creates the log of a server.
	 * @param log where calls are written
	 * @param clock time of day
	 */
	public ServerAccessLog(AccessLog log, InstantSource clock) {
		this.log = log;
		this.clock = clock;
	}

	@Override
	public boolean observes(String fullMethodName) {
		return this.log.covers(service(fullMethodName));
	}

	@Override
	public void callEnded(ObservedServerCall call, Status status, @Nullable Object state) {
		String name = call.fullMethodName();
		String service = service(name);
		this.log.write(new AccessRecord(AccessRecord.Side.SERVER, this.clock.millis(), service,
				name.substring(service.isEmpty() ? 0 : service.length() + 1), PeerAddress.of(call.attributes()), status,
				call.durationNanos(), call.requestBytes(), call.responseBytes(), 1, call.traceId()));
	}

	private static String service(String fullMethodName) {
		String service = MethodDescriptor.extractFullServiceName(fullMethodName);
		return (service != null) ? service : "";
	}

}
