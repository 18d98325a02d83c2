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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import io.mprpc.registryserver.traffic.ProcessReport;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.registryserver.traffic.model.ProcessLoad;
import io.mprpc.reports.v1.Load;
import io.mprpc.reports.v1.Report;
import io.mprpc.reports.v1.Series;

/**
 * Reader of the reports of one stream. It reads series by series: half a million empty
 * ones, which fit into one megabyte, would use a hundred as objects. What is too much is
 * cut and counted; what is inconsistent makes the report invalid. Used by one thread at a
 * time.
 */
public final class ReportReader implements AutoCloseable {

	private static final int MAX_SERIES_BYTES = 16 * 1024;

	private static final int MAX_LOAD_BYTES = 1024;

	private static final Parser<Series> SERIES = DiscardUnknownFieldsParser.wrap(Series.parser());

	private static final Parser<Load> LOAD = DiscardUnknownFieldsParser.wrap(Load.parser());

	private final int maxSeries;

	private final SeriesTable table;

	private final BiConsumer<Long, DropReason> dropped;

	private long lastSequence;

	private long lastUptime;

	/**
	 * Creates the reader of a stream.
	 * @param maxSeries largest number of series of a report, and of the stream
	 * @param budget what all streams together may use
	 * @param offered methods that are registered
	 * @param dropped receives the number of series that were dropped, and the reason
	 */
	public ReportReader(int maxSeries, SeriesBudget budget, OfferedMethods offered,
			BiConsumer<Long, DropReason> dropped) {
		this.maxSeries = maxSeries;
		this.table = new SeriesTable(maxSeries, budget, new SeriesOwnership(offered));
		this.dropped = dropped;
	}

	/**
	 * Reads a report.
	 * @param message the report as encoded
	 * @param process the process as its nodes show it at present
	 * @return the report
	 * @throws InvalidReportException if the report is inconsistent
	 */
	public ProcessReport read(byte[] message, RegisteredProcess process) throws InvalidReportException {
		try {
			return read(CodedInputStream.newInstance(message), process);
		}
		catch (IOException ex) {
			throw new InvalidReportException("report", "cannot be decoded");
		}
	}

	/**
	 * Tells that a report was dropped unread: keys that occur first in it are missing.
	 */
	public void reportDropped() {
		this.table.missed(DropReason.TOO_FAST);
	}

	@Override
	public void close() {
		this.table.clear();
	}

	private ProcessReport read(CodedInputStream in, RegisteredProcess process)
			throws IOException, InvalidReportException {
		long sequence = 0;
		long uptime = 0;
		ProcessLoad load = null;
		List<Series> series = new ArrayList<>();
		long cut = 0;
		for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case Report.SEQUENCE_FIELD_NUMBER -> sequence = number(in, tag, "report.sequence");
				case Report.UPTIME_MILLIS_FIELD_NUMBER -> uptime = number(in, tag, "report.uptime_millis");
				case Report.LOAD_FIELD_NUMBER ->
					load = LoadReader.read(message(in, tag, "report.load", MAX_LOAD_BYTES, LOAD));
				case Report.SERIES_FIELD_NUMBER -> {
					if (series.size() < this.maxSeries) {
						series.add(message(in, tag, "report.series", MAX_SERIES_BYTES, SERIES));
					}
					else {
						in.skipField(tag);
						cut++;
					}
				}
				default -> in.skipField(tag);
			}
		}
		begin(sequence, uptime);
		if (cut > 0) {
			this.table.missed(DropReason.TOO_MANY_SERIES);
			this.dropped.accept(cut, DropReason.TOO_MANY_SERIES);
		}
		return new ProcessReport(uptime, counts(series, process), load);
	}

	private void begin(long sequence, long uptime) throws InvalidReportException {
		InvalidReportException.require(sequence > this.lastSequence, "report.sequence", "does not rise");
		InvalidReportException.require(uptime >= this.lastUptime && uptime <= CountsReader.MAX_COUNT,
				"report.uptime_millis", "decreases, or is larger than " + CountsReader.MAX_COUNT);
		this.lastSequence = sequence;
		this.lastUptime = uptime;
	}

	private List<SeriesCounts> counts(List<Series> series, RegisteredProcess process) throws InvalidReportException {
		List<SeriesCounts> counts = new ArrayList<>(series.size());
		DropCounts drops = new DropCounts();
		for (Series each : series) {
			SeriesTable.Entry entry = this.table.find(each, process, drops);
			if (entry != null) {
				entry.in(this.lastSequence);
				counts.add(CountsReader.read(each, entry.name(), SeriesOwnership.endpoint(entry.name(), process)));
			}
		}
		drops.forEach(this.dropped);
		return counts;
	}

	private static long number(CodedInputStream in, int tag, String field) throws IOException, InvalidReportException {
		InvalidReportException.require(WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT, field,
				"is not a number");
		return in.readUInt64();
	}

	private static <T extends MessageLite> T message(CodedInputStream in, int tag, String field, int maxBytes,
			Parser<T> parser) throws IOException, InvalidReportException {
		InvalidReportException.require(WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED, field,
				"is not a message");
		int length = in.readRawVarint32();
		InvalidReportException.require(length >= 0 && length <= maxBytes, field,
				"is larger than " + maxBytes + " bytes");
		int outer = in.pushLimit(length);
		T message = parser.parseFrom(in);
		in.checkLastTagWas(0);
		in.popLimit(outer);
		return message;
	}

}
