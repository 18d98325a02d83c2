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

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.mprpc.internal.grpc.report.ReportSource;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.reports.v1.Load;

/**
 * Parts that all streams of a process share.
 *
 * @param identity identity of the process
 * @param namespace namespace of the registry
 * @param source source of the series
 * @param load creates a source of the load, which measures from one report to the next
 * @param channels channels to servers
 * @param answerer answers questions
 * @param timings durations of the protocol
 * @param time source of time
 * @param random source of jitter
 * @param loop the one thread that does all the work
 * @param origin reading of the clock from which reports count their time
 * @param counts counts of what was sent
 */
record StreamContext(ReportIdentity identity, String namespace, ReportSource source, Supplier<Supplier<Load>> load,
		ReportChannels channels, QuestionAnswerer answerer, StreamTimings timings, TimeSource time,
		RandomGenerator random, ScheduledExecutorService loop, long origin, Counts counts) {

	/**
	 * Counts of what was sent.
	 *
	 * @param reports reports that were sent
	 * @param bytes bytes of reports and answers
	 * @param skipped reports that were not sent because the server did not read
	 */
	record Counts(LongAdder reports, LongAdder bytes, LongAdder skipped) {

		Counts() {
			this(new LongAdder(), new LongAdder(), new LongAdder());
		}

	}

}
