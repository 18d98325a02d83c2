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

package io.mprpc.registryserver.traffic.live;

import java.util.HashMap;
import java.util.Map;

import io.mprpc.registryserver.traffic.ProcessIdentity;
import io.mprpc.registryserver.traffic.SeriesCounts.Kind;
import io.mprpc.registryserver.traffic.history.CallDelta;
import io.mprpc.registryserver.traffic.history.CallSum;
import io.mprpc.registryserver.traffic.history.History;
import io.mprpc.registryserver.traffic.history.HistoryKey;

/**
 * Writer of reported intervals into the history. Calls that were served come from
 * providers, calls that were not sent from consumers, so that no call counts twice.
 */
final class HistoryWriter {

	private final History history;

	HistoryWriter(History history) {
		this.history = history;
	}

	void write(ProcessFigures process) {
		Map<HistoryKey, CallSum> sums = new HashMap<>();
		for (SeriesFigures each : process.series()) {
			if (each.id().isProvided()) {
				served(sums, each.id(), each.calls(), process.seconds());
			}
			else if (each.id().isConsumed()) {
				made(sums, each.id(), each.calls(), process);
			}
		}
		sums.forEach((key, sum) -> this.history.add(key, sum.toDelta(), process.seconds()));
		if (process.load() != null) {
			this.history.add(HistoryKey.load(process.identity().id()), process.load(), process.seconds());
		}
	}

	private void served(Map<HistoryKey, CallSum> sums, SeriesId id, CallDelta calls, double seconds) {
		add(sums, HistoryKey.NAMESPACE, calls);
		if (id.kind() == Kind.PROVIDED_METHOD) {
			add(sums, HistoryKey.service(id.service()), calls);
			if (id.endpoint() != null) {
				add(sums, HistoryKey.instance(id.service(), id.endpoint()), calls);
			}
			this.history.add(HistoryKey.method(id.service(), id.method()), calls, seconds);
		}
	}

	private void made(Map<HistoryKey, CallSum> sums, SeriesId id, CallDelta calls, ProcessFigures process) {
		ProcessIdentity identity = process.identity();
		add(sums, HistoryKey.process(identity.id()), calls);
		CallDelta unsent = calls.unsentOnly();
		if (unsent != CallDelta.NONE) {
			add(sums, HistoryKey.NAMESPACE, unsent);
		}
		if (id.kind() == Kind.CONSUMED_METHOD) {
			if (!identity.application().isEmpty()) {
				add(sums, HistoryKey.consumer(id.service(), identity.application()), calls);
			}
			if (unsent != CallDelta.NONE) {
				add(sums, HistoryKey.service(id.service()), unsent);
				this.history.add(HistoryKey.method(id.service(), id.method()), unsent, process.seconds());
			}
		}
	}

	private static void add(Map<HistoryKey, CallSum> sums, HistoryKey key, CallDelta calls) {
		sums.computeIfAbsent(key, (absent) -> new CallSum()).add(calls, 1);
	}

}
