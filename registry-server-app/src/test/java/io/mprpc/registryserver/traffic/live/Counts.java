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

import java.util.List;

import io.mprpc.registryserver.traffic.ProcessIdentity;
import io.mprpc.registryserver.traffic.ProcessReport;
import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.registryserver.traffic.SeriesCounts.Kind;

/**
 * Counts of calls for tests.
 */
final class Counts {

	static final int UNAVAILABLE = 14;

	private Counts() {
	}

	static ProcessIdentity identity(String application, int number) {
		return new ProcessIdentity(id(application, number), key(number), application, "10.0.0." + number, number,
				"test/1");
	}

	static String id(String application, int number) {
		return application + "@10.0.0." + number + ':' + number + ":00000000-0000-0000-0000-"
				+ String.format("%012d", number);
	}

	static String key(int number) {
		return String.format("%042d", number) + 'A';
	}

	static ProcessReport report(long uptimeMillis, SeriesCounts... series) {
		return new ProcessReport(uptimeMillis, List.of(series), null);
	}

	static SeriesCounts served(String service, String method, String endpoint, long calls) {
		return new SeriesCounts(Kind.PROVIDED_METHOD, service, method, endpoint, calls, new int[0], new long[0],
				new int[] { 30 }, new long[] { calls }, 1, new long[0], "");
	}

	static SeriesCounts failed(String service, String method, String endpoint, long calls, long failed) {
		return new SeriesCounts(Kind.PROVIDED_METHOD, service, method, endpoint, calls, new int[] { 1, UNAVAILABLE },
				new long[] { 1, failed }, new int[0], new long[0], 0, new long[0], "");
	}

	/** Calls that were made, of which some found no instance. */
	static SeriesCounts made(String service, String method, long calls, long unsent) {
		return new SeriesCounts(Kind.CONSUMED_METHOD, service, method, null, calls, new int[] { UNAVAILABLE },
				new long[] { unsent }, new int[0], new long[0], 0, new long[] { 0, unsent },
				(unsent > 0) ? "all are out of service" : "");
	}

	static SeriesCounts picked(String service, String endpoint, long calls) {
		return new SeriesCounts(Kind.CONSUMED_INSTANCE, service, "", endpoint, calls, new int[0], new long[0],
				new int[0], new long[0], 0, new long[0], "");
	}

	static SeriesCounts other(long calls) {
		return new SeriesCounts(Kind.OTHER_PROVIDED, "", "", null, calls, new int[0], new long[0], new int[0],
				new long[0], 0, new long[0], "");
	}

}
