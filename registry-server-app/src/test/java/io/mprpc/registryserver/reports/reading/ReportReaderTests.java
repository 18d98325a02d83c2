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

package io.mprpc.registryserver.reports.reading;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import com.google.protobuf.CodedOutputStream;
import com.sun.management.ThreadMXBean;
import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.registryserver.traffic.model.ProcessLoad;
import io.mprpc.reports.v1.Load;
import io.mprpc.reports.v1.Report;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReportReader}.
 */
class ReportReaderTests {

	private static final int MAX_SERIES = 200;

	private static final RegisteredProcess SHOP = process(Set.of("demo.Orders"));

	private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);

	private final SeriesBudget budget = new SeriesBudget(1000);

	private final ReportReader reader = reader();

	private long sequence;

	@Test
	void countsAreReadAsTheyAre() throws Exception {
		SeriesCounts counts = read(login().setCalls(9)
			.addAllStatusCodes(List.of(14, 4))
			.addAllStatusCalls(List.of(2L, 1L))
			.addAllBucketIndexes(List.of(0, 81))
			.addAllBucketCalls(List.of(5L, 1L))
			.setInFlight(-1)
			.addAllUnsent(List.of(0L, 3L))
			.setLastUnsent("no\ninstance")).get(0);
		assertThat(counts.calls()).isEqualTo(9);
		assertThat(counts.statusCodes()).as("in rising order").containsExactly(4, 14);
		assertThat(counts.statusCalls()).containsExactly(1, 2);
		assertThat(counts.bucketIndexes()).containsExactly(0, 81);
		assertThat(counts.bucketCalls()).containsExactly(5, 1);
		assertThat(counts.inFlight()).isEqualTo(0xffff_ffffL);
		assertThat(counts.unsent()).containsExactly(0, 3);
		assertThat(counts.lastUnsent()).isEqualTo("no\\u000ainstance");
	}

	@Test
	void reasonsOfALaterVersionAreOthers() throws Exception {
		assertThat(read(login().addAllUnsent(List.of(1L, 0L, 0L, 0L, 5L, 10L, 100L))).get(0).unsent())
			.containsExactly(111, 0, 0, 0, 5);
	}

	@Test
	void whatIsInconsistentIsRefusedWithItsField() {
		assertInvalid("series.calls", (series) -> series.setCalls(-1));
		assertInvalid("series.calls", (series) -> series.setCalls(CountsReader.MAX_COUNT + 1));
		assertInvalid("series.status_codes", (series) -> series.addStatusCodes(1));
		assertInvalid("series.status_codes", (series) -> series.addStatusCodes(0).addStatusCalls(1));
		assertInvalid("series.status_codes", (series) -> series.addStatusCodes(17).addStatusCalls(1));
		assertInvalid("series.status_codes",
				(series) -> series.addAllStatusCodes(List.of(2, 2)).addAllStatusCalls(List.of(1L, 1L)));
		assertInvalid("series.status_calls", (series) -> series.addStatusCodes(1).addStatusCalls(-1));
		assertInvalid("series.bucket_indexes", (series) -> series.addBucketIndexes(1));
		assertInvalid("series.bucket_indexes", (series) -> series.addBucketIndexes(82).addBucketCalls(1));
		assertInvalid("series.bucket_indexes", (series) -> series.addBucketIndexes(-1).addBucketCalls(1));
		assertInvalid("series.bucket_indexes",
				(series) -> series.addAllBucketIndexes(List.of(3, 3)).addAllBucketCalls(List.of(1L, 1L)));
		assertInvalid("series.bucket_indexes",
				(series) -> series.addAllBucketIndexes(IntStream.range(0, 83).boxed().toList())
					.addAllBucketCalls(Collections.nCopies(83, 1L)));
		assertInvalid("series.bucket_calls", (series) -> series.addBucketIndexes(1).addBucketCalls(-1));
		assertInvalid("series.unsent", (series) -> series.addUnsent(-1));
		assertInvalid("series.unsent", (series) -> series.addAllUnsent(LongStream.range(0, 65).boxed().toList()));
		assertInvalid("series.key", (series) -> series.setKey(0));
		assertInvalid("series.kind", (series) -> series.clearKind().setKey(99));
		assertInvalid("series.service", Series.Builder::clearService);
		assertInvalid("series.method", (series) -> series.setMethod("x".repeat(256)));
		assertInvalid("series.service", (series) -> series.setService("a\u202eb"));
		assertInvalid("series.endpoint", (series) -> series.setKind(SeriesKind.CONSUMED_INSTANCE).setEndpoint("x"));
		assertInvalid("report.series", (series) -> series.setLastUnsent("x".repeat(20_000)));
		assertInvalid("series.key", report(2, 1000).addSeries(login()).addSeries(login()));
		assertInvalid("report.sequence", report(0, 1000));
		assertInvalid("report.uptime_millis", report(2, -1));
		assertInvalid("load.process_cpu", report(2, 0).setLoad(Load.newBuilder().setProcessCpu(Float.NaN)));
		assertInvalid("load.system_cpu", report(2, 0).setLoad(Load.newBuilder().setSystemCpu(-0.5f)));
		assertInvalid("load.threads", report(2, 0).setLoad(Load.newBuilder().setThreads(-1)));
		assertThatExceptionOfType(InvalidReportException.class)
			.isThrownBy(() -> reader().read(new byte[] { 0x1a, 0x7f, 1 }, SHOP))
			.withMessageContaining("decoded");
	}

	@Test
	void reportsDoNotGoBack() throws Exception {
		read(login());
		assertThatExceptionOfType(InvalidReportException.class)
			.isThrownBy(() -> this.reader.read(report(1, 5000).build().toByteArray(), SHOP))
			.withMessageContaining("report.sequence");
		assertThatExceptionOfType(InvalidReportException.class)
			.isThrownBy(() -> this.reader.read(report(7, 999).build().toByteArray(), SHOP))
			.withMessageContaining("report.uptime_millis");
	}

	@Test
	void loadIsRead() throws Exception {
		ProcessLoad load = this.reader
			.read(report(1, 0)
				.setLoad(Load.newBuilder().setProcessCpu(1.001f).setProcessors(4).setHeapUsed(10).setMaxOpenFiles(-1))
				.build()
				.toByteArray(), SHOP)
			.load();
		assertThat(load).isNotNull();
		assertThat(load.processCpu()).as("rounded").isEqualTo(1);
		assertThat(load.systemCpu()).isNull();
		assertThat(load.heapUsed()).isEqualTo(10);
		assertThat(load.maxOpenFiles()).as("no limit").isNull();
		assertThat(this.reader.read(report(2, 0).build().toByteArray(), SHOP).load()).isNull();
	}

	@Test
	void whatTheProcessDoesNotOwnIsDroppedUntilItDoes() throws Exception {
		RegisteredProcess before = process(Set.of());
		assertThat(this.reader.read(next(login(), place(2, "Place")), before).series()).hasSize(1);
		assertThat(this.dropped).containsExactlyEntriesOf(Map.of(DropReason.NOT_OWNED, 1L));
		Series.Builder known = Series.newBuilder().setKey(2).setCalls(4);
		assertThat(this.reader.read(next(known), SHOP).series()).singleElement()
			.satisfies((series) -> assertThat(series.calls()).isEqualTo(4));
		assertThat(this.reader.read(next(known), before).series()).as("unregistered again").isEmpty();
	}

	@Test
	void methodsThatNobodyOffersAreBounded() throws Exception {
		Series.Builder[] unknown = IntStream.range(1, 150)
			.mapToObj((i) -> place(i, "Method" + i))
			.toArray(Series.Builder[]::new);
		assertThat(this.reader.read(next(unknown), SHOP).series()).hasSize(SeriesOwnership.MAX_UNKNOWN);
		assertThat(this.dropped).containsExactlyEntriesOf(Map.of(DropReason.UNKNOWN, 49L));
		assertThat(this.reader.read(next(place(160, "Place")), SHOP).series()).as("it is offered").hasSize(1);
		assertThat(this.reader.read(next(place(1, "")), SHOP).series()).as("counted before").hasSize(1);
	}

	@Test
	void seriesAreBoundedPerStreamAndInAll() throws Exception {
		Series.Builder[] many = IntStream.rangeClosed(1, MAX_SERIES + 30)
			.mapToObj((i) -> place(i, "Place" + i))
			.toArray(Series.Builder[]::new);
		this.reader.read(next(many), SHOP);
		assertThat(this.dropped).containsEntry(DropReason.TOO_MANY_SERIES, 30L);
		assertThat(this.budget.used()).isEqualTo(MAX_SERIES);
		this.reader.read(next(Series.newBuilder().setKey(MAX_SERIES + 1)), SHOP);
		assertThat(this.dropped).as("a key that was cut").containsEntry(DropReason.TOO_MANY_SERIES, 31L);
		for (int i = 0; i < 4; i++) {
			reader().read(report(1, 0).addAllSeries(built(Arrays.copyOf(many, MAX_SERIES))).build().toByteArray(),
					SHOP);
		}
		reader().read(report(1, 0).addSeries(login()).build().toByteArray(), SHOP);
		assertThat(this.dropped).as("beyond a share of what is left").containsEntry(DropReason.SERVER_FULL, 160L);
		this.reader.close();
		assertThat(this.budget.used()).isEqualTo(3 * MAX_SERIES + 40 + 1);
	}

	@Test
	void whoComesFirstLeavesRoomForOthers() throws Exception {
		List<ReportReader> honest = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			honest.add(reader());
		}
		Series.Builder[] many = IntStream.rangeClosed(1, MAX_SERIES)
			.mapToObj((i) -> login().setKey(i).setMethod("m" + i))
			.toArray(Series.Builder[]::new);
		for (int i = 0; i < 10; i++) {
			reader().read(report(1, 0).addAllSeries(built(many)).build().toByteArray(), SHOP);
		}
		this.dropped.remove(DropReason.SERVER_FULL);
		for (ReportReader each : honest.subList(0, 5)) {
			assertThat(each.read(report(1, 0).addSeries(login()).build().toByteArray(), SHOP).series()).hasSize(1);
		}
		assertThat(this.dropped).doesNotContainKey(DropReason.SERVER_FULL);
		assertThat(this.budget.used()).isLessThan(1000);
	}

	@Test
	void repeatedNamesAndUnknownKindsAreDropped() throws Exception {
		List<SeriesCounts> series = this.reader
			.read(next(login().setCalls(1), login().setKey(2).setCalls(2), login().setKey(3).setKindValue(77)), SHOP)
			.series();
		assertThat(series).singleElement().satisfies((counts) -> assertThat(counts.calls()).isEqualTo(1));
		assertThat(this.dropped).containsExactlyEntriesOf(Map.of(DropReason.NOT_UNDERSTOOD, 2L));
	}

	@Test
	void keysOfADroppedReportAreTold() throws Exception {
		this.reader.reportDropped();
		assertThat(this.reader.read(next(Series.newBuilder().setKey(1)), SHOP).series()).isEmpty();
		assertThat(this.dropped).containsExactlyEntriesOf(Map.of(DropReason.TOO_FAST, 1L));
	}

	@Test
	void halfAMillionEmptySeriesAreNotMadeObjects() throws Exception {
		byte[] message = new byte[1_000_000];
		CodedOutputStream out = CodedOutputStream.newInstance(message);
		out.writeUInt64(Report.SEQUENCE_FIELD_NUMBER, 1);
		while (out.spaceLeft() > 2) {
			out.writeByteArray(Report.SERIES_FIELD_NUMBER, new byte[0]);
		}
		byte[] exact = Arrays.copyOf(message, message.length - out.spaceLeft());
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		assertThatExceptionOfType(InvalidReportException.class).isThrownBy(() -> this.reader.read(exact, SHOP))
			.withMessageContaining("series.key");
		assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before).isLessThan(5_000_000);
	}

	private List<SeriesCounts> read(Series.Builder... series) throws InvalidReportException {
		return this.reader.read(next(series), SHOP).series();
	}

	private byte[] next(Series.Builder... series) {
		this.sequence++;
		return report(this.sequence, this.sequence * 1000).addAllSeries(built(series)).build().toByteArray();
	}

	private void assertInvalid(String field, UnaryOperator<Series.Builder> change) {
		assertInvalid(field, report(1, 0).addSeries(change.apply(login())));
	}

	private void assertInvalid(String field, Report.Builder report) {
		assertThatExceptionOfType(InvalidReportException.class)
			.isThrownBy(() -> reader().read(report.build().toByteArray(), SHOP))
			.withMessageStartingWith(field);
	}

	private ReportReader reader() {
		return new ReportReader(MAX_SERIES, this.budget, new Offered(),
				(number, reason) -> this.dropped.merge(reason, number, Long::sum));
	}

	private static List<Series> built(Series.Builder[] series) {
		return Arrays.stream(series).map(Series.Builder::build).toList();
	}

	private static Report.Builder report(long sequence, long uptime) {
		return Report.newBuilder().setSequence(sequence).setUptimeMillis(uptime);
	}

	private static Series.Builder login() {
		return Series.newBuilder()
			.setKey(1)
			.setKind(SeriesKind.PROVIDED_METHOD)
			.setService("demo.Users")
			.setMethod("Login");
	}

	private static Series.Builder place(int key, String method) {
		return Series.newBuilder()
			.setKey(key)
			.setKind(SeriesKind.CONSUMED_METHOD)
			.setService("demo.Orders")
			.setMethod(method);
	}

	private static RegisteredProcess process(Set<String> consumes) {
		return new RegisteredProcess("shop@10.0.0.1:1", "key", "shop", Map.of("demo.Users", Set.of("Login")),
				Map.of("demo.Users", new Endpoint("10.0.0.1", 9090)), consumes, Set.of("shop@10.0.0.1:1"),
				Set.of("shop"));
	}

	/** Registry with one method. */
	private static final class Offered implements OfferedMethods {

		@Override
		public boolean isOffered(String service, String method) {
			return method.equals("Place");
		}

		@Override
		public boolean isRegistered(String service, String endpoint) {
			return false;
		}

	}

}
