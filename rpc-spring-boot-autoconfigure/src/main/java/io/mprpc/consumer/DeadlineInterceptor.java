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

package io.mprpc.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Gives a call the deadline of its method unless the caller has set one. Runs on each
 * call: everything is worked out beforehand.
 */
final class DeadlineInterceptor implements ClientInterceptor {

	private static final long NONE = 0;

	private final Map<String, Long> nanosByMethod = new HashMap<>();

	private final long unaryNanos;

	private final long streamNanos;

	DeadlineInterceptor(ChannelPlan plan) {
		for (MethodDescriptor<?, ?> method : plan.service().getMethods()) {
			Duration deadline = plan.settings().calls(method).deadline(method);
			this.nanosByMethod.put(method.getFullMethodName(), nanos(deadline));
		}
		this.unaryNanos = nanos(plan.settings().calls().unaryDeadline());
		this.streamNanos = nanos(plan.settings().calls().streamDeadline());
	}

	private static long nanos(@Nullable Duration deadline) {
		return (deadline != null) ? deadline.toNanos() : NONE;
	}

	@Override
	public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
		if (options.getDeadline() != null) {
			return next.newCall(method, options);
		}
		Long known = this.nanosByMethod.get(method.getFullMethodName());
		long nanos = (known != null) ? known : unknownMethod(method);
		return next.newCall(method, (nanos != NONE) ? options.withDeadlineAfter(nanos, TimeUnit.NANOSECONDS) : options);
	}

	private long unknownMethod(MethodDescriptor<?, ?> method) {
		return (method.getType() == MethodDescriptor.MethodType.UNARY) ? this.unaryNanos : this.streamNanos;
	}

}
