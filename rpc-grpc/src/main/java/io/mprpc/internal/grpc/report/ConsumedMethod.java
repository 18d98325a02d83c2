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

import io.mprpc.internal.grpc.report.ConsumedInstances.OfService;
import io.mprpc.reports.v1.Series;
import org.jspecify.annotations.Nullable;

/**
 * Counters of the calls that this process makes to one method.
 */
final class ConsumedMethod extends CallCounters {

	private final UnsentCalls unsent = new UnsentCalls();

	private final @Nullable OfService instances;

	/**
	 * Creates the counters.
	 * @param names kind and names of the series
	 * @param instances counts by instance
	 */
	ConsumedMethod(Series names, ConsumedInstances instances) {
		super(names);
		this.instances = names.getService().isEmpty() ? null : instances.of(names.getService());
	}

	UnsentCalls unsent() {
		return this.unsent;
	}

	/**
	 * Counters of an instance of the service.
	 * @param endpoint where it stands
	 * @return the counters, {@code null} if there are too many methods or instances
	 */
	@Nullable CallCounters at(String endpoint) {
		return (this.instances != null) ? this.instances.at(endpoint) : null;
	}

	@Override
	public void writeTo(Series.Builder series) {
		this.unsent.writeTo(series);
		super.writeTo(series);
	}

}
