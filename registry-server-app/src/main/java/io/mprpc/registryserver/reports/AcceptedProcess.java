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

package io.mprpc.registryserver.reports;

import io.mprpc.registryserver.reports.reading.DropReason;
import io.mprpc.registryserver.reports.reading.InvalidReportException;
import io.mprpc.registryserver.reports.reading.ReportReader;
import io.mprpc.registryserver.traffic.ProcessReport;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.registryserver.traffic.ReportReceiver.Reports;

/**
 * Process that is accepted on one stream: its nodes, and its reports. It stays accepted
 * while the registry is out of reach. Used by one thread at a time.
 */
final class AcceptedProcess implements AutoCloseable {

	private final StreamEnvironment environment;

	private final Claim claim;

	private final ReportReader reader;

	private final Reports reports;

	// The last that was seen, the last that differed, and the last whose nodes were
	// compared with those of others.
	private RegisteredProcess seen;

	private RegisteredProcess registered;

	private RegisteredProcess checked;

	private long missingSinceNanos;

	private boolean missing;

	private boolean incomplete;

	AcceptedProcess(StreamEnvironment environment, Claim claim, RegisteredProcess registered) {
		this.environment = environment;
		this.claim = claim;
		this.seen = registered;
		this.registered = registered;
		this.checked = registered;
		this.reader = new ReportReader(StreamLimits.MAX_SERIES, environment.series(), environment.backend().offered(),
				this::dropped);
		this.reports = environment.backend().receiver().accepted(claim.identity(registered));
	}

	/**
	 * A report has arrived.
	 * @param content the report as encoded
	 * @param arrivedNanos when it had arrived
	 */
	void report(byte[] content, long arrivedNanos) throws InvalidReportException, StreamEndException {
		refresh();
		ProcessReport report = this.reader.read(content, this.registered);
		if (this.incomplete) {
			throw new StreamEndException(EndReason.INCOMPLETE,
					"A report that came too fast was dropped, and with it names of series: report anew");
		}
		this.reports.report(report);
		this.environment.meters().report(this.environment.time().nanoTime() - arrivedNanos);
	}

	/**
	 * A report was dropped unread because it came too fast.
	 */
	void reportDropped() {
		this.reader.reportDropped();
		counted(1, DropReason.TOO_FAST);
	}

	/**
	 * Something was dropped.
	 * @param number how much
	 * @param reason the reason
	 */
	void counted(long number, DropReason reason) {
		this.environment.meters().dropped(reason, number);
		this.environment.log().dropped(this.claim.id(), reason, number, this.environment.time().nanoTime());
		this.reports.dropped(number, reason.text());
	}

	/**
	 * Checks that the process still has its nodes.
	 * @param takeovers what other processes have taken over
	 * @throws StreamEndException if it has not
	 */
	void check(Takeovers takeovers) throws StreamEndException {
		boolean present = refresh();
		if (present && this.checked.equals(this.registered)) {
			this.missing = false;
			return;
		}
		String taken = takeovers.find(this.checked, present ? this.registered : null, this.claim.publicKey());
		if (taken != null) {
			throw new StreamEndException(EndReason.NODES_GONE, "Another process has taken over " + taken);
		}
		if (present) {
			this.checked = this.registered;
			this.missing = false;
			return;
		}
		long time = this.environment.time().nanoTime();
		if (!this.missing || !this.environment.backend().isRegistryConnected()) {
			this.missing = true;
			this.missingSinceNanos = time;
		}
		else if (time - this.missingSinceNanos >= this.environment.limits().goneTimeout().toNanos()) {
			throw new StreamEndException(EndReason.NODES_GONE, "No node in the registry has the key of the process any "
					+ "more: register, then open a new stream");
		}
	}

	@Override
	public void close() {
		this.reader.close();
		this.reports.close();
	}

	// The directory makes new objects with every change of anything.
	private boolean refresh() {
		RegisteredProcess now = this.environment.backend().processes().byKey(this.claim.publicKey()).orElse(null);
		if (now != null && now != this.seen) {
			this.seen = now;
			if (!now.equals(this.registered)) {
				this.registered = now;
			}
		}
		return now != null;
	}

	private void dropped(long number, DropReason reason) {
		if (reason == DropReason.TOO_FAST) {
			this.incomplete = true;
		}
		counted(number, reason);
	}

}
