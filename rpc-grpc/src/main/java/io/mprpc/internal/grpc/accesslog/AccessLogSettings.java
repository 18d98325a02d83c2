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

package io.mprpc.internal.grpc.accesslog;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Settings of the access log: the calls that are written, and their format.
 *
 * @param format how a line looks
 * @param sampleRate share of the successful calls that are written, from 0 to 1
 * @param slowThreshold duration from which a call is written whatever the sample says;
 * zero for none
 * @param excludedServices services whose calls are not written; {@code *} at the end
 * stands for anything
 * @since 0.1
 */
public record AccessLogSettings(AccessLogFormat format, double sampleRate, Duration slowThreshold,
		List<String> excludedServices) {

	/**
	 * Checks the values and copies the list.
	 * @throws IllegalArgumentException if the sample rate or the threshold is out of
	 * range
	 */
	public AccessLogSettings {
		Objects.requireNonNull(format, "format");
		if (!(sampleRate >= 0 && sampleRate <= 1)) {
			throw new IllegalArgumentException("A sample rate of " + sampleRate + " is not between 0 and 1");
		}
		if (slowThreshold.isNegative()) {
			throw new IllegalArgumentException("A slow threshold of " + slowThreshold + " is negative");
		}
		excludedServices = List.copyOf(excludedServices);
	}

	boolean excludes(String service) {
		for (String excluded : this.excludedServices) {
			boolean matches = excluded.endsWith("*") ? service.startsWith(excluded.substring(0, excluded.length() - 1))
					: service.equals(excluded);
			if (matches) {
				return true;
			}
		}
		return false;
	}

}
