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

package io.mprpc.internal.zookeeper.layout;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.internal.input.RegistryLimits;

/**
 * Sets of a service's methods as numbers: nearly all of its instances serve the same
 * ones, and a set of names for each of thousands takes most of a view's memory.
 */
public final class MethodNumbers {

	private static final int REMEMBERED_SETS = 1000;

	private final Map<String, Integer> numbers = new HashMap<>();

	private final List<String> names = new ArrayList<>();

	private final Map<BitSet, Set<String>> sets = new HashMap<>();

	/** Whether a method has a number, or can be given one. */
	public boolean admits(String method) {
		return this.names.size() < RegistryLimits.METHODS || this.numbers.containsKey(method);
	}

	public int number(String method) {
		Integer known = this.numbers.putIfAbsent(method, this.names.size());
		if (known != null) {
			return known;
		}
		this.names.add(method);
		return this.names.size() - 1;
	}

	public BitSet numbers(Collection<String> methods) {
		BitSet result = new BitSet();
		methods.forEach((method) -> result.set(number(method)));
		return result;
	}

	/** The names, in one immutable set for all that ask with the same numbers. */
	Set<String> names(BitSet methods) {
		Set<String> known = this.sets.get(methods);
		if (known != null) {
			return known;
		}
		Set<String> read = new HashSet<>();
		methods.stream().forEach((number) -> read.add(this.names.get(number)));
		Set<String> result = Set.copyOf(read);
		if (this.sets.size() >= REMEMBERED_SETS) {
			this.sets.clear();
		}
		this.sets.put((BitSet) methods.clone(), result);
		return result;
	}

}
