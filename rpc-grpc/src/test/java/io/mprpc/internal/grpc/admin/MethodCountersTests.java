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

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.mprpc.admin.v1.Bucket;
import io.mprpc.admin.v1.MethodFigures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MethodCounters} and {@link CallStatistics}.
 */
class MethodCountersTests {

	@Test
	void callsStandInTheBucketsOfTheirDurations() {
		MethodCounters counters = new MethodCounters(method("demo.Users/Login", MethodDescriptor.MethodType.UNARY));
		counters.ended(Status.Code.OK, 0);
		counters.ended(Status.Code.OK, 1);
		counters.ended(Status.Code.NOT_FOUND, Long.MAX_VALUE);
		assertThat(counters.figures()).isEqualTo(MethodFigures.newBuilder()
			.setService("demo.Users")
			.setMethod("Login")
			.setCalls(3)
			.setErrors(1)
			.addBuckets(Bucket.newBuilder().setIndex(0).setCalls(2))
			.addBuckets(Bucket.newBuilder().setIndex(LatencyBuckets.BOUNDS).setCalls(1))
			.build());
	}

	@ParameterizedTest
	@EnumSource(value = MethodDescriptor.MethodType.class, mode = EnumSource.Mode.EXCLUDE, names = "UNARY")
	void streamsAreCountedWithoutTheirDuration(MethodDescriptor.MethodType type) {
		MethodCounters counters = new MethodCounters(method("demo.Users/Watch", type));
		counters.ended(Status.Code.OK, 1_000_000);
		counters.ended(Status.Code.INTERNAL, 1_000_000);
		MethodFigures figures = counters.figures();
		assertThat(figures.getCalls()).isEqualTo(2);
		assertThat(figures.getErrors()).isEqualTo(1);
		assertThat(figures.getBucketsList()).isEmpty();
	}

	@Test
	void cancelledCallsAreNoErrors() {
		MethodCounters counters = new MethodCounters(method("demo.Users/Login", MethodDescriptor.MethodType.UNARY));
		counters.ended(Status.Code.CANCELLED, 1);
		assertThat(counters.figures().getCancelled()).isEqualTo(1);
		assertThat(counters.figures().getErrors()).isZero();
		assertThat(counters.figures().getCalls()).isEqualTo(1);
	}

	@Test
	void soManyMethodsAreCountedAndNoMore() {
		CallStatistics statistics = new CallStatistics();
		for (int i = 0; i < CallStatistics.LIMIT; i++) {
			assertThat(statistics.of(method("s/m" + i, MethodDescriptor.MethodType.UNARY))).isNotNull();
		}
		assertThat(statistics.of(method("s/more", MethodDescriptor.MethodType.UNARY))).isNull();
		MethodCounters first = statistics.of(method("s/m0", MethodDescriptor.MethodType.UNARY));
		assertThat(first).isNotNull().isSameAs(statistics.of(method("s/m0", MethodDescriptor.MethodType.UNARY)));
		assertThat(statistics.figures()).hasSize(CallStatistics.LIMIT);
	}

	@Test
	void callsOfTheInfrastructureDoNotCount() {
		assertThat(CallStatistics.counts("grpc.health.v1.Health")).isFalse();
		assertThat(CallStatistics.counts("mprpc.admin.v1.Admin")).isFalse();
		assertThat(CallStatistics.counts("demo.Users")).isTrue();
	}

	private static MethodDescriptor<Bucket, Bucket> method(String fullName, MethodDescriptor.MethodType type) {
		MethodDescriptor.Marshaller<Bucket> marshaller = ProtoUtils.marshaller(Bucket.getDefaultInstance());
		return MethodDescriptor.newBuilder(marshaller, marshaller).setFullMethodName(fullName).setType(type).build();
	}

}
