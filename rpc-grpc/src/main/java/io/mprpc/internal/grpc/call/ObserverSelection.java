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

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

/**
 * The observers of each method, selected once for the methods that are known.
 *
 * @param <O> type of the observers
 */
final class ObserverSelection<O> {

	/** Methods to remember at most. */
	static final int LIMIT = 2000;

	private final List<O> all;

	private final BiPredicate<O, String> observes;

	private final ConcurrentMap<String, List<O>> byMethod = new ConcurrentHashMap<>();

	ObserverSelection(List<O> all, BiPredicate<O, String> observes) {
		this.all = List.copyOf(all);
		this.observes = observes;
	}

	/**
	 * The observers of a method that is known.
	 * @param method full name of the method
	 * @return the observers, {@code null} if the method is not known
	 */
	@Nullable List<O> known(String method) {
		return this.byMethod.get(method);
	}

	List<O> select(String method) {
		return this.all.stream().filter((observer) -> this.observes.test(observer, method)).toList();
	}

	void remember(String method, List<O> selected) {
		if (this.byMethod.size() < LIMIT) {
			this.byMethod.putIfAbsent(method, selected);
		}
	}

}
