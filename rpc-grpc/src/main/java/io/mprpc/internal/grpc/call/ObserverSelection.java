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

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The observers of each method, selected once for the methods that are known, until an
 * observer changes its mind.
 *
 * @param <S> type of a selection
 */
final class ObserverSelection<S> {

	/** Methods to remember at most. */
	static final int LIMIT = 2000;

	private final Function<String, S> selector;

	private volatile ConcurrentMap<String, S> byMethod = new ConcurrentHashMap<>();

	ObserverSelection(Function<String, S> selector) {
		this.selector = selector;
	}

	/**
	 * The observers of a method that is known.
	 * @param method full name of the method
	 * @return the observers, {@code null} if the method is not known
	 */
	@Nullable S known(String method) {
		return this.byMethod.get(method);
	}

	S select(String method) {
		return this.selector.apply(method);
	}

	/**
	 * Selects the observers of a method and remembers them.
	 * @param method full name of the method
	 * @return the observers
	 */
	S remember(String method) {
		// Taken before the observers are asked: if one changes its mind meanwhile, an
		// answer that is out of date goes into a map that nothing reads any more.
		ConcurrentMap<String, S> memory = this.byMethod;
		S selected = select(method);
		if (memory.size() < LIMIT) {
			memory.putIfAbsent(method, selected);
		}
		return selected;
	}

	/**
	 * Forgets all methods: their observers are asked again.
	 */
	void forget() {
		this.byMethod = new ConcurrentHashMap<>();
	}

}
