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

import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.registryserver.traffic.SeriesCounts.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Identity of a series within a process.
 *
 * @param kind kind of the series
 * @param service full name of the service, may be empty
 * @param method simple name of the method, may be empty
 * @param endpoint endpoint of the instance, {@code null} if it is about none
 */
record SeriesId(Kind kind, String service, String method, @Nullable String endpoint) {

	static SeriesId of(SeriesCounts counts) {
		return new SeriesId(counts.kind(), counts.service(), counts.method(), counts.endpoint());
	}

	/** Whether it is about calls that the process served. */
	boolean isProvided() {
		return this.kind == Kind.PROVIDED_METHOD || this.kind == Kind.OTHER_PROVIDED;
	}

	/** Whether it is about calls that the process made, each counted once. */
	boolean isConsumed() {
		return this.kind == Kind.CONSUMED_METHOD || this.kind == Kind.OTHER_CONSUMED;
	}

	/** Whether it is the sum of series that did not fit into a report. */
	boolean isOther() {
		return this.kind == Kind.OTHER_PROVIDED || this.kind == Kind.OTHER_CONSUMED;
	}

}
