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

import java.util.HashMap;
import java.util.Map;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.mprpc.internal.grpc.client.settings.CallDeadline;
import io.mprpc.internal.grpc.client.settings.CallSettings;
import io.mprpc.internal.grpc.client.settings.ReferenceSettings;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines of the calls through a channel, worked out beforehand for each method.
 */
final class CallDeadlines {

	private final Map<String, @Nullable CallDeadline> byMethod = new HashMap<>();

	private final CallSettings others;

	CallDeadlines(ServiceDescriptor service, ReferenceSettings settings) {
		for (MethodDescriptor<?, ?> method : service.getMethods()) {
			this.byMethod.put(method.getFullMethodName(), settings.calls(method).deadline(method));
		}
		this.others = settings.calls();
	}

	/**
	 * Deadline of a method.
	 * @param method the method, of the service or of another
	 * @return its deadline, {@code null} for none
	 */
	@Nullable CallDeadline of(MethodDescriptor<?, ?> method) {
		CallDeadline known = this.byMethod.get(method.getFullMethodName());
		if (known != null || this.byMethod.containsKey(method.getFullMethodName())) {
			return known;
		}
		return this.others.deadline(method);
	}

}
