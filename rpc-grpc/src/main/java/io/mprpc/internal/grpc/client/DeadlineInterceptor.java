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

package io.mprpc.internal.grpc.client;

import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.mprpc.internal.grpc.client.settings.CallDeadline;

/**
 * Interceptor that gives a call the deadline of its method unless the caller has set one.
 * Runs on each call: everything is worked out beforehand.
 */
public final class DeadlineInterceptor implements ClientInterceptor {

	private final ReferenceServiceConfig config;

	public DeadlineInterceptor(ReferenceServiceConfig config) {
		this.config = config;
	}

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		Deadline ofCaller = options.getDeadline();
		CallDeadline configured = (ofCaller == null) ? this.config.deadlines().of(method) : null;
		CallOptions limited = (configured != null)
				? options.withDeadlineAfter(configured.timeout().toNanos(), TimeUnit.NANOSECONDS) : options;
		Deadline deadline = limited.getDeadline();
		Deadline inherited = Context.current().getDeadline();
		ClientCall<Q, A> call = next.newCall(method, limited);
		if (inherited != null && (deadline == null || inherited.isBefore(deadline))) {
			return ExplainedCall.inherited(call, method, inherited);
		}
		if (configured != null) {
			return ExplainedCall.configured(call, method, deadline, configured);
		}
		return (deadline != null) ? ExplainedCall.ofCaller(call, method, deadline)
				: ExplainedCall.unlimited(call, method);
	}

}
