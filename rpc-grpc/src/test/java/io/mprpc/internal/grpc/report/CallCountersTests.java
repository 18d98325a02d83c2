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

import java.util.ArrayList;
import java.util.List;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallCounters}, {@link CounterArray} and {@link MethodSeries}.
 */
class CallCountersTests {

	private final CallCounters counters = new CallCounters(Series.newBuilder().setMethod("Login").build());

	@Test
	void callsStandInTheBucketsOfTheirDurations() {
		for (int i = 0; i < 4; i++) {
			this.counters.begin();
		}
		this.counters.end(Status.Code.OK, 0);
		this.counters.end(Status.Code.OK, 1);
		this.counters.end(Status.Code.NOT_FOUND, Long.MAX_VALUE);
		assertThat(written(this.counters)).isEqualTo(Series.newBuilder()
			.setCalls(3)
			.setInFlight(1)
			.addStatusCodes(5)
			.addStatusCalls(1)
			.addBucketIndexes(0)
			.addBucketCalls(2)
			.addBucketIndexes(81)
			.addBucketCalls(1)
			.build());
		assertThat(this.counters.events()).isEqualTo(7);
		assertThat(this.counters.names().getMethod()).isEqualTo("Login");
	}

	@Test
	void eachStatusHasACountOfItsOwn() {
		for (Status.Code code : Status.Code.values()) {
			for (int i = 0; i <= code.value(); i++) {
				this.counters.begin();
				this.counters.end(code);
			}
		}
		Series series = written(this.counters);
		assertThat(series.getStatusCodesList()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
		assertThat(series.getStatusCallsList()).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L,
				15L, 16L, 17L);
		assertThat(series.getCalls()).isEqualTo(153);
		assertThat(series.getBucketCallsList()).as("these have no duration").isEmpty();
	}

	@Test
	void anInstanceHasNoCallsInFlight() {
		this.counters.end(Status.Code.OK, 1);
		assertThat(written(this.counters).getInFlight()).isZero();
		assertThat(this.counters.events()).isOne();
	}

	@Test
	void durationsOfUnaryCallsOnlyCount() {
		for (MethodDescriptor.MethodType type : MethodDescriptor.MethodType.values()) {
			assertThat(CallCounters.isTimed(method("s/m", type))).isEqualTo(type == MethodDescriptor.MethodType.UNARY);
		}
	}

	@Test
	void soManyMethodsAreToldApartAndAllOthersCountTogether() {
		MethodSeries<CallCounters> methods = new MethodSeries<>(SeriesKind.PROVIDED_METHOD, SeriesKind.OTHER_PROVIDED,
				CallCounters::new);
		CallCounters first = methods.of(method("demo.Users/m0"));
		for (int i = 1; i < MethodSeries.LIMIT; i++) {
			methods.of(method("demo.Users/m" + i)).begin();
		}
		assertThat(methods.of(method("demo.Users/m0"))).isSameAs(first);
		assertThat(first.names()).isEqualTo(Series.newBuilder()
			.setKind(SeriesKind.PROVIDED_METHOD)
			.setService("demo.Users")
			.setMethod("m0")
			.build());
		List<CallCounters> all = new ArrayList<>();
		methods.addTo(all);
		assertThat(all).hasSize(MethodSeries.LIMIT);
		CallCounters others = methods.of(method("demo.Users/more"));
		others.begin();
		assertThat(methods.of(method("demo.Users/yetMore"))).isSameAs(others);
		assertThat(others.names()).isEqualTo(Series.newBuilder().setKind(SeriesKind.OTHER_PROVIDED).build());
		methods.addTo(all);
		assertThat(all).hasSize(2 * MethodSeries.LIMIT + 1).contains(others);
	}

	@Test
	void callsOfTheInfrastructureDoNotCount() {
		assertThat(MethodSeries.counts("grpc.health.v1.Health/Check")).isFalse();
		assertThat(MethodSeries.counts("mprpc.identity.v1.IdentityService/GetIdentity")).isFalse();
		assertThat(MethodSeries.counts("demo.Users/Login")).isTrue();
	}

	private static Series written(ReportedSeries counted) {
		Series.Builder series = Series.newBuilder();
		counted.writeTo(series);
		return series.build();
	}

	private static MethodDescriptor<Series, Series> method(String fullName) {
		return method(fullName, MethodDescriptor.MethodType.UNARY);
	}

	private static MethodDescriptor<Series, Series> method(String fullName, MethodDescriptor.MethodType type) {
		MethodDescriptor.Marshaller<Series> marshaller = ProtoUtils.marshaller(Series.getDefaultInstance());
		return MethodDescriptor.newBuilder(marshaller, marshaller).setFullMethodName(fullName).setType(type).build();
	}

}
