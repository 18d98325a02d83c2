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

package io.mprpc.internal.grpc.report;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Counters by index. Most of them never count: a counter takes memory from its first
 * count on. Safe for use by several threads.
 */
final class CounterArray {

	private final AtomicReferenceArray<@Nullable LongAdder> counters;

	CounterArray(int length) {
		this.counters = new AtomicReferenceArray<>(length);
	}

	void increment(int index) {
		LongAdder counter = this.counters.get(index);
		((counter != null) ? counter : add(index)).increment();
	}

	private LongAdder add(int index) {
		LongAdder added = new LongAdder();
		LongAdder before = this.counters.compareAndExchange(index, null, added);
		return (before != null) ? before : added;
	}

	long get(int index) {
		LongAdder counter = this.counters.get(index);
		return (counter != null) ? counter.sum() : 0;
	}

	int length() {
		return this.counters.length();
	}

	/**
	 * Passes on what has been counted.
	 * @param counts takes each index, in rising order, and its count unless that is zero
	 */
	void forEach(BiConsumer<Integer, Long> counts) {
		for (int i = 0; i < length(); i++) {
			long count = get(i);
			if (count > 0) {
				counts.accept(i, count);
			}
		}
	}

}
