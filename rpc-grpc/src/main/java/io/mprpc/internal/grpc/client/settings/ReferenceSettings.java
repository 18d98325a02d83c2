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

package io.mprpc.internal.grpc.client.settings;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the references to one service.
 *
 * @param url address that is called instead of registered instances, empty to ask the
 * registry
 * @param version version that an instance must have unless the reference says another,
 * empty for any
 * @param tags tags that an instance must have unless the reference says others
 * @param sslBundle name of the SSL bundle that connections are secured with, {@code null}
 * for what Spring Boot has configured for the channel
 * @param calls how methods are called that have no settings of their own
 * @param methods how methods are called, by simple name
 * @param balancer how calls are spread over the instances
 * @param retryBudget limit of retries and hedges
 * @param maxInboundMessageSize largest response message that is accepted, in bytes,
 * {@code null} for what Spring Boot has configured for the channel
 * @since 0.1
 */
public record ReferenceSettings(String url, String version, SortedMap<String, String> tags, @Nullable String sslBundle,
		CallSettings calls, Map<String, CallSettings> methods, BalancerSettings balancer, RetryBudget retryBudget,
		@Nullable Integer maxInboundMessageSize) {

	/**
	 * Copies tags and methods.
	 */
	public ReferenceSettings {
		tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
		methods = Map.copyOf(methods);
	}

	public CallSettings calls(MethodDescriptor<?, ?> method) {
		String name = method.getBareMethodName();
		return (name != null) ? this.methods.getOrDefault(name, this.calls) : this.calls;
	}

}
