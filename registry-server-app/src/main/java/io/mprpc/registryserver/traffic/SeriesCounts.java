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

package io.mprpc.registryserver.traffic;

import org.jspecify.annotations.Nullable;

/**
 * Counts of one series since the start of its process. Bounded, validated, and about
 * something that the process owns. Arrays are not copied and must not be changed.
 *
 * @param kind kind of the series
 * @param service full name of the service, empty for {@link Kind#OTHER_PROVIDED} and
 * {@link Kind#OTHER_CONSUMED}
 * @param method simple name of the method, empty for {@link Kind#CONSUMED_INSTANCE} and
 * the others
 * @param endpoint endpoint of the instance that served the calls: the process's own for
 * {@link Kind#PROVIDED_METHOD}, the called one for {@link Kind#CONSUMED_INSTANCE},
 * {@code null} else
 * @param calls calls that have ended, with those that were not sent
 * @param statusCodes gRPC status codes other than OK, in rising order
 * @param statusCalls calls that ended with each of them
 * @param bucketIndexes indexes of buckets of the fixed scale, in rising order, each from
 * 0 to 81
 * @param bucketCalls calls in each of them
 * @param inFlight calls that have begun and not ended
 * @param unsent calls that were not sent, by the number of the reason; shorter where the
 * rest is zero
 * @param lastUnsent reason of the last of them in words, printable and bounded, may be
 * empty
 */
public record SeriesCounts(Kind kind, String service, String method, @Nullable String endpoint, long calls,
		int[] statusCodes, long[] statusCalls, int[] bucketIndexes, long[] bucketCalls, long inFlight, long[] unsent,
		String lastUnsent) {

	/**
	 * Kind of a series.
	 */
	public enum Kind {

		/** A method that the process serves. */
		PROVIDED_METHOD,

		/** A method that the process calls. */
		CONSUMED_METHOD,

		/** An instance of a service that the process calls. */
		CONSUMED_INSTANCE,

		/** All methods that it serves and that did not fit into the report. */
		OTHER_PROVIDED,

		/** All methods that it calls and that did not fit. */
		OTHER_CONSUMED

	}

}
