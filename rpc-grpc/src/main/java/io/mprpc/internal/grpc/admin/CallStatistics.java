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

package io.mprpc.internal.grpc.admin;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.grpc.MethodDescriptor;
import io.mprpc.admin.v1.MethodFigures;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of calls by method. They exist beside Micrometer's, because they work
 * without it, and because their buckets have to be the same in every process, whatever
 * its meter registry is set to. gRPC's own services and the admin service are left out.
 */
final class CallStatistics {

	/** Methods that are counted at most. */
	static final int LIMIT = 2000;

	private final ConcurrentMap<String, MethodCounters> methods = new ConcurrentHashMap<>();

	/**
	 * Whether calls of a service or a method count.
	 * @param name full name
	 * @return whether they do
	 */
	static boolean counts(String name) {
		return !name.startsWith("grpc.") && !name.startsWith("mprpc.");
	}

	/**
	 * Counters of a method.
	 * @param method the method
	 * @return its counters, {@code null} if there are too many methods
	 */
	@Nullable MethodCounters of(MethodDescriptor<?, ?> method) {
		MethodCounters known = this.methods.get(method.getFullMethodName());
		if (known != null || this.methods.size() >= LIMIT) {
			return known;
		}
		return this.methods.computeIfAbsent(method.getFullMethodName(), (name) -> new MethodCounters(method));
	}

	List<MethodFigures> figures() {
		return this.methods.values().stream().map(MethodCounters::figures).toList();
	}

}
