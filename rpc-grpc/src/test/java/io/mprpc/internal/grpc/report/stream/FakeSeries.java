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

package io.mprpc.internal.grpc.report.stream;

import java.util.concurrent.atomic.AtomicLong;

import io.mprpc.internal.grpc.report.ReportedSeries;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;

/**
 * A series whose calls a test counts.
 */
final class FakeSeries implements ReportedSeries {

	private final Series names;

	private final AtomicLong calls = new AtomicLong();

	FakeSeries(SeriesKind kind, String service, String method) {
		this.names = Series.newBuilder().setKind(kind).setService(service).setMethod(method).build();
	}

	static FakeSeries provided(String method) {
		return new FakeSeries(SeriesKind.PROVIDED_METHOD, "demo.UserService", method);
	}

	static FakeSeries consumed(String method) {
		return new FakeSeries(SeriesKind.CONSUMED_METHOD, "demo.UserService", method);
	}

	FakeSeries calls(long more) {
		this.calls.addAndGet(more);
		return this;
	}

	@Override
	public Series names() {
		return this.names;
	}

	@Override
	public long events() {
		return 2 * this.calls.get();
	}

	@Override
	public void writeTo(Series.Builder series) {
		series.setCalls(this.calls.get()).addStatusCodes(5).addStatusCalls(this.calls.get()).addUnsent(0).addUnsent(1);
	}

}
