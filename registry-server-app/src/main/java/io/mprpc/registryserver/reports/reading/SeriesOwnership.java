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

import java.util.Set;

import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import org.jspecify.annotations.Nullable;

/**
 * Decision whether a process may report about something: only where a node with its key
 * stands. Of methods and instances that are not registered, a bounded number counts:
 * calls that cannot be sent are such calls.
 */
final class SeriesOwnership {

	/** Number of methods and instances that are not registered, per process. */
	static final int MAX_UNKNOWN = 100;

	private final OfferedMethods offered;

	SeriesOwnership(OfferedMethods offered) {
		this.offered = offered;
	}

	/**
	 * Decides.
	 * @param name name of the series
	 * @param process the process
	 * @return the decision
	 */
	Verdict decide(SeriesName name, RegisteredProcess process) {
		return switch (name.kind()) {
			case PROVIDED_METHOD ->
				owned(process.provides().getOrDefault(name.service(), Set.of()).contains(name.method())
						&& process.endpoints().containsKey(name.service()));
			case CONSUMED_METHOD -> consumed(name, process, this.offered.isOffered(name.service(), name.method()));
			case CONSUMED_INSTANCE ->
				consumed(name, process, this.offered.isRegistered(name.service(), name.endpoint()));
			case OTHER_PROVIDED -> owned(!process.provides().isEmpty());
			case OTHER_CONSUMED -> owned(!process.consumes().isEmpty());
		};
	}

	/** Endpoint that counts of the series belong to. */
	static @Nullable String endpoint(SeriesName name, RegisteredProcess process) {
		return switch (name.kind()) {
			case PROVIDED_METHOD -> {
				Endpoint endpoint = process.endpoints().get(name.service());
				yield (endpoint != null) ? endpoint.toString() : null;
			}
			case CONSUMED_INSTANCE -> name.endpoint();
			default -> null;
		};
	}

	private static Verdict consumed(SeriesName name, RegisteredProcess process, boolean known) {
		if (!process.consumes().contains(name.service())) {
			return Verdict.NOT_OWNED;
		}
		return known ? Verdict.OWNED : Verdict.UNKNOWN;
	}

	private static Verdict owned(boolean owned) {
		return owned ? Verdict.OWNED : Verdict.NOT_OWNED;
	}

	/**
	 * Decision about a series.
	 */
	enum Verdict {

		/** It counts. */
		OWNED,

		/** It counts if there are not too many such. */
		UNKNOWN,

		/** It does not count. */
		NOT_OWNED

	}

}
