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

package io.mprpc.internal.grpc.balancer.pick;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

import io.mprpc.internal.grpc.balancer.weight.HashRing;
import io.mprpc.internal.grpc.client.Destination;

/**
 * State that outlives a balancer's pickers: sequences of turns, and rings.
 */
public final class PickState {

	/** Methods that are remembered; beyond, they share one turn. */
	public static final int MAX_METHODS = 1_000;

	private static final int MAX_RINGS = 8;

	private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

	private final Map<RingKey, HashRing> rings = new ConcurrentHashMap<>();

	private final AtomicInteger shared;

	private final RandomGenerator random;

	private final LongAdder unverifiedCalls;

	public PickState(RandomGenerator random, LongAdder unverifiedCalls) {
		this.random = random;
		this.unverifiedCalls = unverifiedCalls;
		this.shared = new AtomicInteger(random.nextInt(Integer.MAX_VALUE));
	}

	RandomGenerator random() {
		return this.random;
	}

	/**
	 * Calls that are sent to instances that may be other processes.
	 * @return the count
	 */
	LongAdder unverifiedCalls() {
		return this.unverifiedCalls;
	}

	/**
	 * Counts the turns of a method at a destination, each of which has its own count.
	 * @param method full name of the method
	 * @param destination the destination
	 * @return the count
	 */
	AtomicInteger turns(String method, Destination destination) {
		return turns((destination.equals(Destination.DEFAULT)) ? method : method + " to " + destination);
	}

	/**
	 * Counts the turns of a method. Each method has its own count, or two methods that
	 * are called in alternation would each go to every other instance only; and each
	 * begins somewhere else, or all fresh consumers would begin with the same instance.
	 * @param method full name of the method
	 * @return the count
	 */
	AtomicInteger turns(String method) {
		AtomicInteger known = this.turns.get(method);
		if (known != null) {
			return known;
		}
		if (this.turns.size() >= MAX_METHODS) {
			return this.shared;
		}
		return this.turns.computeIfAbsent(method, (name) -> new AtomicInteger(this.random.nextInt(Integer.MAX_VALUE)));
	}

	/**
	 * A ring for members and weights: methods that the same instances serve share one.
	 * @param names names of the members
	 * @param weights their weights
	 * @return the ring
	 */
	HashRing ring(List<String> names, List<Long> weights) {
		RingKey key = new RingKey(names, weights);
		HashRing known = this.rings.get(key);
		if (known != null) {
			return known;
		}
		if (this.rings.size() >= MAX_RINGS) {
			this.rings.clear();
		}
		HashRing ring = new HashRing(names, weights.stream().mapToLong(Long::longValue).toArray());
		this.rings.put(key, ring);
		return ring;
	}

	private record RingKey(List<String> names, List<Long> weights) {

	}

}
