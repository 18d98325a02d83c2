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
package io.mprpc.internal.provider;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.mprpc.identity.v1.IdentityServiceGrpc;
import io.mprpc.internal.grpc.server.EventLoopExecutor;
import io.mprpc.internal.time.TimeSource;

/**
 * Choice of the executor of each call's handler: on the thread that read the request if
 * the method is declared {@link io.mprpc.NonBlocking}, else on a thread that may block.
 *
 * @since 0.1
 */
public final class CallExecutors {

	private final Map<String, Executor> nonBlocking;

	private final boolean needed;

	private CallExecutors(Map<String, Executor> nonBlocking, boolean needed) {
		this.nonBlocking = nonBlocking;
		this.needed = needed;
	}

	/**
	 * Reads the promises of services.
	 * @param services the services
	 * @param tolerance time after which a handler that must not block is reported
	 * @param time source of time
	 * @return the executors
	 * @throws InvalidRpcServiceException if a method is declared non-blocking that is no
	 * remote method
	 */
	public static CallExecutors of(Collection<? extends BindableService> services, Duration tolerance,
			TimeSource time) {
		Map<String, Executor> executors = new HashMap<>();
		NonBlockingMethods.of(services)
			.forEach((method) -> executors.put(method, new EventLoopExecutor(method, tolerance.toNanos(), time)));
		boolean needed = !executors.isEmpty();
		// A consumer waits a second for the answer, however long the line of calls is.
		executors.put(IdentityServiceGrpc.getGetIdentityMethod().getFullMethodName(), Runnable::run);
		return new CallExecutors(executors, needed);
	}

	/**
	 * Whether there is anything to choose.
	 * @return whether a method is declared non-blocking
	 */
	public boolean isNeeded() {
		return this.needed;
	}

	/**
	 * Makes a server use them.
	 * @param server the server that is being built
	 * @param mayBlock where the handlers run that promise nothing
	 */
	public void install(ServerBuilder<?> server, Executor mayBlock) {
		// Finding the method does not block and must not cost a change of threads.
		server.directExecutor().callExecutor(new ServerCallExecutorSupplier() {

			@Override
			public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
				return CallExecutors.this.nonBlocking.getOrDefault(call.getMethodDescriptor().getFullMethodName(),
						mayBlock);
			}

		});
	}

}
