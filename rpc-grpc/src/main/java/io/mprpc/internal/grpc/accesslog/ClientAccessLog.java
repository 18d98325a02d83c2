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
import java.util.Objects;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.internal.grpc.call.ClientCallObserver;
import io.mprpc.internal.grpc.call.ObservedAttempt;
import io.mprpc.internal.grpc.call.ObservedClientCall;

/**
 * Access log of the calls that this process makes, each written once, however often it is
 * tried.
 *
 * @since 0.1
 */
public final class ClientAccessLog implements ClientCallObserver<String> {

	private static final String UNTRACED = "";

	private final AccessLog log;

	private final TraceIdSource traceId;

	private final InstantSource clock;

	/**
	 * Creates the log of a client.
	 * @param log where calls are written
	 * @param traceId identity of the trace that the current thread works for
	 * @param clock time of day
	 */
	public ClientAccessLog(AccessLog log, TraceIdSource traceId, InstantSource clock) {
		this.log = log;
		this.traceId = traceId;
		this.clock = clock;
	}

	@Override
	public boolean observes(String fullMethodName) {
		String service = MethodDescriptor.extractFullServiceName(fullMethodName);
		return service != null && this.log.covers(service);
	}

	@Override
	public boolean observesAttempts() {
		return true;
	}

	@Override
	public String callStarted(ObservedClientCall call) {
		return Objects.requireNonNullElse(this.traceId.get(), UNTRACED);
	}

	@Override
	public void callEnded(ObservedClientCall call, Status status, String trace) {
		ObservedAttempt served = call.served();
		MethodDescriptor<?, ?> method = call.method();
		this.log.write(new AccessRecord(AccessRecord.Side.CLIENT, this.clock.millis(),
				String.valueOf(method.getServiceName()), String.valueOf(method.getBareMethodName()),
				(served != null) ? served.peer() : null, status, call.durationNanos(),
				(served != null) ? served.requestBytes() : 0, (served != null) ? served.responseBytes() : 0,
				call.sentAttempts(), trace.isEmpty() ? null : trace));
	}

}
