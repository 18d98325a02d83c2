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

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import io.grpc.MethodDescriptor;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;

/**
 * Series of the methods of one side. They exist beside Micrometer's meters, because they
 * work without it, and because their buckets have to be the same in every process.
 *
 * @param <C> type of the counters of a method
 */
final class MethodSeries<C extends CallCounters> {

	/** Methods that are told apart; all further ones are counted together. */
	static final int LIMIT = 2000;

	private final SeriesKind kind;

	private final Function<Series, C> factory;

	private final C others;

	private final ConcurrentMap<String, C> byMethod = new ConcurrentHashMap<>();

	MethodSeries(SeriesKind kind, SeriesKind kindOfOthers, Function<Series, C> factory) {
		this.kind = kind;
		this.factory = factory;
		this.others = factory.apply(Series.newBuilder().setKind(kindOfOthers).build());
	}

	/**
	 * Whether calls of a service or a method count: those of gRPC itself and of this
	 * library do not.
	 * @param name full name
	 * @return whether they do
	 */
	static boolean counts(String name) {
		return !name.startsWith("grpc.") && !name.startsWith("mprpc.");
	}

	C of(MethodDescriptor<?, ?> method) {
		C known = this.byMethod.get(method.getFullMethodName());
		if (known != null) {
			return known;
		}
		return (this.byMethod.size() < LIMIT) ? add(method) : this.others;
	}

	private C add(MethodDescriptor<?, ?> method) {
		return this.byMethod.computeIfAbsent(method.getFullMethodName(),
				(name) -> this.factory.apply(Series.newBuilder()
					.setKind(this.kind)
					.setService(String.valueOf(method.getServiceName()))
					.setMethod(String.valueOf(method.getBareMethodName()))
					.build()));
	}

	void addTo(Collection<? super C> all) {
		all.addAll(this.byMethod.values());
		if (this.others.events() > 0) {
			all.add(this.others);
		}
	}

}
