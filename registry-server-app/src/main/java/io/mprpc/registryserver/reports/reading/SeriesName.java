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

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.traffic.SeriesCounts.Kind;
import io.mprpc.reports.v1.Series;
import org.jspecify.annotations.Nullable;

/**
 * Name of a series as a process tells it, bounded and printable. Parts that its kind does
 * not have are empty.
 *
 * @param kind kind of the series
 * @param service full name of the service
 * @param method simple name of the method
 * @param endpoint endpoint of the instance
 */
record SeriesName(Kind kind, String service, String method, String endpoint) {

	/**
	 * Reads a name.
	 * @param series the series
	 * @return the name, {@code null} if its kind is not known to this server
	 */
	static @Nullable SeriesName of(Series series) throws InvalidReportException {
		return switch (series.getKind()) {
			case PROVIDED_METHOD -> new SeriesName(Kind.PROVIDED_METHOD, name("series.service", series.getService()),
					name("series.method", series.getMethod()), "");
			case CONSUMED_METHOD -> new SeriesName(Kind.CONSUMED_METHOD, name("series.service", series.getService()),
					name("series.method", series.getMethod()), "");
			case CONSUMED_INSTANCE -> new SeriesName(Kind.CONSUMED_INSTANCE,
					name("series.service", series.getService()), "", endpoint(series.getEndpoint()));
			case OTHER_PROVIDED -> new SeriesName(Kind.OTHER_PROVIDED, "", "", "");
			case OTHER_CONSUMED -> new SeriesName(Kind.OTHER_CONSUMED, "", "", "");
			case SERIES_KIND_UNSPECIFIED ->
				throw new InvalidReportException("series.kind", "is missing where its key occurs first");
			case UNRECOGNIZED -> null;
		};
	}

	/** Number of characters that its texts have. */
	int length() {
		return this.service.length() + this.method.length() + this.endpoint.length();
	}

	private static String name(String field, String name) throws InvalidReportException {
		InvalidReportException.require(!name.isEmpty(), field, "is empty");
		try {
			return RegistryLimits.name(field, name);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReportException(field, "is longer than " + RegistryLimits.NAME_LENGTH
					+ " characters, or holds one that cannot be printed");
		}
	}

	private static String endpoint(String text) throws InvalidReportException {
		try {
			// Written as registered, whatever the process writes.
			return Endpoint.parse(text).toString();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReportException("series.endpoint", "is not of the form host:port");
		}
	}

}
